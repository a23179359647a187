/**
 * The petition that passes prior study by (20 % of owners, 《物业管理条例》 art. 13): each head signs once, here or on paper. When
 * enough have signed the ballot goes on by itself: nobody who might wish to hold it up has to agree.
 */
import type { SupportPetition } from '@linli/contract';
import { type Actor, decideBallot, isRefusal } from '@linli/engine';
import type { BallotKind, Share } from '@linli/model';
import type { z } from 'zod';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { once, type Viewer } from '../people/index.ts';
import { fieldProblem } from './field-problem.ts';
import { aroundOf, type Found, seeBallot } from './find-ballot.ts';
import { headKeyOf } from './ownership/heads.ts';
import { homeLevelOf } from './ownership/policy.ts';
import { homesWithOwners } from './ownership/store.ts';
import { placeOf } from './policy.ts';
import { refusalProblem } from './refusal-problem.ts';
import { lockVoting } from './store.ts';
import { takeStep } from './take-step.ts';
import { today } from './today.ts';
import { findVoters } from './voters.ts';

export interface Petition {
  heads: number;
  of: number;
  share: Share;
  mayPass: boolean;
  /** Has the viewer signed? Null: has no head there. */
  mine: boolean | null;
}

/** Null: none can pass it by, or it is past that. */
export async function petitionOf(deps: Deps, tx: Tx, viewer: Viewer, found: Found): Promise<Petition | null> {
  const { row, kind } = found;
  const share = shareOf(kind);
  if (share === null) return null;
  const { study } = row.state;
  if (study?.petition) return { ...study.petition, share, mayPass: false, mine: null };
  if (!isOpen(found)) return null;
  const heads = await headsOf(deps, tx, found);
  const signed = await signedHeads(tx, row.ballotId, heads.all);
  const mine = viewer.personId === null ? [] : (heads.byPerson.get(viewer.personId) ?? []);
  return {
    heads: signed.size,
    of: heads.all.size,
    share,
    mayPass: true,
    mine: mine.length === 0 ? null : mine.every((key) => signed.has(key)),
  };
}

export async function supportPetition(
  deps: Deps,
  viewer: Viewer,
  ballotId: string,
  { commandId, support, homes }: z.output<typeof SupportPetition>,
): Promise<string> {
  const { personId } = viewer;
  if (personId === null) throw problem('sign-in-required');
  const target = `${ballotId} ${support} ${homes?.join(' ') ?? ''}`.slice(0, 500);
  return once(deps, viewer, { commandId, verb: 'support-petition', target }, async (tx) => {
    await lockVoting(tx, ballotId, 'alone');
    const found = await seeBallot(deps, tx, viewer, ballotId, 'to change');
    if (shareOf(found.kind) === null || !isOpen(found)) {
      throw problem('verb-not-allowed', {
        detail: {
          zh: '现在没有可以联名提议越过的前置研究。',
          en: 'There is no prior study that a petition could pass by now.',
        },
        current: { phase: found.row.state.phase },
      });
    }
    const heads = await headsOf(deps, tx, found);
    const keys = homes === undefined ? (heads.byPerson.get(personId) ?? []) : onPaper(found, heads, homes);
    if (keys.length === 0) throw problem('forbidden', { labels: { who: { zh: '业主', en: 'owners' } } });
    if (support) {
      await tx.query(
        `INSERT INTO ballot_supports (tenant_id, ballot_id, head_key, by_person_id, is_on_paper, at)
         SELECT $1, $2, key, $4, $5, $6 FROM unnest($3::text[]) AS key ON CONFLICT (tenant_id, ballot_id, head_key) DO NOTHING`,
        [tx.tenantId, ballotId, keys, personId, homes !== undefined, deps.clock.now()],
      );
    } else {
      await tx.query(
        'DELETE FROM ballot_supports WHERE tenant_id = $1 AND ballot_id = $2 AND head_key = ANY ($3::text[])',
        [tx.tenantId, ballotId, keys],
      );
    }
    const signed = await signedHeads(tx, ballotId, heads.all);
    await passIfEnough(deps, tx, viewer, found, { heads: signed.size, of: heads.all.size }, commandId);
    return ballotId;
  });
}

