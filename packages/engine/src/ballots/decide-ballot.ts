/**
 * From phase to phase, by a verb or by the clock: (state, verb, now) → the next state and what follows, or a refusal. What
 * may be done is said once for each verb below; `decideBallot` and `ballotOffers` both read it.
 */
import { type BallotKind, canonicalJson, type Label, type Limit, type Model } from '@linli/model';
import { addLimit } from '../calendar.ts';
import { fieldInvalid, fieldRequired, forbidden, refuse } from '../refusals.ts';
import type { Actor, Holder, Refusal } from '../types.ts';
import { ballotTimers } from './ballot-timers.ts';
import { gate, postingRefusal } from './draft.ts';
import { reaches } from './law.ts';
import { resultOf } from './result.ts';
import { ballotKindOf, termsHash, termsOf } from './rules.ts';
import { decidingRefusal, strikingRefusal, waitingStrikes } from './strikes.ts';
import type {
  BallotAround,
  BallotDecision,
  BallotDraft,
  BallotInput,
  BallotNotice,
  BallotPhase,
  BallotState,
  BallotVerb,
  BallotVerbOffer,
  ConveneInput,
  StudyState,
} from './types.ts';

/** Take a step. Verbs of nobody but time: `tick`, with the key of the timer that is due. */
export function decideBallot(
  model: Model,
  state: BallotState,
  verb: BallotVerb,
  input: BallotInput,
  actor: Actor,
  around: BallotAround,
): BallotDecision | Refusal {
  const kind = ballotKindOf(model, state.kind);
  const rule = verb === 'convene' ? undefined : verbRules[verb];
  if (!rule) throw new Error(`a ballot that stands is not convened again`);
  const view: View = { model, kind, state, actor, around };
  const refusal = refusalOf(rule, view) ?? inputRefusal(rule, verb, input);
  if (refusal) return refusal;
  const step: Step = {
    ...view,
    now: around.now,
    by: holderOf(rule.who(view), actor),
    next: { ...state, changedAt: around.now },
    notices: [],
  };
  const refused = rule.apply(step, input);
  if (refused) return refused;
  return decision(model, state, step, verb, input.reason?.trim() || null);
}

/** Convene a ballot: a draft that its convener alone changes until it is posted. */
export function convene(
  model: Model,
  input: ConveneInput,
  actor: Actor,
  around: BallotAround,
): BallotDecision | Refusal {
  const kind = model.ballots[input.kind];
  if (!kind) {
    return refuse(
      'input',
      'unknown-kind',
      { zh: '没有这类表决。', en: 'There is no such kind of ballots.' },
      'kind',
      { allowed: Object.keys(model.ballots).join(', ') },
    );
  }
  const by = holderOf(kind.convenedBy, actor);
  if (!by) return forbidden(rolesInWords(model, kind.convenedBy));
  const place = input.part ?? input.areaCode;
  const levels = input.part === null ? [kind.level] : kind.alsoAt;
  const isPlaced = model.levels.some(
    ({ key, codeLength }) => levels.includes(key) && codeLength === place.length,
  );
  if (!isPlaced || !place.startsWith(input.areaCode)) {
    return refuse(
      'input',
      'field-invalid',
      { zh: '这类表决不在这样的区域举行。', en: 'Such a ballot is not held in an area like this.' },
      input.part === null ? 'areaCode' : 'part',
      { field: '区域', problem: '层级不符' },
    );
  }
  if (input.title.trim() === '') return fieldRequired('title', { zh: '名称', en: 'Title' });
  const refusal = secrecyRefusal(kind, input.secret);
  if (refusal) return refusal;
  const { now } = around;
  const next: BallotState = {
    kind: input.kind,
    modelVersion: model.version,
    phase: 'draft',
    title: input.title.trim(),
    text: input.text,
    areaCode: input.areaCode,
    part: input.part,
    secret: input.secret,
    silence: input.silence,
    questions: input.questions.map(unvetted),
    votingFrom: input.votingFrom,
    votingUntil: input.votingUntil,
    convener: by,
    study: null,
    roll: null,
    slipKeys: null,
    createdAt: now,
    postedAt: null,
    rollUntil: null,
    termsHash: null,
    countDueAt: null,
    countOverAt: null,
    count: null,
    announceDueAt: null,
    announceOverAt: null,
    announcedAt: null,
    objectionsUntil: null,
    objections: [],
    finalAt: null,
    external: null,
    repeats: input.repeats,
    changedAt: now,
  };
  return {
    verb: 'convene',
    from: 'draft',
    to: 'draft',
    next,
    changes: next,
    reason: null,
    timers: [],
    notices: [],
  };
}

