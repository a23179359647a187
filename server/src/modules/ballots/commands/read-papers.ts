/** The counting desk: what one person reads on papers. Two read each, neither sees what the other read, and equal readings stand. */
import type { HandPapers, Label, ReadPapers, ReadPapersReply, VoidPaper } from '@linli/contract';
import {
  type Choices,
  checkChoices,
  entryStep,
  isRefusal,
  paperPhases,
  type Refusal,
  readBeforeRecount,
  termsOf,
} from '@linli/engine';
import type { z } from 'zod';
import type { Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { fieldProblem } from '../field-problem.ts';
import { type Found, seeBallot } from '../find-ballot.ts';
import { publishVoting } from '../live.ts';
import {
  entriesHeldBy,
  handedByProxy,
  handedIntoUrn,
  lockPaperProxies,
  urnProxyPrefix,
} from '../paper-proxies.ts';
import { agreedOf, hasReadBefore, openPaperCount, standingOf } from '../papers.ts';
import { countersOf } from '../policy.ts';
import { refusalProblem } from '../refusal-problem.ts';
import { type BallotRow, lockVoting, readingsOf, saveEntry, saveReading } from '../store.ts';
import { type EntryScene, openScene } from './act-on-entry.ts';

type Paper = z.output<typeof ReadPapers>['papers'][number];
type Outcome = z.output<typeof ReadPapersReply>['papers'][number];

export async function readPapers(
  deps: Deps,
  viewer: Viewer,
  ballotId: string,
  { commandId, papers }: z.output<typeof ReadPapers>,
): Promise<z.output<typeof ReadPapersReply>> {
  const target = `${ballotId} ${papers.map(({ ref }) => ref).join(' ')}`.slice(0, 500);
  return once(deps, viewer, { commandId, verb: 'read-papers', target }, async (tx) => {
    const found = await openDesk(deps, tx, viewer, ballotId);
    await lockPaperProxies(
      tx,
      ballotId,
      papers.flatMap(({ proxy }) => proxy?.name ?? []),
    );
    const outcomes: Outcome[] = [];
    // In the order of their keys, so that two desks with the same papers never wait for each other crosswise.
    for (const paper of [...papers].sort((one, other) => (one.ref < other.ref ? -1 : 1))) {
      outcomes.push(
        found.row.state.secret
          ? await readSerial(deps, tx, viewer, found, paper)
          : await readEntry(deps, tx, viewer, found, paper),
      );
    }
    tx.afterCommit(() => publishVoting(deps, tx.tenantId, ballotId, found.row.seq));
    return { papers: outcomes, open: await openPaperCount(tx, found.row) };
  });
}

/** A paper of an open ballot, by its entry or one of its homes. */
async function readEntry(deps: Deps, tx: Tx, viewer: Viewer, found: Found, paper: Paper): Promise<Outcome> {
  const { ballotId } = found.row;
  const entryId = await entryOf(tx, found.row, paper.ref);
  if (entryId === undefined) return refused(paper, { zh: '名册中没有这一户', en: 'Not on the roll' }, viewer);
  const scene = await openScene(deps, tx, viewer, ballotId, entryId);
  const next = entryStep(
    scene.terms,
    scene.state,
    { do: 'read-paper', choices: paper.choices },
    scene.around,
  );
  if (isRefusal(next)) return refused(paper, (next as Refusal).message, viewer);
  const notes = { reasons: paper.reasons, proxy: paper.proxy };
  const wrong = withoutReason(paper) ?? (await proxyProblem(deps, tx, scene, ballotId, paper));
  if (wrong !== null) return refused(paper, wrong, viewer);
  const mine = next.readings.find(({ by }) => by === scene.around.personId);
  if (!mine) throw new Error('a reading that was taken is not there');
  await saveReading(
    deps,
    tx,
    ballotId,
    entryId,
    {
      by: mine.by,
      choices: mine.choices,
      areaDm2: null,
      notes,
      at: scene.around.now,
    },
    scene.terms,
  );
  if (next.paper) await markAgreed(tx, ballotId, entryId, next.paper.by);
  await saveEntry(
    deps,
    tx,
    ballotId,
    scene.entry,
    next,
    {
      step: next.paper ? 'agree-paper' : 'read-paper',
      at: scene.around.now,
      byPersonId: scene.around.personId,
      reason: null,
    },
    scene.terms,
  );
  return {
    ref: paper.ref,
    state: next.paper ? 'agreed' : next.readings.length > 1 ? 'differs' : 'one-reading',
    problem: null,
  };
}

/** A paper of a secret ballot, by the serial that stands on it and leads to nobody. */
async function readSerial(deps: Deps, tx: Tx, viewer: Viewer, found: Found, paper: Paper): Promise<Outcome> {
  const { row, model } = found;
  const { ballotId } = row;
  const by = viewer.personId ?? '';
  const now = deps.clock.now();
  const serial = paper.ref.trim();
  if (!paperPhases(row.state).includes(row.state.phase)) {
    throw problem('verb-not-allowed', {
      current: { phase: row.state.phase },
      data: { station: row.state.phase },
    });
  }
  // One row a serial to queue at: two readers of the same paper come one after the other.
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7209))', [`${ballotId} ${serial}`]);
  const terms = termsOf(model, row.state, ballotId);
  const choices = checkChoices(terms, paper.choices, { paper: true });
  if (isRefusal(choices)) return refused(paper, (choices as Refusal).message, viewer);
  const needsArea = terms.questions.some(({ rule }) => rule.measures.includes('area'));
  if (needsArea && paper.areaDm2 === undefined) {
    return refused(paper, { zh: '请录入票面上的面积', en: 'Enter the area printed on the paper' }, viewer);
  }
  const wrong =
    withoutReason(paper) ??
    (paper.proxy === null
      ? null
      : {
          zh: '无记名表决的受托人在投入票箱时登记',
          en: 'Of a secret ballot a proxy is noted when the paper goes into the urn',
        });
  if (wrong !== null) return refused(paper, wrong, viewer);
  const { recountedAt } = row.state;
  if (recountedAt !== undefined && (await hasReadBefore(tx, ballotId, serial, by, recountedAt))) {
    return refused(paper, readBeforeRecount, viewer);
  }
  const before = await readingsOf(tx, ballotId, [serial]);
  if (agreedOf(deps, tx.tenantId, before) !== null) {
    return refused(
      paper,
      { zh: '这张票已由两人录入一致', en: 'Two persons have read this paper alike' },
      viewer,
    );
  }
  await saveReading(
    deps,
    tx,
    ballotId,
    serial,
    {
      by,
      choices: choices as Choices,
      areaDm2: needsArea ? (paper.areaDm2 ?? null) : null,
      notes: { reasons: paper.reasons, proxy: null },
      at: now,
    },
    terms,
  );
  const readings = await readingsOf(tx, ballotId, [serial]);
  const agreed = agreedOf(deps, tx.tenantId, readings);
  if (agreed) await markAgreed(tx, ballotId, serial, agreed.by);
  return { ref: paper.ref, state: standingOf(deps, tx.tenantId, readings), problem: null };
}

