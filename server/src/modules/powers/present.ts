/** Items of the register for one viewer, on one day. */
import type { Label, PowerHistory, PowerRowView, PowerView } from '@linli/contract';
import type { Model } from '@linli/model';
import { keptLabelIn } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { holdsOn, type Span, spansOf } from './in-force.ts';
import { mayChange } from './policy.ts';
import type { EvaluationRow, Power, PowerRow } from './store.ts';

export interface Reading {
  model: Model;
  viewer: Viewer;
  areaNames: ReadonlyMap<string, string>;
  /** The day asked for, and the day it is: verbs are about the latter. */
  on: string;
  today: string;
}

/** Undefined: it is not in force on the day. */
export function presentPower(reading: Reading, power: Power): PowerView | undefined {
  const { viewer, on, today } = reading;
  const spans = spansOf(power.rows);
  const place = spans.findIndex((span) => holdsOn(span, on));
  const span = spans[place];
  if (span === undefined) return undefined;
  const now = spans.find((one) => holdsOn(one, today))?.row;
  const next = spans[place + 1];
  const evaluation = evaluationOn(power.evaluations, on);
  const evaluateBy = evaluation?.evaluateBy ?? null;
  const declared = power.declaredAs === null ? undefined : reading.model.powers[power.declaredAs];
  const verbs: PowerView['verbs'] = [];
  if (now !== undefined && mayChange(viewer, now.areaCode)) {
    if (now.list !== 'taken-back') verbs.push('reclaim');
    verbs.push('evaluate', 'end');
  } else if (mayChange(viewer, span.row.areaCode) && span.from > today) verbs.push('end');
  return {
    ...presentRow(reading, span.row, span),
    powerId: power.powerId,
    declaredAs: power.declaredAs,
    over: declared?.over ? named(reading.model.orgKinds, declared.over) : null,
    exercisedBy: (declared?.exercisedBy ?? []).map((kind) => named(reading.model.caseKinds, kind)),
    evaluatedOn: evaluation?.evaluatedOn ?? null,
    evaluateBy,
    isOverdue: evaluateBy !== null && evaluateBy < on,
    next: next === undefined ? null : { list: next.row.list, validFrom: next.from },
    verbs,
  };
}

export function presentHistory(reading: Reading, power: Power): PowerHistory {
  const { today, viewer, model } = reading;
  const signed = (label: string | null): string | null =>
    label === null ? null : keptLabelIn(viewer.locale, model, label);
  const spans = new Map(spansOf(power.rows).map((span) => [span.row.rowNumber, span]));
  const stateOf = (span: Span<PowerRow> | undefined): PowerHistory['rows'][number]['state'] => {
    if (span === undefined) return 'corrected';
    if (span.from > today) return 'coming';
    return holdsOn(span, today) ? 'in-force' : 'past';
  };
  return {
    power: presentPower({ ...reading, on: today }, power) ?? null,
    rows: power.rows.toReversed().map((row) => {
      const span = spans.get(row.rowNumber);
      return {
        ...presentRow(reading, row, span),
        recordedAt: row.recordedAt,
        recordedBy: signed(row.byLabel),
        state: stateOf(span),
        reason: row.reason,
      };
    }),
    evaluations: power.evaluations
      .toReversed()
      .map(({ evaluatedOn, evaluateBy, finding, recordedAt, byLabel }) => ({
        evaluatedOn,
        evaluateBy,
        finding,
        recordedAt,
        recordedBy: signed(byLabel),
      })),
  };
}

function presentRow(
  { model, areaNames }: Reading,
  row: PowerRow,
  span: Pick<Span<PowerRow>, 'to'> | undefined,
): PowerRowView {
  const level = model.levels.find(({ key }) => key === row.level);
  return {
    rowNumber: row.rowNumber,
    list: row.list,
    title: { zh: row.titleZh, en: row.titleEn },
    level: { key: row.level, title: level?.title ?? plain(row.level) },
    orgKind: row.orgKind === null ? null : named(model.orgKinds, row.orgKind),
    lead: row.lead === null ? null : named(model.orgKinds, row.lead),
    area: { areaCode: row.areaCode, name: areaNames.get(row.areaCode) ?? row.areaCode },
    categories: row.categories.map((key) => named(model.problems, key)),
    basis: row.basis,
    handedDown: row.handedDown,
    validFrom: row.validFrom,
    validTo: span === undefined ? row.validTo : span.to,
    isDeclared: row.modelVersion !== null,
  };
}

/** What was known of evaluations on a day: the last one made until then, or the day set for the first. */
function evaluationOn(evaluations: readonly EvaluationRow[], day: string): EvaluationRow | undefined {
  return evaluations.findLast(({ evaluatedOn }) => evaluatedOn === null || evaluatedOn <= day);
}

export function named(titles: Record<string, { title: Label }>, key: string): { key: string; title: Label } {
  return { key, title: titles[key]?.title ?? plain(key) };
}

function plain(key: string): Label {
  return { zh: key, en: key };
}
