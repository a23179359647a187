/**
 * Verb × role × place, from the model: for every situation a case of Tongguan comes into, everybody with a role there, the
 * reporter, a neighbour and a visitor are asked what they may do. What they should be offered is worked out here from the
 * model's declarations, in a table of its own; a new verb without an answer in it does not compile, and fails.
 */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { CaseView } from '@linli/contract';
import { type CaseState, type Holder, type Verb, verbs } from '@linli/engine';
import type { ActorRef, CaseKind, Model } from '@linli/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openModels } from '../../src/modules/models/index.ts';
import { inTenant } from '../../src/platform/db/index.ts';
import { buildTestApp, type TestApp } from '../harness.ts';
import { signInAs } from '../sign-in.ts';

// ── What the model promises ──────────────────────────────────────────────────────────────────────────────────────

type PersonVerb = Exclude<Verb, 'open' | 'tick'>;
type Name = ActorRef | 'responsible';

interface Situation {
  model: Model;
  kind: CaseKind;
  state: CaseState;
}

const beforeDispatch = ['open', 'accepted', 'returned', 'reopened'];
const beforeDone = [...beforeDispatch, 'assigned', 'handling'];
const isAt = ({ state }: Situation, ...stations: string[]): boolean => stations.includes(state.station);
const namedAt = ({ kind }: Situation, station: keyof CaseKind['stations']): Name[] =>
  kind.stations[station]?.by ?? [];
const rungOf = ({ model, kind, state }: Situation) =>
  model.ladders[kind.ladder ?? '']?.rungs[state.rung?.index ?? -1];

/** Who may do it there, by name; null: nobody, because the case does not stand where it could be done. */
const answers = {
  accept: (at) => (isAt(at, 'open', 'reopened') ? [...namedAt(at, 'accepted'), 'responsible'] : null),
  assign: (at) =>
    isAt(at, 'accepted', 'returned', 'reopened', 'assigned', 'handling')
      ? [...namedAt(at, 'assigned'), 'responsible']
      : null,
  claim: (at) =>
    at.kind.stations.assigned?.claim && isAt(at, 'accepted', 'returned', 'reopened')
      ? at.kind.stations.assigned.to
      : null,
  start: (at) => (isAt(at, 'assigned') ? [...namedAt(at, 'handling'), 'assignee'] : null),
  return: (at) => (isAt(at, 'assigned', 'handling') ? namedAt(at, 'returned') : null),
  reroute: (at) =>
    isAt(at, ...beforeDispatch)
      ? [...namedAt(at, 'accepted'), ...namedAt(at, 'assigned'), 'responsible']
      : null,
  pause: (at) =>
    at.state.paused === null && isAt(at, ...beforeDone)
      ? Object.values(at.kind.pauses).flatMap(({ by }) => by)
      : null,
  resume({ kind, state }) {
    if (state.paused === null) return null;
    const { by = [], endedBy = [] } = kind.pauses[state.paused.key] ?? {};
    return [...by, ...endedBy, 'responsible' as const].filter((name) => name !== 'reporter');
  },
  answer: ({ kind, state }) =>
    state.paused !== null && kind.pauses[state.paused.key]?.endedBy.includes('reporter')
      ? ['reporter']
      : null,
  note: () => ['reporter', 'any-post'],
  urge: (at) => (isAt(at, ...beforeDone, 'resolved') ? ['reporter', 'any-post'] : null),
  resolve: (at) => (isAt(at, 'handling') ? namedAt(at, 'resolved') : null),
  verify: (at) => (isAt(at, 'resolved') ? namedAt(at, 'verified') : null),
  reject: (at) => (isAt(at, 'resolved') ? namedAt(at, 'verified') : null),
  rate: (at) => (isAt(at, 'verified') ? (at.kind.rating?.by ?? null) : null),
  // Whoever rates closes by rating.
  close: (at) =>
    isAt(at, 'verified')
      ? namedAt(at, 'closed').filter((name) => !at.kind.rating?.by.some((rater) => rater === name))
      : null,
  withdraw: (at) => (isAt(at, ...beforeDone) ? namedAt(at, 'withdrawn') : null),
  merge: (at) =>
    at.kind.stations.merged && isAt(at, ...beforeDone) ? [...namedAt(at, 'merged'), 'responsible'] : null,
  reopen: (at) => (isAt(at, 'resolved', 'verified') ? namedAt(at, 'reopened') : null),
  climb(at) {
    const ladder = at.model.ladders[at.kind.ladder ?? ''];
    const isOnTop = at.state.rung?.index === (ladder?.rungs.length ?? 0) - 1;
    return ladder && !isOnTop && isAt(at, ...beforeDone) ? ladder.climbedBy : null;
  },
  decide: (at) => rungOf(at)?.decidedBy ?? null,
  descend: (at) => rungOf(at)?.decidedBy ?? null,
  'ask-part': (at) => (at.kind.parts && isAt(at, ...beforeDone) ? at.kind.parts.addedBy : null),
  'sign-part': ({ state }) => (state.parts.some(({ signedAt }) => signedAt === null) ? ['party'] : null),
} satisfies Record<PersonVerb, (at: Situation) => Name[] | null>;

