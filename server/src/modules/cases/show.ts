/** A case on its way to a viewer: names looked up, presented with the verbs allowed next. */
import type { CaseView } from '@linli/contract';
import type { Model } from '@linli/model';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { codesAround } from '../areas/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { powersTaken, type TakenBack } from '../powers/index.ts';
import { type Directory, findDirectory, mention, mentionHolder, nothingMentioned } from './directory.ts';
import { type CaseFound, findCase } from './find-case.ts';
import { followerKeys, type Relation, relationTo } from './policy.ts';
import { presentCase } from './present.ts';
import { findRungMeetings, type RungMeetingRow } from './rung-meetings.ts';
import { findHint } from './taken-back.ts';

/** A case for whoever may see it; for everybody else it does not exist. */
export async function showCase(deps: Deps, viewer: Viewer, caseId: string): Promise<CaseView> {
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const [found, taken] = await Promise.all([
        findCase(tx, caseId, { followerKeys: followerKeys(viewer) }, 'to show'),
        powersTaken(tx),
      ]);
      if (!found) throw problem('not-found');
      const model = await modelsOf(deps).version(tx.tenantId, found.state.modelVersion);
      const relation = relationTo(model, viewer, found, found.follows);
      if (relation.sight === 'none') throw problem('not-found');
      const now = deps.clock.now();
      const [directory, takenBack] = await Promise.all([
        findNames(tx, model, found),
        findHint(tx, taken, model, found.state, now),
      ]);
      return show(deps, model, viewer, found, directory, takenBack, now, relation);
    },
    { readOnly: true },
  );
}

/** What a case page names, and the meetings that had the case. */
export interface Names extends Directory {
  rungMeetings: readonly RungMeetingRow[];
}

/** Everything shown of a case names these. */
export async function findNames(
  tx: Tx,
  model: Model,
  found: Pick<CaseFound, 'caseId' | 'state' | 'history'>,
): Promise<Names> {
  const mentioned = nothingMentioned();
  mention(mentioned, found.state);
  for (const code of codesAround(model, found.state.areaCode)) mentioned.areas.add(code);
  for (const { changes } of found.history) {
    mentionHolder(mentioned, changes.responsible ?? null);
    mentionHolder(mentioned, changes.assignee ?? null);
  }
  const [directory, rungMeetings] = await Promise.all([
    findDirectory(tx, mentioned),
    findRungMeetings(tx, model, found),
  ]);
  return { ...directory, rungMeetings };
}

export function show(
  deps: Deps,
  model: Model,
  viewer: Viewer,
  found: CaseFound,
  directory: Names,
  takenBack: TakenBack | null,
  now: string,
  relation: Relation = relationTo(model, viewer, found, found.follows),
): CaseView {
  return presentCase(
    { model, row: found, relation, viewer, directory, now },
    {
      history: found.history,
      following: found.follows,
      mergedFrom: found.mergedFrom,
      takenBack,
      rungMeetings: directory.rungMeetings,
      reporterPhone: phoneOf(deps, viewer.tenantId, found),
    },
  );
}

/** The number the reporter is reached at: their account's, else the one given with the report. */
export function phoneOf(
  deps: Deps,
  tenantId: number,
  found: Pick<CaseFound, 'contactCipher' | 'reporterPhoneCipher'>,
): string | null {
  if (found.reporterPhoneCipher !== null) {
    return deps.secrets.decrypt({ tenantId, field: 'phone' }, found.reporterPhoneCipher);
  }
  if (found.contactCipher !== null) {
    return deps.secrets.decrypt({ tenantId, field: 'contact' }, found.contactCipher);
  }
  return null;
}
