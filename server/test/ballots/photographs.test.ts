/** Photographs of options and of those who stand. */
import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { readPicture, storePhoto } from '../../src/modules/photos/index.ts';
import { deleteUnused } from '../../src/modules/photos/store.ts';
import { type Caller, hall, openQuarter, type Quarter } from './quarter.ts';

const soon = { votingFrom: '2026-12-05T09:00:00.000Z', votingUntil: '2026-12-06T09:00:00.000Z' };

/** A photo somebody has just sent. */
async function sent(quarter: Quarter, { personId }: Caller): Promise<string> {
  const photoId = randomUUID();
  const now = quarter.server.deps.clock.now();
  const picture = await readPicture(
    () =>
      sharp({ create: { width: 40, height: 30, channels: 3, background: '#8fa587' } })
        .jpeg()
        .toBuffer(),
    { timeZone: quarter.model.timeZone, now },
  );
  await quarter.inQuarter((tx) =>
    storePhoto(quarter.server.deps, tx, picture, [{ photoId, sender: `person:${personId}`, createdAt: now }]),
  );
  return photoId;
}

const statusOf = async (who: Caller, photoId: string): Promise<number> =>
  (await who.call('GET', `/api/photos/${photoId}/thumbnail`)).statusCode;

const choiceOf = (photoId: string | null) => ({
  kind: 'best-player',
  title: '最美棋手',
  questions: [
    {
      key: 'best',
      title: '选谁',
      form: 'options' as const,
      matter: null,
      options: [
        { key: 'p1', title: '一', description: null, photoId, costFen: null },
        { key: 'p2', title: '二', description: null, photoId: null, costFen: null },
      ],
      choose: { min: 1, max: 1 },
      picks: 1,
      budgetFen: null,
    },
  ],
  ...soon,
});

describe('a photograph of an option', () => {
  test('is seen by whoever reads the ballot, by nobody else, and stays', async () => {
    const quarter = await openQuarter();
    const [neighbour] = quarter.owners as [Caller];
    const elsewhere = await quarter.person('外人', '7802');
    await quarter.inQuarter((tx) =>
      tx.query(
        `INSERT INTO birth_dates (tenant_id, person_id, born_on_cipher, entered_at, entered_by_person_id) VALUES ($1, $2, $3, now(), $2)`,
        [
          quarter.tenantId,
          neighbour.personId,
          quarter.server.deps.secrets.encrypt(
            { tenantId: quarter.tenantId, field: 'birth-date' },
            '1990-01-01',
          ),
        ],
      ),
    );
    const photoId = await sent(quarter, quarter.chair);
    const { ballotId } = await quarter.chair.convene(choiceOf(photoId));
    // A draft is its desk's alone, and so is its photograph.
    expect(await statusOf(quarter.chair, photoId)).toBe(200);
    expect(await statusOf(neighbour, photoId)).toBe(404);
    await quarter.chair.act(ballotId, 'post');
    expect(await statusOf(neighbour, photoId)).toBe(200);
    expect(await statusOf(elsewhere, photoId)).toBe(404);
    // What clears away photos that nobody names leaves it.
    expect(await quarter.inQuarter((tx) => deleteUnused(tx, '2027-01-01T00:00:00.000Z', 100))).toEqual([]);
  });

  test('must be one’s own: what somebody else sent is not found', async () => {
    const quarter = await openQuarter();
    const photoId = await sent(quarter, quarter.owners[0] as Caller);
    const reply = await quarter.chair.call('POST', '/api/ballots', {
      commandId: randomUUID(),
      areaCode: hall,
      ...choiceOf(photoId),
    });
    expect(reply.statusCode).toBe(422);
  });
});

describe('a photograph of somebody who stands', () => {
  test('comes with the nomination and is seen by those who read it', async () => {
    const quarter = await openQuarter();
    const [candidate, neighbour] = quarter.owners as [Caller, Caller];
    const { ballotId } = await quarter.chair.convene({
      kind: 'captain',
      title: '选队长',
      questions: [
        {
          key: 'captain',
          title: '队长',
          form: 'options',
          matter: 'committee',
          options: [],
          choose: { min: 1, max: 1 },
          picks: 1,
          budgetFen: null,
        },
      ],
      ...soon,
    });
    const photoId = await sent(quarter, candidate);
    expect(await statusOf(neighbour, photoId)).toBe(404);
    const nominate = (by: Caller, photo: string) =>
      by.call('POST', `/api/ballots/${ballotId}/nominations`, {
        commandId: randomUUID(),
        question: 'captain',
        channel: 'self',
        name: '候选',
        statement: '愿意服务大家',
        photoId: photo,
      });
    expect((await nominate(neighbour, photoId)).statusCode).toBe(422);
    expect((await nominate(candidate, photoId)).statusCode).toBe(200);
    expect(await statusOf(neighbour, photoId)).toBe(200);
  });
});