/** Somebody may ask later why a paper did not count. */
function withoutReason({ choices, reasons }: Paper): Label | null {
  const silent = Object.entries(choices).some(
    ([question, answer]) => answer === 'invalid' && reasons[question] === undefined,
  );
  return silent ? { zh: '请写明这张票为什么无效', en: 'Say why this paper is invalid' } : null;
}

async function proxyProblem(
  deps: Deps,
  tx: Tx,
  { terms, entry }: EntryScene,
  ballotId: string,
  { proxy }: Paper,
): Promise<Label | null> {
  if (proxy === null) return null;
  if (!terms.channels.includes('proxy')) return noProxies;
  const handed = handedByProxy(deps, tx.tenantId, await readingsOf(tx, ballotId, null));
  const held = await entriesHeldBy(deps, tx, ballotId, proxy, handed, entry.entryId);
  return overLimit(proxy.name, held, terms.maxProxies ?? 0);
}

const noProxies: Label = { zh: '这次表决不能委托', en: 'This ballot has no proxies' };

function overLimit(name: string, held: number, most: number): Label | null {
  return held < most
    ? null
    : {
        zh: `受托人${name}已代理${held}户，一名受托人最多代理${most}户`,
        en: `${name} already votes for ${held} others; one person may vote for at most ${most}`,
      };
}

export async function voidPaper(
  deps: Deps,
  viewer: Viewer,
  ballotId: string,
  { commandId, ref, reason }: z.output<typeof VoidPaper>,
): Promise<string> {
  return once(deps, viewer, { commandId, verb: 'void-paper', target: `${ballotId} ${ref}` }, async (tx) => {
    const found = await openDesk(deps, tx, viewer, ballotId);
    const now = deps.clock.now();
    const by = viewer.personId ?? '';
    tx.afterCommit(() => publishVoting(deps, tx.tenantId, ballotId, found.row.seq));
    if (found.row.state.secret) {
      if (!paperPhases(found.row.state).includes(found.row.state.phase))
        throw problem('verb-not-allowed', { data: { station: found.row.state.phase } });
      await tx.query(
        `INSERT INTO ballot_entry_steps (tenant_id, ballot_id, ref, step_number, step, at, by_person_id, reason)
         SELECT $1, $2, $3, coalesce(max(step_number), 0) + 1, 'void-paper', $4, $5, $6 FROM ballot_entry_steps
          WHERE tenant_id = $1 AND ballot_id = $2 AND ref = $3`,
        [tx.tenantId, ballotId, `paper ${ref.trim()}`, now, by, reason],
      );
      await voidReadings(tx, ballotId, ref.trim(), now);
      return ref;
    }
    const entryId = await entryOf(tx, found.row, ref);
    if (entryId === undefined) throw problem('not-found');
    const scene = await openScene(deps, tx, viewer, ballotId, entryId);
    const next = entryStep(scene.terms, scene.state, { do: 'void-paper', reason }, scene.around);
    if (isRefusal(next)) throw refusalProblem(next, { phase: found.row.state.phase });
    await voidReadings(tx, ballotId, entryId, now);
    await saveEntry(
      deps,
      tx,
      ballotId,
      scene.entry,
      next,
      {
        step: 'void-paper',
        at: now,
        byPersonId: by,
        reason,
      },
      scene.terms,
    );
    return ref;
  });
}