/** What this actor may do next. */
export function ballotOffers(
  model: Model,
  state: BallotState,
  actor: Actor,
  around: BallotAround,
): BallotVerbOffer[] {
  const kind = ballotKindOf(model, state.kind);
  const view: View = { model, kind, state, actor, around };
  return (Object.entries(verbRules) as [BallotVerb, VerbRule][])
    .filter(([verb, rule]) => verb !== 'tick' && refusalOf(rule, view) === null)
    .map(([verb, rule]) => ({
      verb,
      title: rule.title,
      primary: rule.primary === true,
      reason: rule.reason ?? 'none',
    }));
}

// ── Rules of the verbs ───────────────────────────────────────────────────────────────────────────────────────────

interface View {
  model: Model;
  kind: BallotKind;
  state: BallotState;
  actor: Actor;
  around: BallotAround;
}

interface Step extends View {
  now: string;
  /** Office the actor takes the step by; null: time, or somebody on the roll. */
  by: Holder | null;
  next: BallotState;
  notices: BallotNotice[];
}

interface VerbRule {
  title: Label;
  from: BallotPhase[];
  /** Roles that may; `roll`: whoever stands on the roll; `struck`: whoever was struck from it; `time`: the clock alone. */
  who: (view: View) => string[] | 'roll' | 'struck' | 'time';
  reason?: BallotVerbOffer['reason'];
  primary?: boolean;
  /** The field it takes besides the reason. */
  takes?: keyof BallotInput;
  /** Fields it may take. */
  mayTake?: (keyof BallotInput)[];
  /** Does it fit now, the phase aside? */
  isPossible?: (view: View) => Refusal | null;
  apply: (step: Step, input: BallotInput) => Refusal | null;
}

const conveners = ({ kind }: View): string[] => kind.convenedBy;
const counters = ({ kind }: View): string[] => kind.countedBy;