const personVerbs = Object.keys(answers) as PersonVerb[];

interface Somebody {
  key: string;
  cookies: Record<string, string>;
  personId: string | null;
  post: { postId: string; role: string; orgId: string; areaCode: string } | null;
}

const isFinal = ({ station }: CaseState): boolean => ['closed', 'withdrawn', 'merged'].includes(station);
const covers = ({ post }: Somebody, { state }: Situation): boolean =>
  post !== null && state.areaCode.startsWith(post.areaCode);
const isHolder = ({ post }: Somebody, holder: Holder | null): boolean =>
  post !== null && holder !== null && post.postId === holder.postId;

function isMeant(name: Name, who: Somebody, at: Situation): boolean {
  const { state } = at;
  switch (name) {
    case 'anyone':
      return true;
    case 'resident':
      return who.personId !== null;
    case 'reporter':
      return who.personId !== null && who.personId === state.reporterId;
    case 'any-post':
      return covers(who, at);
    case 'assignee':
      return covers(who, at) && isHolder(who, state.assignee);
    case 'responsible':
      return covers(who, at) && isHolder(who, state.responsible);
    case 'party':
      return covers(who, at) && state.parts.some(({ personId }) => personId === who.personId);
    default:
      return covers(who, at) && name === `role:${who.post?.role}`;
  }
}

/** Why somebody who is named may not all the same. */
function isBarred(verb: PersonVerb, who: Somebody, at: Situation): boolean {
  const { kind, state } = at;
  const isReporter = isMeant('reporter', who, at);
  switch (verb) {
    case 'accept':
      return isReporter && kind.stations.accepted?.notBy.includes('reporter') === true;
    case 'verify':
    case 'reject':
      // Whoever handled it never judges it.
      return (
        state.handlerIds.includes(who.personId ?? '') ||
        (isReporter && kind.stations.verified?.notBy.includes('reporter') === true)
      );
    case 'urge':
      // Once a day each, and nobody urges themselves. Time stands still here, so the day is always the same.
      return (
        (isReporter ? 'reporter' : (who.personId ?? '')) in state.urgedAt ||
        (!isReporter && isHolder(who, state.assignee))
      );
    case 'sign-part':
      return !state.parts.some(({ personId, signedAt }) => personId === who.personId && signedAt === null);
    default:
      return false;
  }
}

/** For whom the case exists: its reporter, whose role reads it there, who has or had it in hand, and neighbours while it runs. */
function sees(who: Somebody, at: Situation): boolean {
  const { model, kind, state } = at;
  const reads = model.roles[who.post?.role ?? '']?.reads ?? [];
  return (
    (kind.openToNeighbours && !isFinal(state)) ||
    isMeant('reporter', who, at) ||
    (covers(who, at) && (reads.includes('*') || reads.includes(state.kind))) ||
    isHolder(who, state.assignee) ||
    isHolder(who, state.responsible) ||
    state.handlerIds.includes(who.personId ?? '') ||
    state.parts.some(({ orgId }) => orgId === who.post?.orgId) ||
    (state.rung !== null && state.rung.hostOrgId === who.post?.orgId)
  );
}

function promised(who: Somebody, at: Situation): PersonVerb[] | 404 {
  if (!sees(who, at)) return 404;
  if (isFinal(at.state)) return [];
  return personVerbs
    .filter((verb) => {
      const names: Name[] | null = answers[verb](at);
      return names?.some((name) => isMeant(name, who, at)) && !isBarred(verb, who, at);
    })
    .toSorted();
}

// ── A city with everybody in it, twice ───────────────────────────────────────────────────────────────────────────

const shipped = fileURLToPath(new URL('../../../models', import.meta.url));
const district = '340705';
/** Two compounds of two communities: whoever serves in one has nothing to say in the other. */
const places = { own: `${district}001001001001`, other: `${district}001002001001` };
type Place = keyof typeof places;

