import type {
  AnswerValue,
  CaseView,
  HistoryView,
  HolderView,
  VerbRequest,
  VerbView,
} from '../../ui/api/index.ts';

/** What somebody has filled in for a verb, before it is sent. Kept as a draft until the server takes it. */
export interface VerbDraft {
  reason: string;
  holder: HolderView | null;
  answers: Record<string, AnswerValue>;
  pause: string | null;
  rating: 'solved' | 'partly' | 'not' | null;
  /** Case to merge into. */
  into: { caseId: string; number: string; title: string } | null;
  task: string;
  result: string;
  partId: string | null;
  resolution: string;
  /** Day by which a resolution is to be carried out. */
  dueOn: string | null;
  /** Set only where it differs from what the case has. */
  severity: 'urgent' | 'ordinary' | 'hard' | null;
  category: string | null;
}

export const emptyDraft: VerbDraft = {
  reason: '',
  holder: null,
  answers: {},
  pause: null,
  rating: null,
  into: null,
  task: '',
  result: '',
  partId: null,
  resolution: '',
  dueOn: null,
  severity: null,
  category: null,
};

/** Verbs of the spine that carry something of their own besides reason, asks and holder. */
const speakers = new Set(['merge', 'ask-part', 'sign-part', 'decide', 'pause', 'rate']);

/** Whoever takes a case in may put it under another category or severity. */
export const triageVerbs: ReadonlySet<string> = new Set(['accept', 'assign']);

/** Photos that may go with a note although the model asks for none. */
export const notePhotos = 'note.photos';
export const noteVerbs: ReadonlySet<string> = new Set(['note', 'answer']);

/** Can it be done with one press, or is there something to ask first? */
export function needsForm(verb: VerbView): boolean {
  return (
    verb.reason === 'required' ||
    verb.asks.length > 0 ||
    verb.to.length > 0 ||
    verb.choices.length > 0 ||
    speakers.has(verb.verb)
  );
}

export type MissingField =
  | 'reason'
  | 'holder'
  | 'pause'
  | 'rating'
  | 'into'
  | 'task'
  | 'part'
  | 'result'
  | 'resolution'
  | `ask:${string}`;

/** What must still be filled in. Photos of the draft are counted, since offline they have no ids yet. */
export function missingFields(
  verb: VerbView,
  draft: VerbDraft,
  photos: Record<string, number> = {},
): MissingField[] {
  const missing: MissingField[] = [];
  if (verb.verb === 'merge' && draft.into === null) missing.push('into');
  if (verb.verb === 'pause' && verb.choices.length > 0 && draft.pause === null) missing.push('pause');
  if (verb.verb === 'rate' && draft.rating === null) missing.push('rating');
  if (verb.verb === 'sign-part' && draft.partId === null) missing.push('part');
  if (verb.verb === 'sign-part' && draft.result.trim() === '') missing.push('result');
  if (holderRequired(verb) && draft.holder === null) missing.push('holder');
  if (verb.verb === 'ask-part' && draft.task.trim() === '') missing.push('task');
  if (verb.verb === 'decide' && draft.resolution.trim() === '') missing.push('resolution');
  for (const ask of verb.asks) {
    if (!ask.required) continue;
    const answer = draft.answers[ask.key];
    const isThere =
      ask.kind === 'photo'
        ? (photos[ask.key] ?? 0) > 0
        : answer !== undefined &&
          answer !== null &&
          answer !== '' &&
          !(Array.isArray(answer) && answer.length === 0);
    if (!isThere) missing.push(`ask:${ask.key}`);
  }
  // Another severity changes the limits, which the reporter may ask about.
  const needsReason = verb.reason === 'required' || draft.severity !== null;
  if (needsReason && draft.reason.trim() === '') missing.push('reason');
  return missing;
}

/** A meeting's decision may leave the case with whoever has it; dispatching may not. */
export function holderRequired(verb: VerbView): boolean {
  return verb.to.length > 0 && verb.verb !== 'decide';
}

/** The body of the request, without what is only known when it goes (command id, photo ids). */
export function requestOf(verb: VerbView, draft: VerbDraft, seq: number): Omit<VerbRequest, 'commandId'> {
  const holder =
    draft.holder === null
      ? undefined
      : { postId: draft.holder.postId, orgId: draft.holder.orgId, role: draft.holder.role };
  const reason = draft.reason.trim();
  const answers = Object.fromEntries(
    verb.asks
      .filter((ask) => ask.kind !== 'photo')
      .map((ask) => [ask.key, draft.answers[ask.key] ?? null] as const)
      .filter(([, value]) => value !== null && value !== ''),
  );
  return {
    seq,
    ...(verb.reason !== 'none' && reason !== '' ? { reason } : {}),
    ...(Object.keys(answers).length > 0 ? { answers } : {}),
    ...(verb.verb === 'pause' && draft.pause !== null ? { pause: draft.pause } : {}),
    ...(verb.verb === 'rate' && draft.rating !== null ? { rating: { answer: draft.rating } } : {}),
    ...(verb.verb === 'merge' && draft.into !== null ? { into: draft.into.caseId } : {}),
    ...(verb.verb === 'decide' ? { resolution: draft.resolution.trim() } : {}),
    ...(verb.verb === 'decide' && draft.dueOn !== null ? { dueOn: draft.dueOn } : {}),
    ...(triageVerbs.has(verb.verb) && draft.severity !== null ? { severity: draft.severity } : {}),
    ...(triageVerbs.has(verb.verb) && draft.category !== null ? { category: draft.category } : {}),
    ...(verb.verb === 'ask-part'
      ? { part: { ...(holder === undefined ? {} : { holder }), task: draft.task.trim() } }
      : {}),
    ...(verb.verb === 'sign-part' && draft.partId !== null
      ? {
          part: {
            partId: draft.partId,
            ...(draft.result.trim() === '' ? {} : { result: draft.result.trim() }),
          },
        }
      : {}),
    ...(verb.verb !== 'ask-part' && verb.to.length > 0 && holder !== undefined ? { to: holder } : {}),
  };
}

/** Has somebody typed or chosen anything that would be a pity to lose? */
export function isStarted(draft: VerbDraft): boolean {
  return (
    draft.reason.trim() !== '' ||
    draft.task.trim() !== '' ||
    draft.result.trim() !== '' ||
    draft.resolution.trim() !== '' ||
    draft.into !== null ||
    Object.values(draft.answers).some((value) => value !== null && value !== '')
  );
}

/** What happened since the version the form was opened on. */
export function newsSince(view: CaseView, seq: number): HistoryView[] {
  return view.history.filter((entry) => entry.seq > seq).toSorted((a, b) => a.seq - b.seq);
}

/** The verb as it is offered now, if it still is. */
export function offeredNow(view: CaseView, verb: string): VerbView | undefined {
  return view.verbs.find((one) => one.verb === verb);
}