const verbRules: Record<Exclude<BallotVerb, 'convene'>, VerbRule> = {
  amend: {
    title: { zh: '修改', en: 'Change' },
    from: ['draft'],
    who: conveners,
    takes: 'draft',
    apply: amend,
  },
  'ask-study': {
    title: { zh: '提交前置研究', en: 'Ask for the prior study' },
    from: ['draft'],
    who: conveners,
    primary: true,
    isPossible: ({ kind, state }) =>
      kind.priorStudy && !state.study
        ? null
        : notNow({ zh: '这里不需要前置研究。', en: 'No prior study is due here.' }),
    apply: (step) => {
      step.next.study = { ...noStudy(step.now), dueAt: limitFrom(step, step.kind.priorStudy!.limit) };
      step.next.phase = 'study';
      tell(step, 'ballot.study-asked', ['study']);
      return null;
    },
  },
  'give-opinion': {
    title: { zh: '出具研究意见', en: 'Give the opinion' },
    from: ['study'],
    who: ({ kind }) => kind.priorStudy?.by ?? [],
    primary: true,
    takes: 'opinion',
    apply: (step, { opinion }) => {
      if (opinion!.text.trim() === '')
        return fieldRequired('opinion.text', { zh: '研究意见', en: 'Opinion' });
      endStudy(step, 'opinion', { opinion: { ...opinion!, by: step.by! } });
      return null;
    },
  },
  'pass-by-petition': {
    title: { zh: '登记业主提议', en: 'Record the petition' },
    from: ['draft', 'study'],
    who: ({ kind }) => [...kind.convenedBy, ...kind.countedBy],
    takes: 'petition',
    isPossible: (view) => passable(view, 'petition'),
    apply: (step, { petition }) => {
      const share = step.kind.priorStudy!.petition!;
      const { heads, of } = petition!;
      if (
        !Number.isSafeInteger(heads) ||
        !Number.isSafeInteger(of) ||
        heads > of ||
        !reaches(heads, of, share)
      ) {
        return gate('prior-study.petition', {
          zh: `提议人数须达到${share.numerator}%，现为${of}人中的${heads}人。`,
          en: `A petition needs ${share.numerator} %; this one has ${heads} of ${of}.`,
        });
      }
      endStudy(step, 'petition', { petition: { heads, of } });
      return null;
    },
  },
  'pass-by-order': {
    title: { zh: '责令召集', en: 'Order it to be held' },
    from: ['draft', 'study'],
    who: ({ kind }) => kind.priorStudy?.orderedBy ?? [],
    takes: 'order',
    isPossible: (view) => passable(view, 'order'),
    apply: (step, { order }) => {
      if (order!.number.trim() === '')
        return fieldRequired('order.number', { zh: '文号', en: 'Number of the order' });
      endStudy(step, 'order', { order: { ...order!, by: step.by! } });
      return null;
    },
  },
  vet: {
    title: { zh: '审核', en: 'Vet' },
    from: ['draft', 'study'],
    who: ({ kind }) => kind.vettedBy,
    reason: 'required',
    takes: 'vetting',
    apply: vet,
  },
  post: {
    title: { zh: '公示', en: 'Post' },
    from: ['draft'],
    who: conveners,
    primary: true,
    takes: 'roll',
    mayTake: ['slipKeys'],
    isPossible: ({ kind, state }) =>
      kind.priorStudy && !state.study?.ended
        ? gate('prior-study', {
            zh: `请先提交“${kind.priorStudy.title.zh}”。`,
            en: `Ask for “${kind.priorStudy.title.en}” first.`,
          })
        : null,
    apply: (step, { roll, slipKeys }) => {
      const { next, kind, model, now } = step;
      next.roll = roll!;
      next.slipKeys = step.state.secret ? (slipKeys ?? null) : null;
      const refusal = postingRefusal(model, kind, next, now);
      if (refusal) return refusal;
      next.phase = 'posted';
      next.postedAt = now;
      next.rollUntil = kind.posting ? limitFrom(step, kind.posting) : null;
      tell(step, 'ballot.posted', ['electorate'], { from: next.votingFrom!, until: next.votingUntil! });
      return null;
    },
  },
  'correct-roll': {
    title: { zh: '更正名册', en: 'Correct the roll' },
    from: ['posted'],
    who: ({ kind }) => [...kind.convenedBy, ...kind.countedBy],
    reason: 'required',
    takes: 'roll',
    // Without a time of posting it is corrected until voting opens, which ends this phase.
    isPossible: ({ state, around }) =>
      state.rollUntil === null || around.now < state.rollUntil
        ? null
        : notNow({ zh: '名册公示期已过。', en: 'The time for correcting the roll is over.' }),
    apply: (step, { roll }) => {
      step.next.roll = roll!;
      tell(step, 'ballot.roll-corrected', ['electorate']);
      return null;
    },
  },
  strike: {
    title: { zh: '剔除', en: 'Strike an entry' },
    from: ['posted'],
    who: conveners,
    takes: 'strike',
    mayTake: ['roll'],
    isPossible: ({ kind, state, around }) => strikingRefusal(kind, state, around.now),
    apply: strike,
  },
  'object-strike': {
    title: { zh: '对剔除提出异议', en: 'Object to being struck' },
    from: ['posted'],
    who: () => 'struck',
    mayTake: ['roll'],
    isPossible: ({ state, around }) =>
      state.strikes?.some(({ id, objection }) => id === around.strikeId && objection === null)
        ? null
        : notNow({ zh: '已经提出过异议。', en: 'You have objected already.' }),
    apply: (step, { roll }) => {
      changeRoll(step, roll, 1);
      step.next.strikes = step.state.strikes!.map((one) =>
        one.id === step.around.strikeId ? { ...one, objection: { at: step.now } } : one,
      );
      tell(step, 'ballot.strike-objected', ['strike-deciders']);
      return null;
    },
  },
  'decide-strike': {
    title: { zh: '裁决对剔除的异议', en: 'Decide an objection to a strike' },
    from: ['posted'],
    who: ({ kind }) => [...kind.convenedBy, ...kind.countedBy, ...kind.annulledBy],
    takes: 'strikeDecision',
    mayTake: ['roll'],
    isPossible: ({ state, actor, around }) => {
      const [first, ...others] = waitingStrikes(state);
      if (first === undefined)
        return notNow({ zh: '没有待裁决的异议。', en: 'No objection to a strike waits.' });
      // Offered as long as one of those that wait is not the actor's own doing.
      const refusals = [first, ...others].map((one) => decidingRefusal(one, actor, around.strikeId));
      return refusals.includes(null) ? null : refusals[0]!;
    },
    apply: decideStrike,
  },
  count: {
    title: { zh: '登记计票结果', en: 'Record the count' },
    from: ['counting'],
    who: counters,
    primary: true,
    takes: 'count',
    isPossible: ({ around }) =>
      around.openPapers === 0
        ? null
        : gate('papers', {
            zh: `还有${around.openPapers}张纸质票没有两人录入一致。`,
            en: `${around.openPapers} papers have not been read alike by two persons.`,
          }),
    apply: (step, { count }) => {
      fixCount(step, count!);
      return null;
    },
  },
  'record-result': {
    title: { zh: '登记市级系统的结果', en: 'Record the municipal system’s result' },
    from: ['posted', 'counting'],
    who: counters,
    takes: 'external',
    mayTake: ['count'],
    isPossible: ({ kind, state, around }) => {
      if (kind.municipalSystem === null || state.votingUntil === null || around.now < state.votingUntil) {
        return notNow({
          zh: '表决期结束后才能登记市级系统的结果。',
          en: 'A municipal result is recorded once voting has ended.',
        });
      }
      // Figures from elsewhere would put aside what people said here.
      return around.votesHere === 0
        ? null
        : gate('votes-here', {
            zh: `已有${around.votesHere}户在这里表决，只能在这里计票。`,
            en: `${around.votesHere} have voted here, so it is counted here.`,
          });
    },
    apply: (step, { external, count }) => {
      const { system, number, evidence } = external!;
      if (system.trim() === '' || number.trim() === '') {
        return fieldRequired('external.number', { zh: '系统名称和编号', en: 'System and number' });
      }
      if (evidence.length === 0)
        return fieldRequired('external.evidence', { zh: '证据文件', en: 'Evidence' });
      if (!count) return fieldRequired('count', { zh: '计票结果', en: 'Count' });
      step.next.external = external!;
      fixCount(step, count);
      return null;
    },
  },
  announce: {
    title: { zh: '公示结果', en: 'Post the result' },
    from: ['counted'],
    who: ({ kind }) => [...kind.convenedBy, ...kind.countedBy],
    primary: true,
    apply: (step) => {
      const { next, kind, now } = step;
      next.announcedAt = now;
      // That too few took part is a result of the count like any other, and may be objected to.
      next.objectionsUntil = kind.objections ? limitFrom(step, kind.objections) : null;
      if (next.count!.result.failed) {
        next.phase = 'failed';
        tell(step, 'ballot.failed', ['electorate', 'convener']);
        return null;
      }
      next.phase = kind.objections ? 'announced' : 'final';
      next.finalAt = kind.objections ? null : now;
      tell(step, 'ballot.announced', ['electorate', 'convener']);
      return null;
    },
  },
  object: {
    title: { zh: '提出异议', en: 'Object' },
    from: ['announced', 'failed'],
    who: () => 'roll',
    takes: 'objection',
    isPossible: ({ state, around }) =>
      state.objectionsUntil && around.now < state.objectionsUntil
        ? null
        : notNow({ zh: '异议期已过。', en: 'The time for objections is over.' }),
    apply: (step, { objection }) => {
      if (objection!.text.trim() === '')
        return fieldRequired('objection.text', { zh: '异议', en: 'Objection' });
      step.next.objections = [
        ...step.state.objections,
        { ...objection!, entryId: step.around.entryId, at: step.now, answer: null },
      ];
      tell(step, 'ballot.objected', ['convener', 'counters']);
      return null;
    },
  },
  'answer-objection': {
    title: { zh: '答复异议', en: 'Answer an objection' },
    from: ['announced', 'failed'],
    who: ({ kind }) => [...kind.convenedBy, ...kind.countedBy],
    takes: 'answer',
    isPossible: ({ state }) =>
      state.objections.some(({ answer }) => answer === null)
        ? null
        : notNow({ zh: '没有待答复的异议。', en: 'No objection waits for an answer.' }),
    apply: answerObjection,
  },
  recount: {
    title: { zh: '重新计票', en: 'Count again' },
    from: ['counted', 'announced', 'failed'],
    who: ({ kind }) => [...kind.countedBy, ...kind.annulledBy],
    reason: 'required',
    isPossible: ({ state, around }) =>
      state.phase !== 'failed' || (state.objectionsUntil && around.now < state.objectionsUntil)
        ? null
        : notNow({ zh: '异议期已过。', en: 'The time for objections is over.' }),
    apply: (step) => {
      countAgain(step);
      return null;
    },
  },
  withdraw: {
    title: { zh: '撤回', en: 'Withdraw' },
    from: ['draft', 'study', 'posted'],
    who: conveners,
    reason: 'required',
    apply: (step) => {
      step.next.phase = 'withdrawn';
      if (step.state.postedAt) tell(step, 'ballot.withdrawn', ['electorate']);
      return null;
    },
  },
  annul: {
    title: { zh: '责令撤销', en: 'Annul' },
    from: ['posted', 'voting', 'counting', 'counted', 'announced', 'final'],
    who: ({ kind }) => kind.annulledBy,
    reason: 'required',
    apply: (step) => {
      step.next.phase = 'annulled';
      tell(step, 'ballot.annulled', ['electorate', 'convener']);
      return null;
    },
  },
  tick: {
    title: { zh: '到时', en: 'Time is over' },
    from: ['study', 'posted', 'voting', 'counting', 'counted', 'announced'],
    who: () => 'time',
    takes: 'timer',
    apply: tick,
  },
};

