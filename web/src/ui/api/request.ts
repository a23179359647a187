import { NoAnswerError, ProblemError } from './problem.ts';
import { setReachable } from './reachable.ts';
import type { Locale, Problem } from './wire.ts';

/** What every request carries. Set once by each face; a service worker sets its own. */
interface Sender {
  /** Key of the city a visitor without a session looks at; null: the server's first. */
  city: () => string | null;
  locale: () => Locale;
}
let sender: Sender = { city: () => null, locale: () => 'zh-CN' };

export function configureSender(next: Sender): void {
  sender = next;
}

export function currentCity(): string | null {
  return sender.city();
}

export interface RequestOptions {
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** Overrides the present city: a report written in one city must not land in another. */
  city?: string | null | undefined;
  timeoutMs?: number;
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** One request, one answer. Throws ProblemError for a refusal, NoAnswerError when nothing came back. */
export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  // AbortSignal.any and .timeout are younger than many phones in use.
  const abort = new AbortController();
  const stop = () => abort.abort();
  if (options.signal?.aborted) stop();
  options.signal?.addEventListener('abort', stop, { once: true });
  let isSlow = false;
  const timer = setTimeout(() => {
    isSlow = true;
    stop();
  }, options.timeoutMs ?? 20_000);
  let response: Response;
  let text: string;
  try {
    response = await fetch(withQuery(path, options.query), {
      method,
      headers: requestHeaders(options),
      credentials: 'same-origin',
      signal: abort.signal,
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    text = await response.text();
  } catch (error) {
    if (options.signal?.aborted) throw error;
    setReachable(false);
    throw new NoAnswerError(isSlow ? 'slow' : 'offline');
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', stop);
  }
  setReachable(true);
  const reply = parse(text);
  if (!response.ok) throw new ProblemError(asProblem(reply, response));
  return reply as T;
}

export function get<T>(path: string, options?: RequestOptions): Promise<T> {
  return request<T>('GET', path, options);
}

/** Headers a request of ours carries, also for uploads that do not go through `request`. */
export function requestHeaders(options: RequestOptions = {}): Record<string, string> {
  const city = options.city === undefined ? sender.city() : options.city;
  return {
    accept: 'application/json, application/problem+json',
    'accept-language': sender.locale(),
    ...(city ? { 'linli-city': city } : {}),
    ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
  };
}

function withQuery(path: string, query: RequestOptions['query']): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null);
  if (given.length === 0) return path;
  return `${path}?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`;
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A proxy in between answers without a problem document; the reader is told the same way. */
function asProblem(reply: unknown, response: Response): Problem {
  if (typeof reply === 'object' && reply !== null && 'code' in reply && 'detail' in reply)
    return reply as Problem;
  const chinese = sender.locale() === 'zh-CN';
  const code = response.status >= 500 ? 'not-available' : 'bad-request';
  return {
    type: `/problems/${code}`,
    code,
    status: response.status,
    title: chinese ? '暂时无法办理' : 'Not available right now',
    detail: chinese ? '请稍后再试，已填写的内容会保留。' : 'Try again shortly; what you typed is kept.',
  };
}