let server: TestApp;
let tenantId: number;
let model: Model;
/** Keys: `role@own`, `role@other` (the same person where the organisation covers both), `resident`, `neighbour`, `visitor`. */
const people = new Map<string, Somebody>();
const get = (key: string): Somebody => {
  const found = people.get(key);
  if (!found) throw new Error(`there is no ${key}`);
  return found;
};

beforeAll(async () => {
  server = await buildTestApp({ config: { modelFolders: [shipped] } });
  const city = (await openModels(server.deps)).findCity('tongguan');
  if (!city) throw new Error('tongguan is not there');
  ({ tenantId, model } = city);
  await inTenant(server.db, tenantId, async (tx) => {
    const area = (code: string, parent: string, level: string) =>
      tx.query(
        'INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name) VALUES ($1, $2, $3, $4, $2, $2)',
        [tenantId, code, parent, level],
      );
    await area(`${district}001`, district, 'street');
    for (const building of Object.values(places)) {
      await area(building.slice(0, 12), `${district}001`, 'community');
      await area(building.slice(0, 15), building.slice(0, 12), 'compound');
      await area(building, building.slice(0, 15), 'building');
    }
  });
  for (const place of ['own', 'other'] as const) await fillWithPeople(place);
  people.set('resident', await person('resident', null));
  people.set('neighbour', await person('neighbour', null));
  people.set('visitor', { key: 'visitor', cookies: {}, personId: null, post: null });
}, 60_000);
afterAll(() => server.close());

/** An organisation of each kind, and in it somebody for each role. */
async function fillWithPeople(place: Place): Promise<void> {
  const lengths = new Map(model.levels.map(({ key, codeLength }) => [key, codeLength]));
  for (const [kind, { level }] of Object.entries(model.orgKinds)) {
    const areaCode = places[place].slice(0, lengths.get(level ?? 'building'));
    const roles = Object.entries(model.roles).filter(([, { orgKind }]) => orgKind === kind);
    if (place === 'other' && places.own.startsWith(areaCode)) {
      for (const [role] of roles) people.set(`${role}@other`, get(`${role}@own`));
      continue;
    }
    const orgId = randomUUID();
    await inTenant(server.db, tenantId, async (tx) => {
      await tx.query(
        `INSERT INTO orgs (tenant_id, org_id, kind, name, valid_from) VALUES ($1, $2, $3, $3, '2020-01-01')`,
        [tenantId, orgId, kind],
      );
      await tx.query('INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, $3)', [
        tenantId,
        orgId,
        areaCode,
      ]);
    });
    for (const [role] of roles) {
      const key = `${role}@${place}`;
      people.set(key, await person(key, { postId: randomUUID(), role, orgId, areaCode }));
    }
  }
}

async function person(key: string, post: Somebody['post']): Promise<Somebody> {
  const personId = randomUUID();
  await inTenant(server.db, tenantId, async (tx) => {
    await tx.query(
      `INSERT INTO people (tenant_id, person_id, name, created_at) VALUES ($1, $2, $3, '2026-01-01')`,
      [tenantId, personId, key],
    );
    if (post === null) return;
    await tx.query(
      `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from) VALUES ($1, $2, $3, $4, $5, '2026-01-01')`,
      [tenantId, post.postId, post.orgId, post.role, personId],
    );
  });
  return { key, personId, post, cookies: await signInAs(server, tenantId, personId) };
}

// ── Cases on their way ───────────────────────────────────────────────────────────────────────────────────────────

type Words = Record<string, unknown>;
/** Who does what, told with the roles of the place the case is in; `reporter`: whoever opened it. */
type Deed = [who: string, verb: PersonVerb, words?: (place: Place, seen: CaseView) => Words];

const because = () => ({ reason: '说明原因' });
const to = (role: string) => (place: Place) => ({ to: holder(role, place), reason: '说明原因' });
const done = () => ({ answers: { 'resolved.outcome': '已经办好' } });

function holder(role: string, place: Place): Words {
  const { post } = get(`${role}@${place}`);
  return { orgId: post?.orgId, role, postId: post?.postId };
}

const part =
  (role: string) =>
  (place: Place): Words => ({ part: { holder: holder(role, place), task: '请到场协助' } });
const signed = (_place: Place, seen: CaseView): Words => ({
  part: { partId: seen.parts[0]?.partId, result: '已到场' },
});

