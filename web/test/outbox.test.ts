import 'fake-indexeddb/auto';
import { describe, expect, test } from 'vitest';
import { deviceOutboxStore } from '../src/ui/api/device-outbox.ts';
import { createOutbox, type OutboxDoors, type OutboxPhoto } from '../src/ui/api/outbox.ts';
import { NoAnswerError, ProblemError } from '../src/ui/api/problem.ts';

/** A network with a switch, and a server that remembers the command ids it has acted on. */
function world() {
  const state = { now: 1_000, online: true, who: null as string | null };
  const acted = new Map<string, unknown>();
  const tries: { commandId: string; body: Record<string, unknown>; city: string | null }[] = [];
  const refusals = new Map<string, ProblemError>();
  /** The server acts, but its answer is lost on the way back. */
  const lostAnswers = new Set<string>();
  const uploads: (string | null)[] = [];
  const doors = (name: string, more: Partial<OutboxDoors> = {}): OutboxDoors => ({
    store: deviceOutboxStore(name),
    async send(_path, { commandId, ...body }, city) {
      if (!state.online) throw new NoAnswerError('offline');
      tries.push({ commandId, body, city });
      const refusal = refusals.get(commandId);
      if (refusal !== undefined) throw refusal;
      if (!acted.has(commandId)) acted.set(commandId, body);
      if (lostAnswers.delete(commandId)) throw new NoAnswerError('offline');
      return { commandId };
    },
    async uploadPhoto(photo, keepUrl) {
      if (!state.online) throw new NoAnswerError('offline');
      uploads.push(photo.uploadUrl);
      await keepUrl(`/api/uploads/${photo.key}`);
      return `photo-${photo.key}`;
    },
    who: async () => state.who,
    now: () => state.now,
    alone: (work) => navigator.locks.request(`lock-${name}`, work),
    changed: () => {},
    ...more,
  });
  return { state, acted, tries, refusals, lostAnswers, uploads, doors };
}

let made = 0;
function freshName(): string {
  made += 1;
  return `outbox-test-${made}`;
}

function written(commandId: string, more: { person?: string; photos?: OutboxPhoto[] } = {}) {
  return {
    commandId,
    city: 'tongguan',
    person: null,
    path: '/api/cases',
    body: { kind: 'report', words: commandId },
    photos: [],
    title: commandId,
    purpose: 'open-case',
    ...more,
  };
}

const refused = (status: number, code: string) =>
  new ProblemError({ type: `/problems/${code}`, code, status, title: code, detail: code });

describe('what is written without signal', () => {
  test('waits, survives a reload, and goes once and in the order it was written', async () => {
    const { state, acted, tries, doors } = world();
    const name = freshName();
    state.online = false;
    const page = createOutbox(doors(name));
    // Written so that neither ids nor insertion give the order, only the time does.
    for (const commandId of ['c', 'a', 'b']) {
      state.now += 1;
      await page.put(written(commandId));
    }
    await page.flush();
    expect(acted.size).toBe(0);

    const afterReload = createOutbox(doors(name));
    expect((await afterReload.list()).map((item) => item.commandId).sort()).toEqual(['a', 'b', 'c']);
    state.online = true;
    await afterReload.retryLater();
    await afterReload.flush();
    expect([...acted.keys()]).toEqual(['c', 'a', 'b']);
    expect(tries).toHaveLength(3);
    expect(tries[0]).toMatchObject({ city: 'tongguan', body: { kind: 'report', words: 'c' } });
    expect(await afterReload.list()).toEqual([]);
    await afterReload.flush();
    expect(tries).toHaveLength(3);
    expect((await afterReload.listSent()).map((one) => one.commandId).sort()).toEqual(['a', 'b', 'c']);
  });

  test('without a connection the first try stops the run: the rest would fail the same way', async () => {
    const { state, doors } = world();
    let sends = 0;
    const page = createOutbox(
      doors(freshName(), {
        send: async () => {
          sends += 1;
          throw new NoAnswerError('offline');
        },
      }),
    );
    await page.put(written('a'));
    state.now += 1;
    await page.put(written('b'));
    await page.flush();
    expect(sends).toBe(1);
  });

  test('a lost answer is asked for again with the same command id, and the server acts once', async () => {
    const { state, acted, tries, lostAnswers, doors } = world();
    const page = createOutbox(doors(freshName()));
    lostAnswers.add('a');
    await page.put(written('a'));
    await page.flush();
    expect(await page.list()).toHaveLength(1);
    // Not at once: a server that is down must not be hammered.
    await page.flush();
    expect(tries).toHaveLength(1);
    state.now += 5_000;
    await page.flush();
    expect(tries.map((one) => one.commandId)).toEqual(['a', 'a']);
    expect(acted.size).toBe(1);
    expect(await page.list()).toEqual([]);
  });

  test('pauses between tries grow and stay under ten minutes', async () => {
    const { state, doors } = world();
    const page = createOutbox(doors(freshName()));
    state.online = false;
    await page.put(written('a'));
    const pauses: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      await page.flush();
      const [item] = await page.list();
      pauses.push((item?.nextAttemptAt ?? 0) - state.now);
      state.now = item?.nextAttemptAt ?? 0;
    }
    expect(pauses.slice(0, 3)).toEqual([5_000, 10_000, 20_000]);
    expect(Math.max(...pauses)).toBe(600_000);
  });
});

