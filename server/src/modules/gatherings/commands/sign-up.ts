/** Places in a class: whoever comes first has one, the others wait in turn, and who waits longest moves up. */
import type { Label } from '@linli/contract';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import type { Viewer } from '../../people/index.ts';
import { type Changing, changeAndShow } from '../change-gathering.ts';
import { signUpSpan } from '../sign-up-span.ts';
import { dataOf, tellOf } from '../tell-people.ts';

interface Sent {
  commandId: string;
}
type State = 'placed' | 'waiting' | 'cancelled';

export function signUp(deps: Deps, viewer: Viewer, gatheringId: string, { commandId }: Sent) {
  return changeAndShow(deps, viewer, gatheringId, { commandId, verb: 'sign-up' }, async (changing) => {
    const { tx, row, model, rule, now, personId } = changing;
    const span = signUpSpan(model, rule, row);
    if (span === null || (row.state !== 'planned' && row.state !== 'announced')) {
      throw await changing.stateProblem();
    }
    if ((span.from !== null && now < span.from) || now >= span.until) {
      throw problem('sign-up-closed', {
        labels: {
          from: inWords(model.timeZone, span.from ?? now),
          until: inWords(model.timeZone, span.until),
        },
      });
    }
    const mine = await findOwn(changing);
    if (mine === 'placed' || mine === 'waiting') return;
    const taken = await countPlaced(changing);
    const isFull = row.capacity !== null && taken >= row.capacity;
    if (isFull && rule.signUp?.waitingList !== true) throw problem('places-taken');
    // The gathering's row is locked: nobody takes the last place at the same time. A turn is never given twice.
    await tx.query(
      `INSERT INTO gathering_sign_ups (tenant_id, gathering_id, person_id, state, signed_up_at, turn, placed_at)
       SELECT $1, $2, $3, $4, $5, coalesce(max(turn), 0) + 1, $6::timestamptz
         FROM gathering_sign_ups WHERE tenant_id = $1 AND gathering_id = $2
       ON CONFLICT (tenant_id, gathering_id, person_id) DO UPDATE
         SET state = excluded.state, signed_up_at = excluded.signed_up_at, turn = excluded.turn,
             placed_at = excluded.placed_at, cancelled_at = NULL`,
      [tx.tenantId, gatheringId, personId, isFull ? 'waiting' : 'placed', now, isFull ? null : now],
    );
    if (isFull) return;
    await tellOf(deps, tx, row, {
      template: 'gathering.signed-up',
      data: dataOf(model, row),
      to: [{ personId }],
      key: `${personId}:${now}`,
    });
  });
}

export function signOff(deps: Deps, viewer: Viewer, gatheringId: string, { commandId }: Sent) {
  return changeAndShow(deps, viewer, gatheringId, { commandId, verb: 'sign-off' }, async (changing) => {
    const { tx, row, now, personId } = changing;
    if (row.state !== 'planned' && row.state !== 'announced') throw await changing.stateProblem();
    const { rowCount } = await tx.query(
      `UPDATE gathering_sign_ups SET state = 'cancelled', cancelled_at = $4
        WHERE tenant_id = $1 AND gathering_id = $2 AND person_id = $3 AND state <> 'cancelled'`,
      [tx.tenantId, gatheringId, personId, now],
    );
    if (rowCount !== 0) await moveUp(changing);
  });
}

/** As many of those who wait as there are places free now. */
async function moveUp(changing: Changing): Promise<void> {
  const { deps, tx, row, model, now } = changing;
  const taken = await countPlaced(changing);
  const { rows } = await tx.query<{ personId: string }>(
    `UPDATE gathering_sign_ups AS sign_ups SET state = 'placed', placed_at = $3
       FROM (SELECT person_id FROM gathering_sign_ups
              WHERE tenant_id = $1 AND gathering_id = $2 AND state = 'waiting'
              ORDER BY turn LIMIT $4::integer) AS first
      WHERE sign_ups.tenant_id = $1 AND sign_ups.gathering_id = $2 AND sign_ups.person_id = first.person_id
     RETURNING sign_ups.person_id AS "personId"`,
    [tx.tenantId, row.gatheringId, now, row.capacity === null ? null : Math.max(0, row.capacity - taken)],
  );
  if (rows.length === 0) return;
  await tellOf(deps, tx, row, {
    template: 'gathering.place-given',
    data: dataOf(model, row),
    to: rows,
    key: `place:${now}`,
  });
}

async function countPlaced({ tx, row }: Changing): Promise<number> {
  const { rows } = await tx.query<{ taken: number }>(
    `SELECT count(*)::integer AS taken FROM gathering_sign_ups
      WHERE tenant_id = $1 AND gathering_id = $2 AND state = 'placed'`,
    [tx.tenantId, row.gatheringId],
  );
  return rows[0]?.taken ?? 0;
}

async function findOwn({ tx, row, personId }: Changing): Promise<State | undefined> {
  const { rows } = await tx.query<{ state: State }>(
    'SELECT state FROM gathering_sign_ups WHERE tenant_id = $1 AND gathering_id = $2 AND person_id = $3',
    [tx.tenantId, row.gatheringId, personId],
  );
  return rows[0]?.state;
}

function inWords(timeZone: string, instant: string): Label {
  const parts = {
    timeZone,
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  } as const;
  const at = new Date(instant);
  return {
    zh: new Intl.DateTimeFormat('zh-CN', parts).format(at),
    en: new Intl.DateTimeFormat('en-GB', { ...parts, month: 'short' }).format(at),
  };
}