// ── What verbs do ────────────────────────────────────────────────────────────────────────────────────────────────

/** A draft changes freely until the study has seen it; from then on only the days of voting may move. */
function amend(step: Step, { draft }: BallotInput): Refusal | null {
  const changes = draft!;
  const isSeen = step.state.study !== null;
  const beyond = (Object.keys(changes) as (keyof BallotDraft)[]).find(
    (key) => key !== 'votingFrom' && key !== 'votingUntil' && isSeen,
  );
  if (beyond !== undefined) {
    return gate('prior-study', {
      zh: '内容已提交研究，只能再调整表决时间；要改内容，请撤回后重新发起。',
      en: 'The matter has been put to the study: only the time of voting may still change. To change more, withdraw it and convene anew.',
    });
  }
  const refusal = secrecyRefusal(step.kind, changes.secret ?? step.state.secret);
  if (refusal) return refusal;
  Object.assign(step.next, changes);
  if (changes.questions) step.next.questions = keepVetting(changes.questions, step.state);
  return null;
}

/** What was vetted stays vetted as long as it says the same; nobody vets by writing a draft. */
function keepVetting(questions: BallotState['questions'], { questions: before }: BallotState) {
  const vetted = new Map(
    before.flatMap(({ key, options }) => options.map((option) => [`${key} ${option.key}`, option] as const)),
  );
  return questions.map((question) => ({
    ...question,
    options: question.options.map((option) => {
      const known = vetted.get(`${question.key} ${option.key}`);
      const isSame =
        known && canonicalJson({ ...known, vetted: null }) === canonicalJson({ ...option, vetted: null });
      return { ...option, vetted: isSame ? known.vetted : null };
    }),
  }));
}