describe('what the server refuses', () => {
  test('is kept with the reason, never sent again by itself, and does not hold up the others', async () => {
    const { state, acted, tries, refusals, doors } = world();
    const page = createOutbox(doors(freshName()));
    refusals.set('a', refused(422, 'outside-city'));
    await page.put(written('a'));
    state.now += 1;
    await page.put(written('b'));
    await page.flush();
    expect([...acted.keys()]).toEqual(['b']);
    expect((await page.list()).map((item) => [item.commandId, item.refusal?.code])).toEqual([
      ['a', 'outside-city'],
    ]);
    state.now += 3_600_000;
    await page.flush();
    await page.retryLater();
    await page.flush();
    expect(tries.filter((one) => one.commandId === 'a')).toHaveLength(1);
    // Only the person's own word sends it again.
    refusals.delete('a');
    await page.retry('a');
    await page.flush();
    expect([...acted.keys()]).toEqual(['b', 'a']);
  });

  test.each([429, 500, 503])('%i is not a refusal: it goes again later', async (status) => {
    const { state, acted, refusals, doors } = world();
    const page = createOutbox(doors(freshName()));
    refusals.set('a', refused(status, 'not-available'));
    await page.put(written('a'));
    await page.flush();
    expect((await page.list())[0]).toMatchObject({ refusal: null, attempts: 1 });
    refusals.delete('a');
    state.now += 5_000;
    await page.flush();
    expect([...acted.keys()]).toEqual(['a']);
  });

  test('a taken command id means that the server has it: nothing is left waiting', async () => {
    const { refusals, doors } = world();
    const page = createOutbox(doors(freshName()));
    refusals.set('a', refused(409, 'command-conflict'));
    await page.put(written('a'));
    await page.flush();
    expect(await page.list()).toEqual([]);
    expect(await page.listSent()).toMatchObject([{ commandId: 'a', reply: null }]);
  });
});

