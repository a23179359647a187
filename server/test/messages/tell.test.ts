/** What gatherings and ballots tell: each once, to whoever it concerns today, in both languages, and outside as chosen. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Addressee, type Telling, tell } from '../../src/modules/messages/index.ts';
import { isTemplateName, templates } from '../../src/modules/messages/templates.ts';
import { type Caller, type ClubOfCallers, openClubOfCallers } from '../cases/callers.ts';

let club: ClubOfCallers;
let resident: Caller;
beforeAll(async () => {
  club = await openClubOfCallers({ publicUrl: 'https://club.example.org' });
  resident = await club.as(club.resident);
});
afterAll(() => club.server.close());

const reminder = (to: Addressee[], dedupeKey: string = randomUUID()): Telling<'gathering.reminder'> => ({
  template: 'gathering.reminder',
  data: {
    gathering: { zh: '周末议事会', en: 'Weekend council' },
    startsAt: '2026-11-28T11:30:00.000Z',
    place: '东厅',
  },
  dedupeKey,
  to,
  about: { noun: 'gathering', id: randomUUID() },
  areaCode: '7701',
});

const say = (telling: Telling): Promise<number> => club.inClub((tx) => tell(club.server.deps, tx, telling));

interface Written {
  channel: string;
  person: string | null;
  device: string | null;
  status: string;
  about: string | null;
}
async function written(dedupeKey: string): Promise<Written[]> {
  const { rows } = await club.server.db.superuser.query<Written>(
    `SELECT channel, person_id AS person, encode(device_hash, 'hex') AS device, status, about_noun AS about
       FROM messages WHERE dedupe_key LIKE '%' || $1 || '%' ORDER BY channel, person_id`,
    [dedupeKey],
  );
  return rows;
}

describe('who is told', () => {
  test('persons, devices and holders of roles at an organisation or a place, everybody once', async () => {
    const key = randomUUID();
    const device = Buffer.alloc(32, 7);
    const count = await say(
      reminder(
        [
          { personId: club.resident },
          { personId: club.arbiter },
          { deviceHash: device },
          { role: 'arbiter', areaCode: '770101' },
          { role: 'president', areaCode: '770201' },
          { role: 'clockmaker', orgId: club.crew },
          { role: null, orgId: club.crew },
        ],
        key,
      ),
    );
    const rows = await written(key);
    expect(count).toBe(6);
    expect(rows.map(({ person, device }) => person ?? device).sort()).toEqual(
      [
        club.resident,
        club.arbiter,
        club.president,
        club.clockmaker,
        club.otherClockmaker,
        device.toString('hex'),
      ].sort(),
    );
    expect(new Set(rows.map(({ channel, status, about }) => `${channel} ${status} ${about}`))).toEqual(
      new Set(['in-app sent gathering']),
    );
  });

  test('whoever did it is not told, and nobody at all is no fault', async () => {
    const key = randomUUID();
    const to = [{ personId: club.arbiter }, { personId: club.resident }];
    expect(await say({ ...reminder(to, key), exceptPersonId: club.arbiter })).toBe(1);
    expect((await written(key)).map(({ person }) => person)).toEqual([club.resident]);
    expect(await say(reminder([]))).toBe(0);
    expect(await say(reminder([{ role: 'treasurer', areaCode: '7701' }]))).toBe(0);
  });

  test('nobody is told twice, also not by two at once; who comes later is told alone', async () => {
    const key = randomUUID();
    const to: Addressee[] = [{ personId: club.resident }, { personId: club.president }];
    const counts = await Promise.all([1, 2, 3].map(() => say(reminder(to, key))));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2);
    expect(await say(reminder([...to, { personId: club.arbiter }], key))).toBe(1);
    expect(await written(key)).toHaveLength(3);
  });

  test('a transaction that comes to nothing tells nobody', async () => {
    const key = randomUUID();
    await expect(
      club.inClub(async (tx) => {
        await tell(club.server.deps, tx, reminder([{ personId: club.resident }], key));
        throw new Error('the gathering was not written');
      }),
    ).rejects.toThrow('not written');
    expect(await written(key)).toEqual([]);
  });
});

describe('what it says', () => {
  test('in the reader’s language, on the city’s clock, with what it opens', async () => {
    const telling = reminder([{ personId: club.resident }]);
    await say(telling);
    const reply = await resident.call('GET', '/api/messages');
    const { messages } = reply.json<{ messages: { about: unknown }[] }>();
    expect(
      messages.find(({ about }) => JSON.stringify(about) === JSON.stringify(telling.about)),
    ).toMatchObject({
      template: 'gathering.reminder',
      title: '活动提醒',
      // The club keeps London's time.
      text: '“周末议事会”11月28日 11:30开始，地点：东厅。',
      caseId: null,
    });
  });

  test('every template fills every slot it names from its data, in both languages', () => {
    // What a template needs is checked by its type; here the words must not name more than that.
    const fields: Record<string, string[]> = {
      gathering: ['gathering', 'startsAt', 'place', 'wasAt', 'closesAt'],
      duty: ['gathering', 'dueAt'],
      shift: ['gathering', 'startsAt', 'place'],
      ballot: ['ballot', 'votingFromAt', 'dueAt', 'untilAt', 'objectionsUntilAt'],
    };
    const slots = (words: string): string[] =>
      [...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();
    const names = Object.keys(templates);
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) {
      if (!isTemplateName(name)) throw new Error(name);
      const { title, text } = templates[name];
      expect(slots(text.zh), name).toEqual(slots(text.en));
      expect(fields[name.split('.')[0] ?? ''], name).toEqual(expect.arrayContaining(slots(text.zh)));
      expect(slots(title.zh + title.en), 'titles leave the building without data').toEqual([]);
    }
  });
});
