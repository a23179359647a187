/**
 * The box of a secret ballot. A slip comes without a session, one a request, and is kept with nothing that leads anywhere: a
 * random key, the day, and what it says closed and filled up to whole blocks.
 */
import { randomUUID } from 'node:crypto';
import type { CastSlip, SlipReceipt } from '@linli/contract';
import {
  type BallotTerms,
  checkChoices,
  isRefusal,
  isSlipSigned,
  type Slip,
  type SlipValue,
  termsOf,
} from '@linli/engine';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import type { Secrets } from '../../platform/secrets/index.ts';
import { modelsOf } from '../models/index.ts';
import { boxClosesAt } from './box-hours.ts';
import { refusalProblem } from './refusal-problem.ts';
import { filled, longestAnswer } from './sealed.ts';
import { findBallot, lockVoting } from './store.ts';
import { today } from './today.ts';

const place = (tenantId: number) => ({ tenantId, field: 'ballot-slip' });

export function openSlip(secrets: Secrets, tenantId: number, cipher: Buffer): Slip {
  return JSON.parse(secrets.decrypt(place(tenantId), cipher)) as Slip;
}

/** A slip as the box keeps it: found again by whoever has the receipt, and closed to everybody else. */
export function sealSlip(
  secrets: Secrets,
  tenantId: number,
  ballotId: string,
  slip: Slip,
  asked: Parameters<typeof longestAnswer>[0] = [],
): { tokenHash: Buffer; cipher: Buffer } {
  const longest = JSON.stringify({ ...slip, value: 'head', choices: longestAnswer(asked) });
  return {
    tokenHash: secrets.hashToken(`slip of ${ballotId}`, slip.token),
    cipher: secrets.encrypt(place(tenantId), filled(JSON.stringify(slip), longest.length)),
  };
}

export async function castSlip(
  deps: Deps,
  tenantId: number,
  ballotId: string,
  words: z.output<typeof CastSlip>,
): Promise<void> {
  await inTenant(deps.db, tenantId, async (tx) => {
    await lockVoting(tx, ballotId, 'shared');
    const row = await findBallot(tx, ballotId, 'to show');
    if (!row?.state.secret || row.state.votingFrom === null || row.rollNumber === null)
      throw problem('not-found');
    const model = await modelsOf(deps).version(tenantId, row.modelVersion);
    const terms = termsOf(model, row.state, ballotId);
    const now = deps.clock.now();
    const slip = slipOf(terms, words);
    const { tokenHash, cipher } = sealSlip(deps.secrets, tenantId, ballotId, slip, terms.questions);
    const { rows } = await tx.query<{ cipher: Buffer }>(
      'SELECT slip_cipher AS cipher FROM ballot_slips WHERE tenant_id = $1 AND ballot_id = $2 AND token_hash = $3',
      [tenantId, ballotId, tokenHash],
    );
    const [known] = rows;
    // The same slip again, because no answer came: it is in the box, whatever the hour.
    if (known) return requireSame(openSlip(deps.secrets, tenantId, known.cipher), slip);
    const isOpen = row.state.phase === 'voting' || row.state.phase === 'counting';
    if (!isOpen || now < terms.votingFrom || now >= boxClosesAt(terms)) {
      throw problem('verb-not-allowed', {
        detail: { zh: '现在不在表决期内，票箱没有打开。', en: 'Voting is not open now: the box is closed.' },
        current: { phase: row.state.phase },
      });
    }
    if (!(await isSlipSigned(terms, slip))) throw problem('slip-invalid');
    const { rowCount } = await tx.query(
      `INSERT INTO ballot_slips (tenant_id, ballot_id, slip_key, token_hash, slip_cipher, cast_on)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, ballot_id, token_hash) DO NOTHING`,
      [tenantId, ballotId, randomUUID(), tokenHash, cipher, dayOf(model, terms, now)],
    );
    if (rowCount === 0) {
      const again = await tx.query<{ cipher: Buffer }>(
        'SELECT slip_cipher AS cipher FROM ballot_slips WHERE tenant_id = $1 AND ballot_id = $2 AND token_hash = $3',
        [tenantId, ballotId, tokenHash],
      );
      const first = again.rows[0];
      if (first) requireSame(openSlip(deps.secrets, tenantId, first.cipher), slip);
    }
  });
}

/** The day of a slip; those that come late lie among those of the last day, and nothing says that they were late. */
function dayOf(model: Model, { votingUntil }: BallotTerms, now: string): string {
  return today(model, now < votingUntil ? now : new Date(Date.parse(votingUntil) - 1).toISOString());
}

/** Choices must be as the engine writes them: they are under the signature, and the published list shows them so. */
function slipOf(terms: BallotTerms, { value, token, choices, signature }: z.output<typeof CastSlip>): Slip {
  const checked = checkChoices(terms, choices);
  if (isRefusal(checked)) throw refusalProblem(checked);
  return { value: value as SlipValue, token, choices: checked, signature };
}

function requireSame(known: Slip, slip: Slip): void {
  const isSame = known.value === slip.value && JSON.stringify(known.choices) === JSON.stringify(slip.choices);
  if (!isSame) throw problem('slip-taken');
}

/** “My vote was counted”: found by the receipt, which its voter alone has. */
export async function findReceipt(
  deps: Deps,
  tenantId: number,
  ballotId: string,
  token: string,
): Promise<z.output<typeof SlipReceipt>> {
  return inTenant(
    deps.db,
    tenantId,
    async (tx) => {
      const row = await findBallot(tx, ballotId, 'to show');
      if (!row?.state.secret || row.state.postedAt === null) throw problem('not-found');
      const { rows } = await tx.query<{ cipher: Buffer }>(
        'SELECT slip_cipher AS cipher FROM ballot_slips WHERE tenant_id = $1 AND ballot_id = $2 AND token_hash = $3',
        [tenantId, ballotId, deps.secrets.hashToken(`slip of ${ballotId}`, token)],
      );
      const slip = rows[0] && openSlip(deps.secrets, tenantId, rows[0].cipher);
      return {
        isInBox: slip !== undefined,
        values: slip ? [slip.value] : [],
        choices: slip && row.state.announcedAt !== null ? slip.choices : null,
      };
    },
    { readOnly: true },
  );
}
