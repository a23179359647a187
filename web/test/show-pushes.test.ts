/** A push is shown whatever is in it, says nothing but its title, and leads nowhere but into this server. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { deviceName } from '../src/ui/offline/device-name.ts';
import { showPushes } from '../src/ui/offline/show-pushes.ts';

interface Page {
  url: string;
  focus(): Promise<void>;
  navigate(to: string): Promise<Page | null>;
}

/** What a browser gives a service worker, as far as pushes need it. */
function openWorker(pages: string[] = [], mayBeMoved = true) {
  const listeners = new Map<string, (event: unknown) => void>();
  const shown: { title: string; options: { tag?: string; data: { link: string } } }[] = [];
  const done: string[] = [];
  const clients = pages.map((url): Page => {
    const page: Page = {
      url: `https://linli.example.org${url}`,
      focus: async () => void done.push(`focus ${url}`),
      navigate: async (to) => {
        if (!mayBeMoved) throw new TypeError('not controlled');
        done.push(`${url} goes to ${to}`);
        return page;
      },
    };
    return page;
  });
  const subscription = {
    options: { applicationServerKey: new Uint8Array([4]).buffer },
    toJSON: () => ({ endpoint: 'https://push.example.org/new', keys: { p256dh: 'p', auth: 'a' } }),
  };
  const worker = {
    addEventListener: (type: string, listener: (event: unknown) => void) => listeners.set(type, listener),
    navigator: { userAgent: 'Mozilla/5.0 (Linux; Android 14) Chrome/140.0' },
    registration: {
      showNotification: async (title: string, options: { tag?: string; data: { link: string } }) =>
        void shown.push({ title, options }),
      pushManager: { subscribe: async () => subscription },
    },
    clients: {
      matchAll: async () => clients,
      openWindow: async (to: string) => void done.push(`opens ${to}`),
    },
  };
  showPushes(worker as unknown as ServiceWorkerGlobalScope);
  const fire = async (type: string, event: Record<string, unknown>): Promise<void> => {
    const waits: Promise<unknown>[] = [];
    listeners.get(type)?.({ ...event, waitUntil: (wait: Promise<unknown>) => waits.push(wait) });
    await Promise.all(waits);
  };
  return {
    shown,
    done,
    fire,
    push: (data: unknown) => fire('push', { data: { json: () => data } }),
    press: (link: string) => fire('notificationclick', { notification: { close: () => {}, data: { link } } }),
    subscription,
  };
}

afterEach(() => vi.unstubAllGlobals());

describe('a push', () => {
  test('shows its title, once for each tag, and keeps where it leads', async () => {
    const { push, shown } = openWorker();
    await push({ title: '开始表决', link: '/ballots/1', tag: 'abc' });
    expect(shown).toMatchObject([
      { title: '开始表决', options: { tag: 'abc', data: { link: '/ballots/1' } } },
    ]);
    expect(Object.keys(shown[0]!.options)).not.toContain('body');
  });

  test('leads to no other server, whoever sent it', async () => {
    const { push, shown } = openWorker();
    for (const link of ['https://evil.example/', '//evil.example/', 'javascript:alert(1)', undefined, 7]) {
      await push({ title: 'x', link });
    }
    expect(new Set(shown.map(({ options }) => options.data.link))).toEqual(new Set(['/messages']));
  });

  test('is shown also when nothing in it can be read: a browser takes the leave back from who shows nothing', async () => {
    const { fire, shown } = openWorker();
    await fire('push', { data: null });
    await fire('push', {
      data: {
        json: () => {
          throw new SyntaxError('not JSON');
        },
      },
    });
    expect(shown.map(({ title }) => title)).toEqual(['邻里', '邻里']);
  });
});

describe('a press', () => {
  test('moves an open page of the same face there, else opens one', async () => {
    const both = openWorker(['/console/cases/1', '/cases/2']);
    await both.press('/ballots/3');
    await both.press('/console/messages');
    expect(both.done).toEqual([
      '/cases/2 goes to /ballots/3',
      'focus /cases/2',
      '/console/cases/1 goes to /console/messages',
      'focus /console/cases/1',
    ]);
    const none = openWorker(['/console/']);
    await none.press('/ballots/3');
    expect(none.done).toEqual(['opens /ballots/3']);
  });

  test('opens a new page where the open one may not be moved', async () => {
    const worker = openWorker(['/'], false);
    await worker.press('/ballots/3');
    expect(worker.done).toEqual(['opens /ballots/3']);
  });
});

test('a subscription that the browser renews is told to the server', async () => {
  const sent: { path: string; body: Record<string, unknown> }[] = [];
  vi.stubGlobal('fetch', async (path: string, { body }: { body: string }) => {
    sent.push({ path, body: JSON.parse(body) as Record<string, unknown> });
  });
  const worker = openWorker();
  await worker.fire('pushsubscriptionchange', {
    oldSubscription: worker.subscription,
    newSubscription: null,
  });
  await worker.fire('pushsubscriptionchange', { oldSubscription: null, newSubscription: null });
  expect(sent).toMatchObject([
    {
      path: '/api/messages/channels/push',
      body: {
        endpoint: 'https://push.example.org/new',
        keys: { p256dh: 'p', auth: 'a' },
        device: 'Chrome, Android',
      },
    },
  ]);
});

test.each([
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604',
    'Safari, iPhone',
  ],
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140 Safari/537 Edg/140', 'Edge, Windows'],
  ['Mozilla/5.0 (Linux; Android 14) Chrome/99 MicroMessenger/8.0', 'WeChat, Android'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Linux'],
  ['something new', 'Browser'],
])('a device is named so that its person knows it: %s', (agent, name) => {
  expect(deviceName(agent)).toBe(name);
});