function unvetted(question: BallotState['questions'][number]): BallotState['questions'][number] {
  return { ...question, options: question.options.map((option) => ({ ...option, vetted: null })) };
}

function vet(step: Step, { vetting, reason }: BallotInput): Refusal | null {
  const { question: questionKey, option: optionKey, accepted } = vetting!;
  const isThere = step.state.questions.some(
    ({ key, options }) => key === questionKey && options.some((option) => option.key === optionKey),
  );
  if (!isThere) {
    return refuse(
      'input',
      'field-invalid',
      { zh: '没有这个选项。', en: 'There is no such option.' },
      'vetting.option',
      { field: '选项', problem: '不存在' },
    );
  }
  const vetted = { by: step.by!, at: step.now, accepted, reason: reason!.trim() };
  step.next.questions = step.state.questions.map((question) =>
    question.key === questionKey
      ? {
          ...question,
          options: question.options.map((option) =>
            option.key === optionKey ? { ...option, vetted } : option,
          ),
        }
      : question,
  );
  return null;
}

function strike(step: Step, { strike: struck, roll }: BallotInput): Refusal | null {
  const { id, entryId, reason } = struck!;
  const heads = step.state.roll?.total.heads ?? 0;
  const field: Label = { zh: '名册条目', en: 'Entry of the roll' };
  if (!/^[1-9]\d*$/.test(entryId) || Number(entryId) > heads) {
    return fieldInvalid('strike.entryId', field, { zh: '名册上没有这一条', en: 'is not on the roll' });
  }
  if (reason === 'too-young' && step.kind.electorate.ageFrom === null) {
    return fieldInvalid('strike.reason', field, {
      zh: '不能以年龄剔除：这类表决没有年龄限制',
      en: 'cannot be struck for age: there is no age limit',
    });
  }
  // Once is enough: whoever was put back votes, and is not struck until they tire of objecting.
  if (step.around.wasStruck) {
    return gate('strike.once', {
      zh: '这一条剔除过一次，本人已提出异议，不能再次剔除。',
      en: 'This entry was struck before and its holder objected: it cannot be struck again.',
    });
  }
  changeRoll(step, roll, -1);
  step.next.strikes = [
    ...(step.state.strikes ?? []),
    { id, entryId, reason, at: step.now, by: step.by!, objection: null, decision: null },
  ];
  tell(step, 'ballot.struck', ['struck'], { strike: id });
  return null;
}