/** Secret ballots: papers were put into the urn for these entries; they cannot vote online any more. */
export async function handPapers(
  deps: Deps,
  viewer: Viewer,
  ballotId: string,
  { commandId, refs, proxy }: z.output<typeof HandPapers>,
): Promise<number> {
  const target = `${ballotId} ${refs.join(' ')} ${proxy?.name ?? ''}`.slice(0, 500);
  return once(deps, viewer, { commandId, verb: 'hand-papers', target }, async (tx) => {
    const found = await openDesk(deps, tx, viewer, ballotId);
    if (proxy !== null) await lockPaperProxies(tx, ballotId, [proxy.name]);
    for (const [index, ref] of [...refs].sort().entries()) {
      const entryId = await entryOf(tx, found.row, ref);
      if (entryId === undefined) {
        throw fieldProblem(`/refs/${index}`, { zh: `名册中没有 ${ref}`, en: `${ref} is not on the roll` });
      }
      const scene = await openScene(deps, tx, viewer, ballotId, entryId);
      const next = entryStep(scene.terms, scene.state, { do: 'hand-paper' }, scene.around);
      if (isRefusal(next)) throw refusalProblem(next, { phase: found.row.state.phase, ref });
      if (proxy !== null) {
        const who = { name: proxy.name, phone: null };
        const handed = await handedIntoUrn(tx, ballotId);
        const held = await entriesHeldBy(deps, tx, ballotId, who, handed, entryId);
        const wrong = scene.terms.channels.includes('proxy')
          ? overLimit(proxy.name, held, scene.terms.maxProxies ?? 0)
          : noProxies;
        if (wrong !== null) throw fieldProblem('/proxy/name', wrong);
      }
      await saveEntry(
        deps,
        tx,
        ballotId,
        scene.entry,
        next,
        {
          step: 'hand-paper',
          at: scene.around.now,
          byPersonId: scene.around.personId,
          reason: proxy === null ? null : `${urnProxyPrefix}${proxy.name}`,
        },
        scene.terms,
      );
    }
    tx.afterCommit(() => publishVoting(deps, tx.tenantId, ballotId, found.row.seq));
    return refs.length;
  });
}

async function openDesk(deps: Deps, tx: Tx, viewer: Viewer, ballotId: string): Promise<Found> {
  await lockVoting(tx, ballotId, 'shared');
  const found = await seeBallot(deps, tx, viewer, ballotId, 'to show');
  requireCounter(found);
  return found;
}

export function requireCounter({ relation, kind, model, row }: Found): void {
  if (relation.isCounter) return;
  const titles = countersOf(kind, row.state).map(
    (role) => model.roles[role]?.title ?? { zh: role, en: role },
  );
  throw problem('forbidden', {
    detail: {
      zh: `可以办理的人：这里的${titles.map(({ zh }) => zh).join('、')}。`,
      en: `Who may do this: ${titles.map(({ en }) => en).join(', ')} of this place.`,
    },
  });
}

/** A place in the roll, or a home that is merged in it. */
export async function entryOf(
  tx: Tx,
  { ballotId, rollNumber }: BallotRow,
  ref: string,
): Promise<string | undefined> {
  const { rows } = await tx.query<{ entryId: string }>(
    `SELECT entry_id AS "entryId" FROM ballot_roll_homes
      WHERE tenant_id = $1 AND ballot_id = $2 AND roll_number = $3 AND home_code = $4
     UNION ALL
     SELECT entry_id FROM ballot_roll_entries WHERE tenant_id = $1 AND ballot_id = $2 AND roll_number = $3 AND entry_id = $4
     LIMIT 1`,
    [tx.tenantId, ballotId, rollNumber, ref.trim()],
  );
  return rows[0]?.entryId;
}

async function markAgreed(tx: Tx, ballotId: string, ref: string, by: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE ballot_paper_readings SET agreed = true
      WHERE tenant_id = $1 AND ballot_id = $2 AND ref = $3 AND by_person_id = ANY ($4::uuid[])`,
    [tx.tenantId, ballotId, ref, by],
  );
}

async function voidReadings(tx: Tx, ballotId: string, ref: string, at: string): Promise<void> {
  await tx.query(
    `UPDATE ballot_paper_readings SET voided_at = $4, agreed = false
      WHERE tenant_id = $1 AND ballot_id = $2 AND ref = $3 AND voided_at IS NULL`,
    [tx.tenantId, ballotId, ref, at],
  );
}

function refused(paper: Paper, message: { zh: string; en: string }, { locale }: Viewer): Outcome {
  return { ref: paper.ref, state: 'refused', problem: message[locale === 'en' ? 'en' : 'zh'] };
}
