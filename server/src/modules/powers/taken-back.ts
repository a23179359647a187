/**
 * What routing asks: may an organisation still be asked to act on a problem? Every report asks it, so each process keeps
 * the few items that are taken back, and reads only the register's version with each transaction.
 */
import { localDateOf } from '@linli/engine';
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { problemAndGroups } from './concerns.ts';
import { holdsOn, type Span, spansOf } from './in-force.ts';
import { findPowers, type PowerRow } from './store.ts';

/** An item that refuses. */
export interface TakenBack {
  powerId: string;
  /** Key in the city's model; null: entered here. */
  declaredAs: string | null;
  title: { zh: string; en: string };
  basis: string;
  /** First day on which it was taken back. */
  from: string;
  /** Kind of organisation that does it now. */
  lead: string;
}

export interface Asked {
  category: string | null;
  /** Where the case is. */
  areaCode: string;
  /** The organisation asked: its kind is that of the role. */
  role: string;
  /** Code of the area through which it covers the place: its level, where its kind has none. */
  through: string;
}

export interface PowersTaken {
  /** Could any item ever refuse a case of this problem? Costs nothing, and mostly says no. */
  concerns(model: Model, category: string | null): boolean;
  /** The item by which this is no longer theirs on the day of `now`; undefined: nothing stands against it. */
  refuses(model: Model, asked: Asked, now: string): TakenBack | undefined;
}

interface Item {
  powerId: string;
  declaredAs: string | null;
  span: Span<PowerRow>;
}

const held = new WeakMap<object, Map<number, { version: number; taken: PowersTaken }>>();

/** As committed when this is asked. Costs one small statement; the items themselves are read when they have changed. */
export async function powersTaken(tx: Tx): Promise<PowersTaken> {
  const { rows } = await tx.query<{ version: number }>(
    `SELECT version FROM snapshot_versions WHERE tenant_id = $1 AND topic = 'powers'`,
    [tx.tenantId],
  );
  const version = rows[0]?.version;
  if (version === undefined) return nothingTaken;
  const ofDatabase = held.get(tx.database) ?? new Map<number, { version: number; taken: PowersTaken }>();
  held.set(tx.database, ofDatabase);
  const kept = ofDatabase.get(tx.tenantId);
  if (kept?.version === version) return kept.taken;
  // Read after the version: should they be newer than it, the next one to ask reads them again.
  const items = (await findPowers(tx, null)).flatMap(({ powerId, declaredAs, rows: all }) =>
    spansOf(all)
      .filter(({ row }) => row.list === 'taken-back')
      .map((span) => ({ powerId, declaredAs, span })),
  );
  const taken = takenFrom(items);
  ofDatabase.set(tx.tenantId, { version, taken });
  return taken;
}

const nothingTaken: PowersTaken = { concerns: () => false, refuses: () => undefined };

function takenFrom(items: readonly Item[]): PowersTaken {
  if (items.length === 0) return nothingTaken;
  const byCategory = new Map<string, Item[]>();
  for (const item of items) {
    for (const category of new Set(item.span.row.categories)) {
      byCategory.set(category, [...(byCategory.get(category) ?? []), item]);
    }
  }
  const candidatesOf = (model: Model, category: string | null): Item[] =>
    category === null ? [] : problemAndGroups(model, category).flatMap((key) => byCategory.get(key) ?? []);
  return {
    concerns: (model, category) => candidatesOf(model, category).length > 0,
    refuses(model, { category, areaCode, role, through }, now) {
      const candidates = candidatesOf(model, category);
      if (candidates.length === 0) return undefined;
      const day = localDateOf(now, model.timeZone);
      const kind = model.roles[role]?.orgKind ?? '';
      const level =
        model.orgKinds[kind]?.level ??
        model.levels.find(({ codeLength }) => codeLength === through.length)?.key;
      const found = candidates.find(
        ({ span }) =>
          holdsOn(span, day) &&
          span.row.level === level &&
          (span.row.orgKind === null || span.row.orgKind === kind) &&
          // Whoever does it now may be an organisation of the same level.
          span.row.lead !== kind &&
          areaCode.startsWith(span.row.areaCode),
      );
      if (found === undefined) return undefined;
      const { row, from } = found.span;
      return {
        powerId: found.powerId,
        declaredAs: found.declaredAs,
        title: { zh: row.titleZh, en: row.titleEn },
        basis: row.basis,
        from,
        lead: row.lead ?? '',
      };
    },
  };
}