function decideStrike(step: Step, { strikeDecision, roll }: BallotInput): Refusal | null {
  const { id, upheld } = strikeDecision!;
  const waiting = waitingStrikes(step.state).find((one) => one.id === id);
  if (!waiting) {
    return fieldInvalid(
      'strikeDecision.id',
      { zh: '异议', en: 'Objection' },
      { zh: '不存在或已裁决', en: 'is not there, or decided' },
    );
  }
  const refusal = decidingRefusal(waiting, step.actor, step.around.strikeId);
  if (refusal) return refusal;
  // Without a roll: who was struck has left the register meanwhile, and a correction took them off.
  if (!upheld && roll !== undefined) changeRoll(step, roll, -1);
  step.next.strikes = step.state.strikes!.map((one) =>
    one.id === id ? { ...one, decision: { at: step.now, by: step.by!, upheld } } : one,
  );
  tell(step, 'ballot.strike-decided', ['struck'], { strike: id, upheld: upheld ? 1 : 0 });
  return null;
}

/** One head less or one more, of the same day, and nobody else's coming or going. */
function changeRoll({ state, next }: Step, roll: BallotInput['roll'], heads: 1 | -1): void {
  const before = state.roll;
  if (!before || !roll || roll.onDate !== before.onDate || roll.total.heads !== before.total.heads + heads)
    throw new Error('a strike comes with the roll that is one entry other than the one before');
  next.roll = roll;
}

function noStudy(now: string): StudyState {
  return {
    askedAt: now,
    dueAt: now,
    ended: null,
    endedAt: null,
    opinion: null,
    petition: null,
    order: null,
  };
}

/** However the study ends, the ballot goes on as a draft that may be posted. */
function endStudy(step: Step, ended: NonNullable<StudyState['ended']>, more: Partial<StudyState>): void {
  const study = step.state.study ?? noStudy(step.now);
  step.next.study = { ...study, ...more, ended, endedAt: step.now };
  step.next.phase = 'draft';
  tell(step, 'ballot.study-ended', ['convener'], { ended });
}

function passable({ kind, state }: View, way: 'petition' | 'order'): Refusal | null {
  return kind.priorStudy?.passedBy.includes(way) && !state.study?.ended
    ? null
    : notNow({ zh: '没有可以越过的前置研究。', en: 'There is no prior study to pass by.' });
}

/** The engine works out the result itself: nobody can record one that the tally does not give. */
function fixCount(step: Step, { tally, votesRoot }: NonNullable<BallotInput['count']>): void {
  const { next, now, kind } = step;
  const terms = termsOf(step.model, step.state, step.around.ballotId);
  next.count = { countedAt: now, by: step.by!, tally, result: resultOf(terms, tally), votesRoot };
  next.phase = 'counted';
  next.announceDueAt = limitFrom(step, kind.announcing);
}

