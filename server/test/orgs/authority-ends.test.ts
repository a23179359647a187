/** Whatever posts somebody is given, for however long, and whenever they are ended: nothing outlives them. */
import { randomUUID } from 'node:crypto';
import { localDateOf } from '@linli/engine';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cookies, type League, openLeague } from './league.ts';

let league: League;
let crews: string[];
beforeAll(async () => {
  league = await openLeague();
  crews = [
    await league.addOrg('room-crew', '东厅组', ['7801', '7802'], { parent: league.office }),
    await league.addOrg('room-crew', '西厅组', ['7803'], { parent: league.office }),
  ];
});
afterAll(() => league.server.close());

const dayMs = 86_400_000;
const days = 6;
const placeOf = ['7801', '7803'];

interface Term {
  crew: number;
  /** Days from the first; `last` null: no end is set. */
  first: number;
  last: number | null;
  /** On this day it is ended by somebody; null: by nobody. */
  endedOn: number | null;
}

const terms: fc.Arbitrary<Term> = fc
  .record({
    crew: fc.nat({ max: 1 }),
    first: fc.integer({ min: -2, max: days - 1 }),
    length: fc.option(fc.nat({ max: 4 })),
    endedOn: fc.option(fc.nat({ max: days - 1 })),
  })
  .map(({ length, ...term }) => ({ ...term, last: length === null ? null : term.first + length }));

test('authority never outlives the post: an open session has on each day what the posts of that day give, and no more', async () => {
  let held = 0;
  let lost = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(terms, { minLength: 1, maxLength: 4 }), async (given) => {
      const { clock } = league.server;
      const begin = Date.parse(localDateOf(clock.now(), league.model.timeZone));
      const dayOf = (offset: number) => new Date(begin + offset * dayMs).toISOString().slice(0, 10);
      const person = await league.addPerson('林小满');
      const posts = await Promise.all(
        given.map(async (term) => ({
          ...term,
          postId: await league.addPost(crews[term.crew] ?? '', 'arbiter', person, {
            from: dayOf(term.first),
            to: term.last === null ? null : dayOf(term.last),
          }),
        })),
      );
      const theirs: Cookies = await league.signIn(person);
      for (let day = 0; day < days; day += 1) {
        const president = await league.signIn(league.president);
        for (const post of posts) {
          const isOn = post.first <= day && (post.last === null || post.last >= day);
          if (post.endedOn !== day || !isOn) continue;
          const ended = await league.post(
            `/api/posts/${post.postId}/end`,
            { commandId: randomUUID() },
            president,
          );
          expect(ended.statusCode, ended.body).toBe(200);
          post.last = day - 1;
        }
        const now = posts.filter(({ first, last }) => first <= day && (last === null || last >= day));
        const session = (await league.get('/api/session', theirs)).json<{ posts: { postId: string }[] }>();
        expect(session.posts.map(({ postId }) => postId).sort()).toEqual(
          now.map(({ postId }) => postId).sort(),
        );
        for (const [crew, place] of placeOf.entries()) {
          const { statusCode } = await league.get(`/api/coverage?area=${place}`, theirs);
          const isOfCrew = now.some((post) => post.crew === crew);
          expect(statusCode).toBe(isOfCrew ? 200 : now.length > 0 ? 403 : 404);
          if (isOfCrew) held += 1;
          else lost += 1;
        }
        clock.advance(dayMs);
      }
    }),
    { numRuns: 20, seed: 41 },
  );
  expect(Math.min(held, lost)).toBeGreaterThan(30);
});
