import { NoAnswerError, ProblemError } from './problem.ts';
import { type Method, type RequestOptions, request } from './request.ts';

/** A fresh command id. `crypto.randomUUID` is missing on plain http addresses, where a phone on the local network tries a city. */
export function newCommandId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export interface CommandOptions extends Omit<RequestOptions, 'body'> {
  method?: Method;
  /** Pauses before each further try, in milliseconds. */
  pausesMs?: number[];
}

/**
 * Sends a write that carries its command id. When no answer comes it goes again, with the same id, so that
 * the server gives the first answer back instead of acting twice.
 */
export async function sendCommand<T>(
  path: string,
  body: { readonly commandId: string; readonly [field: string]: unknown },
  { method = 'POST', pausesMs = [600, 2000], ...options }: CommandOptions = {},
): Promise<T> {
  for (const pause of [...pausesMs, null]) {
    try {
      return await request<T>(method, path, { ...options, body });
    } catch (error) {
      if (pause === null || !goesAgain(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  throw new NoAnswerError('offline');
}

function goesAgain(error: unknown): boolean {
  if (error instanceof NoAnswerError) return true;
  return error instanceof ProblemError && [502, 503, 504].includes(error.status);
}