describe('several hands on one outbox', () => {
  test('two tabs that send at the same moment send each thing once', async () => {
    const { state, tries, doors } = world();
    const name = freshName();
    const one = createOutbox(doors(name));
    const other = createOutbox(doors(name));
    for (const commandId of ['a', 'b', 'c']) {
      state.now += 1;
      await one.put(written(commandId));
    }
    await Promise.all([one.flush(), other.flush(), one.flush()]);
    expect(tries.map((one) => one.commandId)).toEqual(['a', 'b', 'c']);
  });

  test('what is written while a run is under way goes with that run', async () => {
    const { state, acted, doors } = world();
    let second: Promise<void> | undefined;
    const ways = doors(freshName());
    const page = createOutbox({
      ...ways,
      async send(path, body, city) {
        if (body.commandId === 'a') {
          state.now += 1;
          await page.put(written('b'));
          second = page.flush();
        }
        return ways.send(path, body, city);
      },
    });
    await page.put(written('a'));
    await page.flush();
    await second;
    expect([...acted.keys()]).toEqual(['a', 'b']);
  });

  test('what is taken back before its turn is not sent', async () => {
    const { state, acted, doors } = world();
    const ways = doors(freshName());
    const page = createOutbox({
      ...ways,
      async send(path, body, city) {
        if (body.commandId === 'a') await page.remove('b');
        return ways.send(path, body, city);
      },
    });
    await page.put(written('a'));
    state.now += 1;
    await page.put(written('b'));
    await page.flush();
    expect([...acted.keys()]).toEqual(['a']);
    expect(await page.list()).toEqual([]);
  });

  test('what is taken back while its photo is on the way does not come back', async () => {
    const { doors } = world();
    const page = createOutbox(
      doors(freshName(), {
        uploadPhoto: async () => {
          await page.remove('a');
          throw new NoAnswerError('offline');
        },
      }),
    );
    await page.put(written('a', { photos: [photoNamed('1')] }));
    await page.flush();
    expect(await page.list()).toEqual([]);
  });
});

function photoNamed(key: string): OutboxPhoto {
  return { key, blob: new Blob([key]), photoId: null, uploadUrl: null };
}

describe('photos of what waits', () => {
  test('go first, each once, and a broken upload goes on where it broke off', async () => {
    const { state, tries, uploads, doors } = world();
    const name = freshName();
    const ways = doors(name);
    let isFirst = true;
    const page = createOutbox({
      ...ways,
      async uploadPhoto(photo, keepUrl, city) {
        if (photo.key === '2' && isFirst) {
          isFirst = false;
          await keepUrl('/api/uploads/half-way');
          throw new NoAnswerError('offline');
        }
        return ways.uploadPhoto(photo, keepUrl, city);
      },
    });
    await page.put(written('a', { photos: [photoNamed('1'), photoNamed('2')] }));
    await page.flush();
    expect(tries).toEqual([]);
    state.now += 5_000;
    const afterReload = createOutbox(doors(name));
    await afterReload.flush();
    expect(uploads).toEqual([null, '/api/uploads/half-way']);
    expect(tries).toHaveLength(1);
    expect(tries[0]?.body).toMatchObject({ photoIds: ['photo-1', 'photo-2'] });
  });
});

describe('in whose name it goes', () => {
  test('what one person wrote waits while another is signed in, and goes when they are back', async () => {
    const { state, acted, doors } = world();
    const page = createOutbox(doors(freshName()));
    await page.put(written('hers', { person: 'wang' }));
    state.now += 1;
    await page.put(written('nobodys'));
    state.who = 'li';
    await page.flush();
    expect([...acted.keys()]).toEqual(['nobodys']);
    state.who = null;
    await page.flush();
    expect([...acted.keys()]).toEqual(['nobodys']);
    state.who = 'wang';
    await page.flush();
    expect([...acted.keys()]).toEqual(['nobodys', 'hers']);
  });

  test('while it cannot be known who is signed in, nothing goes', async () => {
    const { acted, doors } = world();
    const page = createOutbox(
      doors(freshName(), {
        who: async () => {
          throw new NoAnswerError('offline');
        },
      }),
    );
    await page.put(written('hers', { person: 'wang' }));
    await page.flush();
    expect(acted.size).toBe(0);
    expect(await page.list()).toHaveLength(1);
  });

  test('signing out forgets what was sent', async () => {
    const { doors } = world();
    const page = createOutbox(doors(freshName()));
    await page.put(written('a'));
    await page.flush();
    expect(await page.listSent()).toHaveLength(1);
    await page.forgetSent();
    expect(await page.listSent()).toEqual([]);
  });
});

test('only the last twenty sent are remembered', async () => {
  const { state, doors } = world();
  const page = createOutbox(doors(freshName()));
  for (let n = 0; n < 25; n += 1) {
    state.now += 1;
    await page.put(written(`n${n}`));
    await page.flush();
  }
  const sent = (await page.listSent()).map((one) => one.commandId);
  expect(sent).toHaveLength(20);
  expect(sent).toContain('n24');
  expect(sent).not.toContain('n4');
});
