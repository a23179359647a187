/** Opening a case: the first entry of its history. */
import type { CaseKind, Model, Severity } from '@linli/model';
import { isAmong, namesOf } from './actors.ts';
import { checkAnswers, isLeaf } from './asks.ts';
import { moveClocks } from './clocks.ts';
import { gateRefusal } from './gates.ts';
import { forbidden, isRefusal, refuse } from './refusals.ts';
import { stationsPassed } from './spine.ts';
import { beginStep, closingTime, finish, tell } from './step.ts';
import type { Actor, AnswerValue, CaseState, Decision, OpenInput, Refusal, Surroundings } from './types.ts';

/**
 * Open a case: it stands at `open`, answered for by where routing led. Severity comes from the category; danger makes it
 * urgent. Clocks `from: open` start; those of the dispatch start there. Refuses unknown kinds and categories, actors the
 * kind does not name, places outside the jurisdiction, missing or wrong answers, and places where nobody answers.
 */
export function openCase(
  model: Model,
  input: OpenInput,
  actor: Actor,
  surroundings: Surroundings,
): Decision | Refusal {
  const kind = Object.hasOwn(model.caseKinds, input.kind) ? model.caseKinds[input.kind] : undefined;
  if (!kind) {
    const allowed = Object.keys(model.caseKinds).join(', ');
    return refuse(
      'input',
      'unknown-kind',
      { zh: `没有这类事项，可选：${allowed}。`, en: `No such kind of case. Choose one of: ${allowed}.` },
      'kind',
      { allowed },
    );
  }
  if (!isAmong(actor, kind.openedBy, null)) return forbidden(namesOf(model, kind.openedBy));
  if (!input.areaCode.startsWith(model.jurisdiction)) {
    return refuse(
      'input',
      'outside-city',
      {
        zh: '位置不在服务范围内，请检查定位，或在列表中手动选择地点。',
        en: 'This place is outside the area served. Check the position, or choose the place from the list.',
      },
      'areaCode',
    );
  }
  if (kind.inClasses.length > 0 && !kind.inClasses.includes(input.areaClass ?? '')) {
    return notForThisClass(model, kind);
  }
  const answers = checkAnswers(model, kind.asks, withPlaceAndCategory(kind, input), '');
  if (isRefusal(answers)) return answers as Refusal;
  const kept = answers as Record<string, AnswerValue>;
  const category = input.category ?? categoryAnswered(kind, kept);
  if (category !== null && !isLeaf(model, category)) {
    return refuse(
      'input',
      'unknown-category',
      { zh: '请从问题目录中选择问题类别。', en: 'Choose the category from the catalogue.' },
      'category',
      { category },
    );
  }
  if (kind.route.length > 0 && !surroundings.route) return nobodyAnswers();
  const danger = input.danger === true || isDangerAnswered(kind, kept);
  const severity: Severity = danger ? 'urgent' : (model.problems[category ?? '']?.severity ?? 'ordinary');
  return record(model, kind, { ...input, category, danger }, severity, kept, actor, surroundings);
}

function record(
  model: Model,
  kind: CaseKind,
  input: OpenInput & { category: string | null; danger: boolean },
  severity: Severity,
  answers: Record<string, AnswerValue>,
  actor: Actor,
  surroundings: Surroundings,
): Decision | Refusal {
  const { now, route } = surroundings;
  const state: CaseState = {
    kind: input.kind,
    modelVersion: model.version,
    station: 'open',
    severity,
    category: input.category,
    areaCode: input.areaCode,
    ...(input.areaClass ? { areaClass: input.areaClass } : {}),
    danger: input.danger,
    reporterId: input.reporterId,
    answers,
    openedAt: now,
    dispatchedAt: null,
    resolvedAt: null,
    verifiedAt: null,
    closedAt: null,
    changedAt: now,
    responsible: route?.holder ?? null,
    routeReason: route?.reason ?? null,
    assignee: null,
    handlerIds: [],
    paused: null,
    clocks: {},
    rung: null,
    highestRung: 0,
    parts: [],
    rating: null,
    ratingCounts: { solved: 0, partly: 0, not: 0 },
    redoCount: 0,
    returnCount: 0,
    mergedInto: null,
    resolutions: [],
    urgedAt: {},
    closesAt: closingTime(model, kind, 'open', now),
  };
  const step = beginStep(model, state, actor, surroundings);
  const gate = gateRefusal(step, ['open']);
  if (gate) return gate;
  const passed = stationsPassed(null, 'open');
  step.next.clocks = moveClocks(model, kind, state, { from: null, to: 'open', passed }, now);
  tell(step, 'case.received', [
    'reporter',
    'responsible',
    ...(input.danger ? (['supervisor', 'work-group'] as const) : []),
  ]);
  // The first entry holds everything, so that replaying needs nothing before it.
  return { ...finish(step, 'open'), changes: step.next };
}

/** The form's own fields for place and category count as answers to fields of that kind. */
function withPlaceAndCategory(kind: CaseKind, input: OpenInput): Record<string, AnswerValue> {
  const given: Record<string, AnswerValue> = { ...input.answers };
  for (const [field, ask] of Object.entries(kind.asks)) {
    if (ask.kind === 'place') given[field] ??= input.areaCode;
    if (ask.kind === 'category' && input.category) given[field] ??= input.category;
  }
  return given;
}

function categoryAnswered(kind: CaseKind, answers: Record<string, AnswerValue>): string | null {
  for (const [field, ask] of Object.entries(kind.asks)) {
    const value = answers[field];
    if (ask.kind === 'category' && typeof value === 'string') return value;
  }
  return null;
}

function isDangerAnswered(kind: CaseKind, answers: Record<string, AnswerValue>): boolean {
  return Object.entries(kind.asks).some(
    ([field, ask]) => ask.kind === 'yes-no' && ask.onYes !== null && answers[field] === true,
  );
}

function notForThisClass(model: Model, kind: CaseKind): Refusal {
  const titles = kind.inClasses.map((key) => model.areaClasses[key]?.title ?? { zh: key, en: key });
  const classes = titles.map(({ zh }) => zh).join('、');
  return refuse(
    'input',
    'kind-not-here',
    {
      zh: `“${kind.title.zh}”只在这几类小区办理：${classes}。`,
      en: `“${kind.title.en}” is for these classes of compounds only: ${titles.map(({ en }) => en).join(', ')}.`,
    },
    'areaCode',
    { kind: kind.title.zh, classes },
  );
}

function nobodyAnswers(): Refusal {
  return refuse(
    'gate',
    'nobody-answers',
    {
      zh: '这里暂时没有负责的岗位，请拨打社区电话；我们已提醒上级补上岗位。',
      en: 'Nobody answers for this place yet. Please call the community; those above have been told to fill the post.',
    },
    'route',
  );
}
