import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { deviceOutboxStore } from '../src/ui/api/device-outbox.ts';
import { type Answer, type Asked, problem, signedInAs, startServer } from './device.ts';

/** The console's field mode over a real connection: what a grid worker does without signal. */

const store = deviceOutboxStore('linli-console');
let server: Awaited<ReturnType<typeof startServer>>;
let answerVerb: (asked: Asked) => Answer;
let who: string | null;

/** The module as a freshly loaded page has it. */
async function loadPage() {
  vi.resetModules();
  return import('../src/console/field/waiting.ts');
}

beforeEach(async () => {
  for (const item of await store.list()) await store.remove(item.commandId);
  who = 'wang';
  answerVerb = ({ body }) => ({
    status: 200,
    body: { case: { caseId: 'case-1', seq: Number(body.seq) + 1 } },
  });
  server = await startServer((asked) =>
    asked.path === '/api/session' ? signedInAs(who) : answerVerb(asked),
  );
});
afterEach(() => server.stop());

const verbs = () => server.asked.filter((one) => one.method === 'POST');

function deed(commandId: string, more: { verb?: string; person?: string; reason?: string } = {}) {
  return {
    commandId,
    city: 'tongguan',
    person: more.person ?? 'wang',
    caseId: 'case-1',
    verb: more.verb ?? 'resolve',
    title: 'R1124-1001 · 结单',
    body: { seq: 4, reason: more.reason ?? '灯已换好' },
    photos: [],
  };
}

describe('a deed done without signal', () => {
  test('survives a reload and goes once, with the id it was born with', async () => {
    await (await loadPage()).waitWith(deed('11111111-1111-4111-8111-111111111111'));
    expect(await store.list()).toHaveLength(1);
    expect(verbs()).toEqual([]);

    const page = await loadPage();
    await page.sendWaiting();
    await page.sendWaiting();
    expect(verbs()).toHaveLength(1);
    expect(verbs()[0]).toMatchObject({
      path: '/api/cases/case-1/verbs/resolve',
      headers: { 'linli-city': 'tongguan' },
      body: { commandId: '11111111-1111-4111-8111-111111111111', seq: 4, reason: '灯已换好' },
    });
    expect(await store.list()).toEqual([]);
  });

  test('a connection that breaks before the answer leaves it waiting under the same id', async () => {
    let isFirst = true;
    const usual = answerVerb;
    answerVerb = (asked) => {
      const answer = isFirst ? 'hang-up' : usual(asked);
      isFirst = false;
      return answer;
    };
    const page = await loadPage();
    await page.waitWith(deed('a'));
    await page.sendWaiting();
    const [kept] = await store.list();
    expect(kept).toMatchObject({ commandId: 'a', attempts: 1, refusal: null });
    await store.put({ ...(kept as NonNullable<typeof kept>), nextAttemptAt: 0 });
    await page.sendWaiting();
    expect(verbs().map((one) => one.body.commandId)).toEqual(['a', 'a']);
    expect(await store.list()).toEqual([]);
  });

  test('two open consoles send it once', async () => {
    const [one, other] = [await loadPage(), await loadPage()];
    await one.waitWith(deed('a'));
    await one.waitWith(deed('b', { verb: 'note' }));
    await Promise.all([one.sendWaiting(), other.sendWaiting()]);
    expect(
      verbs()
        .map((asked) => asked.body.commandId)
        .sort(),
    ).toEqual(['a', 'b']);
  });

  test('a case that has moved on brings it back to its person with the present state, and is not tried again', async () => {
    const current = { case: { caseId: 'case-1', seq: 9, verbs: [], history: [] } };
    answerVerb = () => problem(409, 'stale', { current });
    const page = await loadPage();
    await page.waitWith(deed('a'));
    await page.sendWaiting();
    await page.sendWaiting();
    await page.sendWaitingNow();
    expect(verbs()).toHaveLength(1);
    expect((await store.list())[0]?.refusal).toMatchObject({ code: 'stale', current });
    // Nothing of what was typed is lost.
    expect((await store.list())[0]?.body).toMatchObject({ reason: '灯已换好' });
    await page.giveUpWaiting('a');
    expect(await store.list()).toEqual([]);
  });

  test('does not go in the name of whoever signs in next', async () => {
    const page = await loadPage();
    await page.waitWith(deed('a', { person: 'wang' }));
    who = 'li';
    await page.sendWaiting();
    expect(verbs()).toEqual([]);
    who = 'wang';
    await page.sendWaiting();
    expect(verbs()).toHaveLength(1);
  });

  test('its answer does not stay on the device', async () => {
    const page = await loadPage();
    await page.waitWith(deed('a'));
    await page.sendWaiting();
    expect(await store.listSent()).toEqual([]);
  });
});

