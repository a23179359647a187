/** The meeting decides, and says who does it by when. About a case on a rung it is the spine's own step, in the same moment. */
import { randomUUID } from 'node:crypto';
import type { ResolveItem } from '@linli/contract';
import { localDateOf, startOfDate } from '@linli/engine';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { actWithin } from '../../cases/index.ts';
import type { Viewer } from '../../people/index.ts';
import { type ChangingItem, changeItem, decider } from '../change-item.ts';
import { fieldProblem } from '../field-problem.ts';
import { reminderOf } from '../make-occurrences.ts';
import { findOwner, labelOf, type Owner } from '../owners.ts';
import { requireResolvable } from '../quorum.ts';
import { titleOf } from '../rules.ts';
import { endItem } from '../store.ts';
import { tellOf } from '../tell-people.ts';

type Words = z.output<typeof ResolveItem>;

export function resolveItem(
  deps: Deps,
  viewer: Viewer,
  where: { gatheringId: string; itemId: string },
  words: Words,
) {
  return changeItem(
    deps,
    viewer,
    where,
    { commandId: words.commandId, verb: 'resolve' },
    async (changing) => {
      const { tx, row, now, item } = changing;
      const post = await decider(changing);
      if (item.about === 'duty') throw await changing.stateProblem();
      const counted = await requireResolvable(changing, item.itemId);
      // First: the case that comes off its rung must not find its item still waiting.
      await endItem(tx, item.itemId, { as: 'resolved', at: now, inGathering: row.gatheringId, reason: null });
      const duty = (await decideCase(changing, words)) ?? (await dutyOf(changing, words));
      const resolutionId = randomUUID();
      await tx.query(
        `INSERT INTO gathering_resolutions (tenant_id, resolution_id, gathering_id, item_id, case_id, host_org_id, kind, text,
                                          decided_at, owner_post_id, owner_role, owner_org_id, owner_person_id,
                                          owner_label, due_on, due_at, state, tell_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
        [
          tx.tenantId,
          resolutionId,
          row.gatheringId,
          item.itemId,
          item.caseId,
          row.hostOrgId,
          row.kind,
          words.text,
          now,
          duty?.owner.postId ?? null,
          duty?.owner.role ?? null,
          duty?.owner.orgId ?? null,
          duty?.owner.personId ?? null,
          duty === null ? null : labelOf(changing.model, duty.owner),
          duty?.dueOn ?? null,
          duty?.dueAt ?? null,
          duty === null ? 'no-duty' : 'running',
          // The case's own clocks remind of a case.
          duty === null || item.caseId !== null ? null : reminderOf(duty.dueAt),
        ],
      );
      if (item.topicId !== null) {
        await tx.query(
          `UPDATE gathering_topics SET state = 'decided', outcome = $3, ended_at = $4 WHERE tenant_id = $1 AND topic_id = $2`,
          [tx.tenantId, item.topicId, words.text, now],
        );
      }
      await changing.record(
        {
          verb: 'resolve',
          itemId: item.itemId,
          changes: {
            resolutionId,
            text: words.text,
            owner: duty && labelOf(changing.model, duty.owner),
            dueAt: duty?.dueAt ?? null,
            // Posts change hands: how many there were, and how many of them here, is part of the decision.
            ...(counted === null ? {} : { entitled: counted.entitled, present: counted.present }),
          },
        },
        post,
      );
      if (duty !== null && item.caseId === null) {
        const { personId, role, orgId } = duty.owner;
        await tellOf(deps, tx, row, {
          template: 'duty.given',
          data: { gathering: titleOf(changing.model, row.kind, row), dueAt: duty.dueAt },
          to: personId === null ? [{ role, orgId }] : [{ personId }],
          key: resolutionId,
          exceptPersonId: viewer.personId,
        });
      }
    },
  );
}

interface Duty {
  owner: Owner;
  dueOn: string | null;
  dueAt: string;
}

/** Undefined: it is about no case on a rung. */
async function decideCase(changing: ChangingItem, words: Words): Promise<Duty | null | undefined> {
  const { deps, tx, viewer, item, model, row, now } = changing;
  if (item.caseId === null || item.ladder === null) return undefined;
  const found = await actWithin(deps, tx, viewer, item.caseId, 'decide', {
    resolution: words.text,
    ...(words.owner === undefined ? {} : { to: words.owner }),
    ...(words.dueOn === undefined ? {} : { dueOn: words.dueOn }),
  });
  const decided = found.state.resolutions.at(-1);
  if (decided?.to == null || decided.dueAt === null) return null;
  const { to } = decided;
  // Whom the case went to is the engine's answer; the names are for the minutes.
  const owner = (await findOwner(tx, model, row, to, now)) ?? (await bareOwner(changing, to));
  return {
    owner: { ...owner, postId: to.postId, personId: to.personId },
    dueOn: words.dueOn ?? localDateOf(decided.dueAt, model.timeZone),
    dueAt: decided.dueAt,
  };
}

async function bareOwner(
  { tx }: ChangingItem,
  to: { role: string; orgId: string; postId: string | null; personId: string | null },
): Promise<Owner> {
  const { rows } = await tx.query<{ orgName: string; personName: string | null }>(
    `SELECT orgs.name AS "orgName", people.name AS "personName" FROM orgs
       LEFT JOIN people ON people.tenant_id = $1 AND people.person_id = $3
      WHERE orgs.tenant_id = $1 AND orgs.org_id = $2`,
    [tx.tenantId, to.orgId, to.personId],
  );
  return { ...to, orgName: rows[0]?.orgName ?? '', personName: rows[0]?.personName ?? null };
}

/** A duty has an owner and a day; without an owner something is decided, and there is nothing to do. */
async function dutyOf(changing: ChangingItem, { owner: named, dueOn }: Words): Promise<Duty | null> {
  const { tx, model, row, now } = changing;
  if (named === undefined) {
    if (dueOn === undefined) return null;
    throw problem('field-required', {
      labels: { field: { zh: '由谁落实', en: 'Whose duty it is' } },
      errors: [{ at: '/owner', message: { zh: '请写明由谁落实', en: 'Say whose duty it is' } }],
    });
  }
  if (dueOn === undefined) {
    throw problem('field-required', {
      labels: { field: { zh: '完成日期', en: 'By when' } },
      errors: [{ at: '/dueOn', message: { zh: '请写明完成日期', en: 'Say by when' } }],
    });
  }
  if (dueOn < localDateOf(now, model.timeZone)) {
    throw fieldProblem('/dueOn', { zh: '请填写今天或以后的日期', en: 'Today or later' });
  }
  const owner = await findOwner(tx, model, row, named, now);
  if (owner === undefined) {
    throw problem('holder-invalid', {
      errors: [
        {
          at: '/owner',
          message: { zh: '这里没有这个岗位', en: 'There is no such post here' },
        },
      ],
    });
  }
  // Until the last minute of the day.
  const dueAt = new Date(Date.parse(startOfDate(dueOn, model.timeZone, 1)) - 60_000).toISOString();
  return { owner, dueOn, dueAt };
}
