import { type HttpRequest, type HttpResponse, type HttpStack, Upload } from 'tus-js-client';
import { finishPhoto, uploadsPath } from './endpoints.ts';
import { NoAnswerError, ProblemError } from './problem.ts';
import { requestHeaders } from './request.ts';
import type { PhotoReply, Problem } from './wire.ts';

export interface PhotoUpload {
  blob: Blob;
  city: string | null;
  /** Where a broken upload goes on. */
  uploadUrl: string | null;
  /** Told once where it goes on, so that a reload does not start from nothing. */
  keepUrl?: (url: string) => void;
  /** Share sent, 0 to 1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/** Sends one photo in pieces that can go on where they broke off (tus 1.0), and exchanges it for its id. */
export async function uploadPhoto(photo: PhotoUpload): Promise<PhotoReply> {
  const { accept: _, ...headers } = requestHeaders({ city: photo.city });
  const url = await new Promise<string>((resolve, reject) => {
    const upload = new Upload(photo.blob, {
      endpoint: uploadsPath,
      uploadUrl: photo.uploadUrl,
      chunkSize: 512 * 1024,
      retryDelays: [500, 1500, 4000],
      storeFingerprintForResuming: false,
      headers,
      metadata: { filetype: photo.blob.type },
      onProgress: (sent, total) => photo.onProgress?.(total === 0 ? 0 : sent / total),
      onUploadUrlAvailable: () => {
        if (upload.url !== null) photo.keepUrl?.(upload.url);
      },
      onError: (error) => reject(asOurs(error)),
      onSuccess: () => resolve(upload.url ?? ''),
      // A service worker has no XMLHttpRequest.
      ...(typeof XMLHttpRequest === 'undefined' ? { httpStack: fetchStack } : {}),
    });
    photo.signal?.addEventListener('abort', () => {
      void upload.abort();
      reject(new NoAnswerError('offline'));
    });
    upload.start();
  });
  return finishPhoto(url.slice(url.lastIndexOf('/') + 1), photo.city);
}

/** A refusal of the server becomes ours, with its problem document; everything else counts as no answer. */
function asOurs(error: Error): Error {
  const response =
    'originalResponse' in error ? (error.originalResponse as HttpResponse | null | undefined) : null;
  if (response == null || response.getStatus() >= 500) return new NoAnswerError('offline');
  try {
    const problem = JSON.parse(response.getBody()) as Problem;
    if (typeof problem.code === 'string') return new ProblemError(problem);
  } catch {
    // Not a problem document: treated as lost.
  }
  return new NoAnswerError('offline');
}

const fetchStack: HttpStack = {
  getName: () => 'fetch',
  createRequest(method, url): HttpRequest {
    const headers = new Map<string, string>();
    const abort = new AbortController();
    let progress: (sent: number) => void = () => {};
    return {
      getMethod: () => method,
      getURL: () => url,
      setHeader: (name, value) => headers.set(name, value),
      getHeader: (name) => headers.get(name),
      setProgressHandler: (handler) => {
        progress = handler;
      },
      async send(body: Blob | null) {
        const response = await fetch(url, {
          method,
          headers: [...headers],
          body,
          credentials: 'same-origin',
          signal: abort.signal,
        });
        if (body !== null) progress(body.size);
        const text = await response.text();
        return {
          getStatus: () => response.status,
          getHeader: (name) => response.headers.get(name) ?? undefined,
          getBody: () => text,
          getUnderlyingObject: () => response,
        };
      },
      abort: async () => abort.abort(),
      getUnderlyingObject: () => undefined,
    };
  },
};
