/** The items a city's model declares, in its register: again with each version, and only where it says something else. */
import { localDateOf } from '@linli/engine';
import type { Model } from '@linli/model';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Models } from '../models/index.ts';
import { dayBefore } from './in-force.ts';
import {
  addEvaluation,
  addPower,
  addPowerRow,
  findPowers,
  lockPowers,
  movePowersVersion,
  type Power,
  type PowerRow,
  type PowerWords,
  type Signature,
  wordsOf,
} from './store.ts';

/** For every city of this server. Safe when two processes start at once. */
export async function seedPowers(deps: Pick<Deps, 'db' | 'clock'>, models: Models): Promise<void> {
  for (const { tenantId, model } of models.cities()) {
    await inTenant(deps.db, tenantId, (tx) => seedCity(tx, model, deps.clock.now()));
  }
}

async function seedCity(tx: Tx, model: Model, now: string): Promise<void> {
  const declared = Object.entries(model.powers);
  // Most cities declare none: their start costs this one look.
  const { rows } = await tx.query<{ isAny: boolean }>(
    'SELECT EXISTS (SELECT FROM powers WHERE tenant_id = $1 AND declared_as IS NOT NULL) AS "isAny"',
    [tx.tenantId],
  );
  if (declared.length === 0 && rows[0]?.isAny !== true) return;
  await lockPowers(tx);
  const known = new Map(
    (await findPowers(tx, null)).flatMap((power) =>
      power.declaredAs === null ? [] : [[power.declaredAs, power] as const],
    ),
  );
  const by: Signature = {
    modelVersion: model.version,
    recordedAt: now,
    personId: null,
    postId: null,
    label: null,
  };
  let hasChanged = false;
  for (const [key, power] of declared) {
    const said: Declared = {
      words: {
        list: power.list,
        titleZh: power.title.zh,
        titleEn: power.title.en,
        level: power.level,
        orgKind: null,
        lead: power.lead,
        areaCode: model.jurisdiction,
        categories: power.categories,
        basis: power.basis,
        handedDown: null,
      },
      validFrom: power.from,
      validTo: power.to,
      evaluation: { evaluatedOn: power.evaluatedOn, evaluateBy: power.evaluateBy },
    };
    if (await seedPower(tx, key, said, known.get(key), by)) hasChanged = true;
  }
  const today = localDateOf(now, model.timeZone);
  for (const [key, power] of known) {
    if (!Object.hasOwn(model.powers, key) && (await dropPower(tx, power, today, by))) hasChanged = true;
  }
  if (hasChanged) await movePowersVersion(tx);
}

interface Declared {
  words: PowerWords;
  validFrom: string;
  validTo: string | null;
  evaluation: { evaluatedOn: string | null; evaluateBy: string | null };
}

async function seedPower(
  tx: Tx,
  key: string,
  { words, validFrom, validTo, evaluation }: Declared,
  power: Power | undefined,
  by: Signature,
): Promise<boolean> {
  const powerId = power?.powerId ?? (await addPower(tx, key, by.recordedAt));
  const last = lastDeclared(power?.rows ?? []);
  const hasWords =
    last !== undefined &&
    last.validFrom === validFrom &&
    last.validTo === validTo &&
    JSON.stringify(wordsOf(last)) === JSON.stringify(words);
  if (!hasWords) {
    // A later beginning is a change, and what was so before stays so; the same or an earlier one puts the row right.
    const isChange = last === undefined || validFrom > last.validFrom;
    const replaces = isChange ? null : last.rowNumber;
    await addPowerRow(tx, powerId, { ...words, validFrom, validTo, replaces, reason: null }, by);
  }
  const evaluated = power?.evaluations.findLast(({ modelVersion }) => modelVersion !== null);
  const isNew =
    evaluation.evaluatedOn !== (evaluated?.evaluatedOn ?? null) ||
    evaluation.evaluateBy !== (evaluated?.evaluateBy ?? null);
  const saysSomething = evaluation.evaluatedOn !== null || evaluation.evaluateBy !== null;
  if (isNew && saysSomething) await addEvaluation(tx, powerId, { ...evaluation, finding: null }, by);
  return !hasWords;
}

/** An item that is declared no more ended yesterday; what was entered here about it stands. */
async function dropPower(tx: Tx, power: Power, today: string, by: Signature): Promise<boolean> {
  const last = lastDeclared(power.rows);
  const yesterday = dayBefore(today);
  if (last === undefined || (last.validTo !== null && last.validTo <= yesterday)) return false;
  const validTo = last.validFrom > yesterday ? dayBefore(last.validFrom) : yesterday;
  if (validTo === last.validTo) return false;
  const { rowNumber: replaces, validFrom } = last;
  await addPowerRow(tx, power.powerId, { ...wordsOf(last), validFrom, validTo, replaces, reason: null }, by);
  return true;
}

function lastDeclared(rows: readonly PowerRow[]): PowerRow | undefined {
  return rows.findLast(({ modelVersion }) => modelVersion !== null);
}