function answerObjection(step: Step, { answer }: BallotInput): Refusal | null {
  const { id, text, upheld } = answer!;
  const objection = step.state.objections.find((each) => each.id === id && each.answer === null);
  if (!objection) {
    return refuse(
      'input',
      'field-invalid',
      { zh: '没有这条待答复的异议。', en: 'No such objection waits for an answer.' },
      'answer.id',
      { field: '异议', problem: '不存在或已答复' },
    );
  }
  if (text.trim() === '') return fieldRequired('answer.text', { zh: '答复', en: 'Answer' });
  step.next.objections = step.state.objections.map((each) =>
    each.id === id ? { ...each, answer: { text, at: step.now, by: step.by!, upheld } } : each,
  );
  tell(step, 'ballot.objection-answered', ['objector'], { objection: id });
  // An objection that is right takes the count back, whatever the clock says.
  if (upheld) countAgain(step);
  else if (step.state.phase === 'announced' && step.now >= step.state.objectionsUntil!) becomeFinal(step);
  return null;
}

function countAgain(step: Step): void {
  Object.assign(step.next, {
    phase: 'counting',
    count: null,
    external: null,
    announcedAt: null,
    announceDueAt: null,
    announceOverAt: null,
    objectionsUntil: null,
    countOverAt: null,
    countDueAt: limitFrom(step, step.kind.counting),
    recountedAt: step.now,
  } satisfies Partial<BallotState>);
  tell(step, 'ballot.recounted', ['electorate']);
}

/** What time does. A timer that came late or twice finds nothing to do, which is a refusal and no step. */
function tick(step: Step, { timer }: BallotInput): Refusal | null {
  const { state, next, now } = step;
  const due = ballotTimers(step.model, state).find(({ key }) => key === timer);
  if (!due || due.firesAt > now) {
    return notNow({ zh: '还没有到时，或已经办理。', en: 'It is not due, or has been done.' });
  }
  switch (due.key) {
    case 'study':
      endStudy(step, 'expired', {});
      break;
    case 'open':
      next.phase = 'voting';
      next.termsHash = termsHash(termsOf(step.model, state, step.around.ballotId));
      tell(step, 'ballot.opened', ['electorate'], { until: state.votingUntil! });
      break;
    case 'close':
      next.phase = 'counting';
      next.countDueAt = limitFrom(step, step.kind.counting, state.votingUntil!);
      tell(step, 'ballot.closed', ['convener', 'counters']);
      break;
    case 'count-over':
      next.countOverAt = state.countDueAt;
      tell(step, 'ballot.count-over', ['convener', 'counters']);
      break;
    case 'announce-over':
      next.announceOverAt = state.announceDueAt;
      tell(step, 'ballot.announce-over', ['convener', 'counters']);
      break;
    case 'final':
      becomeFinal(step);
      break;
  }
  return null;
}

/** Not while an objection waits: the last answer makes it final. */
function becomeFinal(step: Step): void {
  if (step.next.objections.some(({ answer }) => answer === null)) return;
  step.next.phase = 'final';
  step.next.finalAt = step.now;
  tell(step, 'ballot.final', ['electorate', 'convener']);
}

// ── What all share ───────────────────────────────────────────────────────────────────────────────────────────────

function refusalOf(rule: VerbRule, view: View): Refusal | null {
  const { state, actor, around, model } = view;
  const who = rule.who(view);
  if (who === 'time') {
    if (actor.personId !== null)
      return forbidden({ zh: '无人（到时自动办理）', en: 'nobody (it happens by time)' });
  } else if (who === 'roll') {
    if (around.entryId === null) return forbidden({ zh: '名册上的表决人', en: 'those on the roll' });
  } else if (who === 'struck') {
    if (around.strikeId === undefined)
      return forbidden({ zh: '被剔除的本人', en: 'whoever was struck from the roll' });
  } else if (!holderOf(who, actor)) return forbidden(rolesInWords(model, who));
  if (!rule.from.includes(state.phase)) {
    return notNow({
      zh: `这次表决目前处于“${phaseTitles[state.phase].zh}”，不能这样办理。`,
      en: `The ballot is at “${phaseTitles[state.phase].en}”, where this is not possible.`,
    });
  }
  return rule.isPossible?.(view) ?? null;
}