/**
 * The engine lets those who convene or count record a petition. Here the signatures themselves are counted, so the step follows
 * from the last one: the office is only lent to the decision, and the history names no person and no office for it.
 */
async function passIfEnough(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  found: Found,
  petition: { heads: number; of: number },
  commandId: string,
): Promise<void> {
  const { row, model, kind } = found;
  const { convener } = row.state;
  const lent: Actor = {
    personId: viewer.personId,
    isReporter: false,
    posts: [
      { postId: convener.postId ?? '', role: kind.convenedBy[0] ?? convener.role, orgId: convener.orgId },
    ],
  };
  const around = await aroundOf(deps, tx, viewer, found);
  const decision = decideBallot(model, row.state, 'pass-by-petition', { petition }, lent, around);
  if (isRefusal(decision)) {
    // Not enough yet.
    if (decision.kind === 'gate') return;
    throw refusalProblem(decision, { phase: row.state.phase });
  }
  await takeStep(deps, tx, {
    model,
    ballotId: row.ballotId,
    number: row.number,
    decision,
    previous: row,
    signature: { personId: null, postId: null, label: null },
    commandId,
  });
}

interface Heads {
  all: Set<string>;
  byPerson: Map<string, string[]>;
  byHome: Map<string, string>;
}

/** Heads as a roll of today would have them. */
async function headsOf(deps: Deps, tx: Tx, { row, model, kind }: Found): Promise<Heads> {
  const areaCode = placeOf(row.state);
  const day = today(model, deps.clock.now());
  const heads: Heads = { all: new Set(), byPerson: new Map(), byHome: new Map() };
  const add = (key: string, personId: string | null): void => {
    heads.all.add(key);
    if (personId === null) return;
    const known = heads.byPerson.get(personId) ?? [];
    if (!known.includes(key)) heads.byPerson.set(personId, [...known, key]);
  };
  if (kind.electorate.of === 'owners') {
    for (const home of await homesWithOwners(tx, { areaCode, homeLevel: homeLevelOf(model), day })) {
      const key = headKeyOf(home);
      heads.byHome.set(home.code, key);
      const voter =
        home.owners.find(({ isDeveloper }) => isDeveloper) ?? home.owners.find(({ isVoter }) => isVoter);
      add(key, voter?.personId ?? null);
    }
    return heads;
  }
  const voters = await findVoters(deps, tx, model, kind, areaCode, day);
  if ('persons' in voters) for (const { key, personId } of voters.persons) add(`person:${key}`, personId);
  return heads;
}

/** Those who convene or count enter signatures given on paper, by a home of whoever signed. */
function onPaper({ relation, kind }: Found, { byHome }: Heads, homes: readonly string[]): string[] {
  const roles = [...kind.convenedBy, ...kind.countedBy];
  if (!relation.posts.some(({ role }) => roles.includes(role)))
    throw problem('forbidden', { labels: { who: { zh: '召集人、计票人', en: 'conveners, counters' } } });
  return homes.map((code, index) => {
    const key = byHome.get(code);
    if (key !== undefined) return key;
    throw fieldProblem(`/homes/${index}`, {
      zh: `这里没有房屋 ${code}`,
      en: `There is no home ${code} here`,
    });
  });
}

async function signedHeads(tx: Tx, ballotId: string, all: ReadonlySet<string>): Promise<Set<string>> {
  const { rows } = await tx.query<{ key: string }>(
    'SELECT head_key AS key FROM ballot_supports WHERE tenant_id = $1 AND ballot_id = $2',
    [tx.tenantId, ballotId],
  );
  // Whoever has sold since has no voice any more.
  return new Set(rows.map(({ key }) => key).filter((key) => all.has(key)));
}

function shareOf({ priorStudy }: BallotKind): Share | null {
  return priorStudy?.passedBy.includes('petition') ? priorStudy.petition : null;
}

function isOpen({ row: { state } }: Found): boolean {
  return (state.phase === 'draft' || state.phase === 'study') && !state.study?.ended;
}