const stories: { kind: string; reporter: string; words: Words; deeds: Deed[] }[] = [
  {
    kind: 'report',
    reporter: 'resident',
    words: { category: 'ponding', answers: { description: '门口积水' } },
    deeds: [
      ['reporter', 'urge'],
      ['grid-secretary', 'accept'],
      ['grid-secretary', 'assign', to('property-manager')],
      ['property-manager', 'pause', () => ({ pause: 'waiting-for-material', reason: '等水泵' })],
      ['property-manager', 'resume'],
      ['property-manager', 'pause', () => ({ pause: 'waiting-for-reporter', reason: '请问在几号楼' })],
      ['reporter', 'answer', because],
      ['grid-secretary', 'ask-part', part('owners-chair')],
      ['property-manager', 'start'],
      ['grid-secretary', 'climb', because],
      ['compound-secretary', 'climb', because],
      ['community-secretary', 'climb', because],
      ['community-secretary', 'descend', because],
      ['compound-secretary', 'decide', () => ({ resolution: '物业三日内完成' })],
      ['property-manager', 'start'],
      ['owners-chair', 'sign-part', signed],
      ['property-manager', 'resolve', done],
      ['community-worker', 'reject', because],
      ['property-manager', 'resolve', done],
      ['community-worker', 'verify'],
      ['community-secretary', 'reopen', because],
      ['grid-secretary', 'assign', to('repair-worker')],
      ['repair-worker', 'return', because],
      // Whoever might verify handles it this time.
      ['community-secretary', 'assign', to('grid-secretary')],
      ['grid-secretary', 'start'],
      ['grid-secretary', 'resolve', done],
      ['community-secretary', 'verify'],
      ['reporter', 'rate', () => ({ rating: { answer: 'solved' } })],
    ],
  },
  {
    kind: 'report',
    reporter: 'resident',
    words: { category: 'ponding', answers: { description: '又积水了' } },
    deeds: [['reporter', 'withdraw']],
  },
  {
    kind: 'order',
    reporter: 'resident',
    words: { answers: { description: '想量血压' } },
    deeds: [
      ['community-worker', 'accept'],
      ['member-on-duty', 'claim'],
      ['member-on-duty', 'pause', () => ({ pause: 'waiting-for-resident', reason: '约个时间' })],
      ['member-on-duty', 'resume'],
      ['member-on-duty', 'return', because],
      ['grid-secretary', 'assign', to('team-leader')],
      ['team-leader', 'start'],
      ['team-leader', 'resolve', done],
      ['compound-secretary', 'reopen', because],
      ['team-leader', 'claim'],
      ['team-leader', 'resolve', done],
      ['grid-secretary', 'verify'],
      ['reporter', 'rate', () => ({ rating: { answer: 'solved' } })],
    ],
  },
  {
    kind: 'whistle',
    reporter: 'community-worker',
    words: { answers: { description: '违建拆除需要部门到场', urgency: 'same-day' } },
    deeds: [
      ['whistle-approver', 'accept', () => ({ answers: { 'accepted.ground': '职责清单第三条' } })],
      ['whistle-approver', 'assign', to('department-liaison')],
      ['department-liaison', 'start'],
      ['community-secretary', 'ask-part', part('grid-secretary')],
      ['grid-secretary', 'sign-part', signed],
      ['grid-secretary', 'climb', because],
      ['compound-secretary', 'decide', () => ({ resolution: '部门牵头' })],
      ['department-liaison', 'start'],
      ['department-liaison', 'resolve', done],
      ['community-secretary', 'verify'],
      ['reporter', 'rate', () => ({ rating: { answer: 'solved' } })],
    ],
  },
];

async function situationOf(caseId: string): Promise<Situation> {
  const { rows } = await server.db.superuser.query<{ state: CaseState }>(
    'SELECT state FROM cases WHERE tenant_id = $1 AND case_id = $2',
    [tenantId, caseId],
  );
  const state = rows[0]?.state;
  const kind = model.caseKinds[state?.kind ?? ''];
  if (!state || !kind) throw new Error('the case is not there');
  return { model, kind, state };
}

const call = (who: Somebody, url: string, payload?: Words) =>
  server.app.inject({
    method: payload === undefined ? 'GET' : 'POST',
    url,
    cookies: who.cookies,
    headers: { 'linli-city': 'tongguan' },
    ...(payload === undefined ? {} : { payload: { commandId: randomUUID(), ...payload } }),
  });

/** Those of the own place and everybody without a post: the case may be here or elsewhere. */
const askers = (): Somebody[] => [...people].filter(([key]) => !key.endsWith('@other')).map(([, who]) => who);

const seenAllowed = new Set<PersonVerb>();
const seenRefused = new Set<PersonVerb>();