/** What a verb takes must be there, and nothing else. */
function inputRefusal(rule: VerbRule, verb: BallotVerb, input: BallotInput): Refusal | null {
  const taken = new Set<string>(['reason', ...(rule.takes ? [rule.takes] : []), ...(rule.mayTake ?? [])]);
  const stray = Object.entries(input).find(([key, value]) => value !== undefined && !taken.has(key));
  if (stray) {
    return refuse(
      'input',
      'field-invalid',
      { zh: `这一步不需要“${stray[0]}”。`, en: `“${verb}” takes no “${stray[0]}”.` },
      stray[0],
      { field: stray[0], problem: '不需要填写' },
    );
  }
  if (rule.takes && input[rule.takes] === undefined) {
    return fieldRequired(rule.takes, { zh: rule.title.zh, en: rule.title.en });
  }
  if (rule.reason === 'required' && !input.reason?.trim()) {
    return refuse(
      'input',
      'reason-required',
      {
        zh: '请用一句话写明原因，所有表决人都会看到。',
        en: 'Give the reason in a sentence; all voters will see it.',
      },
      'reason',
    );
  }
  return null;
}

function secrecyRefusal(kind: BallotKind, secret: boolean): Refusal | null {
  if (kind.secret === 'as-convened' || (kind.secret === 'always') === secret) return null;
  return refuse(
    'input',
    'field-invalid',
    kind.secret === 'always'
      ? { zh: '这类表决一律无记名。', en: 'Ballots of this kind are always secret.' }
      : { zh: '这类表决一律记名。', en: 'Ballots of this kind are always open.' },
    'secret',
    { field: '无记名', problem: '由表决类型规定' },
  );
}

function decision(
  model: Model,
  before: BallotState,
  { next, notices }: Step,
  verb: BallotVerb,
  reason: string | null,
): BallotDecision {
  const keys = Object.keys(next) as (keyof BallotState)[];
  const changed = keys.filter((key) => next[key] !== before[key]);
  return {
    verb,
    from: before.phase,
    to: next.phase,
    next,
    changes: Object.fromEntries(changed.map((key) => [key, next[key]])),
    reason,
    timers: ballotTimers(model, next),
    notices,
  };
}

function holderOf(who: string[] | 'roll' | 'struck' | 'time', actor: Actor): Holder | null {
  if (actor.personId === null || typeof who === 'string') return null;
  const post = actor.posts.find(({ role }) => who.includes(role));
  return post ? { ...post, personId: actor.personId } : null;
}

function rolesInWords(model: Model, roles: readonly string[]): Label {
  const titles = [...new Set(roles)].map((role) => model.roles[role]?.title ?? { zh: role, en: role });
  if (titles.length === 0) return { zh: '无人', en: 'nobody' };
  return {
    zh: titles.map(({ zh }) => zh).join('、'),
    en: titles.map(({ en }) => en).join(', '),
  };
}

function notNow(why: Label): Refusal {
  return refuse('state', 'verb-not-allowed', why);
}

function limitFrom({ model, now }: Step, limit: Limit, from: string = now): string {
  const calendar = model.calendars[limit.calendar];
  if (!calendar) throw new Error(`model ${model.key} ${model.version} has no calendar ${limit.calendar}`);
  return addLimit(limit, calendar, from, model.timeZone);
}

function tell(
  step: Step,
  template: BallotNotice['template'],
  to: BallotNotice['to'],
  data: BallotNotice['data'] = {},
): void {
  step.notices.push({ template, to, data: { title: step.next.title, ...data } });
}

/** What each phase is called. */
export const phaseTitles: Record<BallotPhase, Label> = {
  draft: { zh: '草稿', en: 'Draft' },
  study: { zh: '前置研究', en: 'Prior study' },
  posted: { zh: '公示中', en: 'Posted' },
  voting: { zh: '表决中', en: 'Voting' },
  counting: { zh: '计票中', en: 'Counting' },
  counted: { zh: '待公示结果', en: 'Counted' },
  announced: { zh: '结果公示中', en: 'Result posted' },
  final: { zh: '已生效', en: 'Final' },
  failed: { zh: '未达到法定人数', en: 'No quorum' },
  annulled: { zh: '已撤销', en: 'Annulled' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
};

/** The state after a decision's changes: replaying a history gives the row. */
export function evolveBallot(state: BallotState, changes: Partial<BallotState>): BallotState {
  return { ...state, ...changes };
}
