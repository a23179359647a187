/** Be somebody of the demo at a tap, and ask the served API as them. */
import type { TestApp } from '../../server/test/harness.ts';

type Reply = Awaited<ReturnType<TestApp['app']['inject']>>;

export interface DemoSession {
  /** The body of a reply that must be 200. */
  get<Body>(url: string): Promise<Body>;
  post<Body>(url: string, body: object): Promise<Body>;
  raw(url: string): Promise<Reply>;
}

export async function signIn({ app }: TestApp, person: string): Promise<DemoSession> {
  const signedIn = await app.inject({ method: 'POST', url: '/api/demo/sign-in', payload: { person } });
  if (signedIn.statusCode !== 200) throw new Error(`${signedIn.statusCode}: ${signedIn.body}`);
  const cookies = Object.fromEntries(signedIn.cookies.map(({ name, value }) => [name, value]));
  const raw = async (url: string): Promise<Reply> => app.inject({ url, cookies });
  return {
    raw,
    async get(url) {
      return bodyOf(url, await raw(url));
    },
    async post(url, payload) {
      return bodyOf(url, await app.inject({ method: 'POST', url, payload, cookies }));
    },
  };
}

function bodyOf<Body>(url: string, reply: Reply): Body {
  if (reply.statusCode !== 200) throw new Error(`${url}: ${reply.statusCode} ${reply.body}`);
  return reply.json();
}
