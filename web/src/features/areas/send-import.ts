import {
  type ImportReply,
  NoAnswerError,
  type Problem,
  ProblemError,
  requestHeaders,
} from '../../ui/api/index.ts';

const pausesMs = [1_000, 4_000];

/** Sends a file with its command id; when no answer comes it goes again, and the server takes it once. */
export async function sendImport(file: File, commandId: string): Promise<ImportReply> {
  const query = new URLSearchParams({ commandId, name: file.name });
  for (const pause of [...pausesMs, null]) {
    let response: Response;
    try {
      response = await fetch(`/api/imports?${query}`, {
        method: 'POST',
        headers: { ...requestHeaders(), 'content-type': 'application/octet-stream' },
        credentials: 'same-origin',
        body: file,
      });
    } catch {
      if (pause === null) throw new NoAnswerError('offline');
      await new Promise((resolve) => setTimeout(resolve, pause));
      continue;
    }
    const reply: unknown = await response.json().catch(() => undefined);
    if (response.ok) return reply as ImportReply;
    if (typeof reply === 'object' && reply !== null && 'detail' in reply)
      throw new ProblemError(reply as Problem);
    // A proxy in between that takes no large files answers in its own way.
    throw new NoAnswerError('slow');
  }
  throw new NoAnswerError('offline');
}