/** What everybody is offered in this situation, and what they should be. */
async function compare(caseId: string, after: string): Promise<void> {
  const at = await situationOf(caseId);
  const offered: Record<string, string[] | 404> = {};
  const expected: typeof offered = {};
  for (const who of askers()) {
    const reply = await call(who, `/api/cases/${caseId}`);
    offered[who.key] =
      reply.statusCode === 404
        ? 404
        : reply
            .json<{ case: CaseView }>()
            .case.verbs.map(({ verb }) => verb)
            .toSorted();
    const may = promised(who, at);
    expected[who.key] = may;
    for (const verb of personVerbs) {
      if (may !== 404 && may.includes(verb)) seenAllowed.add(verb);
      else seenRefused.add(verb);
    }
  }
  expect({ after, station: at.state.station, offered }).toEqual({
    after,
    station: at.state.station,
    offered: expected,
  });
}

async function open(story: (typeof stories)[number], place: Place): Promise<CaseView> {
  const reply = await call(reporterOf(story, place), '/api/cases', {
    kind: story.kind,
    areaCode: places[place],
    ...story.words,
  });
  expect([reply.statusCode, reply.body]).toEqual([201, expect.anything()]);
  return reply.json<{ case: CaseView }>().case;
}

const reporterOf = (story: (typeof stories)[number], place: Place): Somebody =>
  story.reporter === 'resident' ? get('resident') : get(`${story.reporter}@${place}`);

describe.each(Object.keys(places) as Place[])('a case in the %s compound', (place) => {
  test.each(
    stories.map((story) => [`${story.kind} that ends with ${story.deeds.at(-1)?.[1]}`, story] as const),
  )(
    '%s: at every station everybody is offered what the model promises them, and nothing else',
    async (_name, story) => {
      const { caseId } = await open(story, place);
      await compare(caseId, 'open');
      for (const [name, verb, words] of story.deeds) {
        const who = name === 'reporter' ? reporterOf(story, place) : get(`${name}@${place}`);
        const { case: seen } = (await call(who, `/api/cases/${caseId}`)).json<{ case: CaseView }>();
        const reply = await call(who, `/api/cases/${caseId}/verbs/${verb}`, {
          seq: seen.seq,
          ...words?.(place, seen),
        });
        expect([name, verb, reply.statusCode, reply.statusCode === 200 ? '' : reply.body]).toEqual([
          name,
          verb,
          200,
          '',
        ]);
        await compare(caseId, `${name} ${verb}`);
      }
    },
    120_000,
  );

  test('what is not offered is refused when it is sent all the same, and changes nothing', async () => {
    const [story] = stories;
    if (!story) throw new Error('there is no story');
    const { caseId } = await open(story, place);
    for (const [name, verb, words] of story.deeds.slice(1, 3)) {
      const who = get(`${name}@${place}`);
      const { case: seen } = (await call(who, `/api/cases/${caseId}`)).json<{ case: CaseView }>();
      await call(who, `/api/cases/${caseId}/verbs/${verb}`, { seq: seen.seq, ...words?.(place, seen) });
    }
    const at = await situationOf(caseId);
    expect(at.state.station).toBe('assigned');
    const wrong: string[] = [];
    for (const who of askers()) {
      const may = promised(who, at);
      for (const verb of personVerbs) {
        if (may !== 404 && may.includes(verb)) continue;
        const reply = await call(who, `/api/cases/${caseId}/verbs/${verb}`, { seq: 3, ...because() });
        const right = may === 404 ? [404] : who.personId === null ? [401, 403, 409] : [403, 409];
        if (!right.includes(reply.statusCode)) wrong.push(`${who.key} ${verb}: ${reply.statusCode}`);
      }
    }
    expect(wrong).toEqual([]);
    expect((await situationOf(caseId)).state).toEqual(at.state);
  }, 120_000);
});

describe('the table', () => {
  test('has an answer for every verb of persons', () => {
    expect(personVerbs.toSorted()).toEqual(
      verbs.filter((verb) => verb !== 'open' && verb !== 'tick').toSorted(),
    );
  });

  test('was asked about everybody with a role, and saw every verb allowed to some and refused to others', () => {
    expect(Object.keys(model.roles).filter((role) => !people.has(`${role}@own`))).toEqual([]);
    // In Tongguan whoever closes is whoever rates, so nobody is offered to close without a word.
    expect(personVerbs.filter((verb) => !seenAllowed.has(verb))).toEqual(['close']);
    expect(personVerbs.filter((verb) => !seenRefused.has(verb))).toEqual([]);
  });
});