describe('what was written about a gathering without signal', () => {
  const minutes = (commandId: string, text: string) => ({
    commandId,
    city: 'tongguan',
    person: 'wang',
    path: '/api/gatherings/gathering-1/minutes/general',
    method: 'PUT' as const,
    title: '会议总记录',
    body: { version: 3, text },
  });
  const writes = () => server.asked.filter((one) => one.path.startsWith('/api/gatherings/'));

  test('goes once when signal is back, the way it would have gone, and its page hears of it', async () => {
    answerVerb = ({ body }) => ({ status: 200, body: { minutes: { text: body.text, version: 4 } } });
    const page = await loadPage();
    const arrived: [string, unknown][] = [];
    const stop = page.onWriteSent((commandId, reply) => arrived.push([commandId, reply]));
    await page.waitWithWrite(minutes('a', '物业介绍了维修的情况'));
    await page.sendWaiting();
    await page.sendWaiting();
    stop();
    expect(writes()).toHaveLength(1);
    expect(writes()[0]).toMatchObject({
      method: 'PUT',
      path: '/api/gatherings/gathering-1/minutes/general',
      body: { commandId: 'a', version: 3, text: '物业介绍了维修的情况' },
    });
    expect(arrived).toEqual([['a', { minutes: { text: '物业介绍了维修的情况', version: 4 } }]]);
    expect(await store.list()).toEqual([]);
  });

  test('comes back with both texts when somebody else wrote meanwhile', async () => {
    const current = {
      theirs: { part: 'general', text: '另一段', version: 4 },
      yours: '一段',
      yourVersion: 3,
    };
    answerVerb = () => problem(409, 'minutes-stale', { current });
    const page = await loadPage();
    await page.waitWithWrite(minutes('a', '一段'));
    await page.sendWaiting();
    await page.sendWaitingNow();
    expect(writes()).toHaveLength(1);
    const [kept] = await store.list();
    expect(kept?.refusal).toMatchObject({ code: 'minutes-stale', current });
    expect(kept?.body).toMatchObject({ text: '一段' });
  });

  test('is no deed on a case', async () => {
    const page = await loadPage();
    await page.waitWith(deed('b'));
    await page.waitWithWrite(minutes('a', '一段'));
    await page.sendWaiting();
    expect(verbs().map(({ path }) => path)).toEqual(['/api/cases/case-1/verbs/resolve']);
    expect(writes()).toHaveLength(1);
  });
});

test('uploaded photos go to the asks they were taken for, in order', async () => {
  const { withPhotos } = await loadPage();
  expect(
    withPhotos({
      commandId: 'a',
      seq: 4,
      answers: { words: '好' },
      photoAsks: [
        ['before', 1],
        ['after', 2],
      ],
      photoIds: ['p1', 'p2', 'p3'],
    }),
  ).toEqual({ commandId: 'a', seq: 4, answers: { words: '好', before: ['p1'], after: ['p2', 'p3'] } });
  expect(withPhotos({ commandId: 'a', seq: 4, reason: '好' })).toEqual({
    commandId: 'a',
    seq: 4,
    reason: '好',
  });
});
