import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { formDraft } from '../../console/cases/drafts.ts';
import { DeedDialog, DeedForm } from '../../console/look/DeedForm.tsx';
import { usePresent } from '../../console/look/Due.tsx';
import { useStaffSession } from '../../console/session/session.ts';
import {
  type BallotVerbView,
  type BallotView,
  fieldMessage,
  getCalendar,
  ProblemError,
} from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { fullDate } from '../../ui/time/words.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { addDays, dayOf } from '../gatherings/calendar-days.ts';
import { useBallotKinds } from './ballot-queries.ts';
import { ballotVerbPhrases } from './ballot-verb-phrases.ts';
import type { VettedOption } from './ConsoleBallotQuestions.tsx';
import { useBallotVerb, type VerbBody } from './use-ballot-verb.ts';

/** What is being done: a verb, and where it is about one thing of the ballot, which. */
export interface BallotDeed {
  verb: BallotVerbView;
  objectionId?: string;
  vetted?: VettedOption;
}

export function ConsoleBallotVerb({
  ballot,
  deed,
  onClose,
}: {
  ballot: BallotView;
  deed: BallotDeed | null;
  onClose: () => void;
}) {
  const label = useLabel();
  return (
    <DeedDialog open={deed !== null} title={deed === null ? '' : label(deed.verb.title)} onClose={onClose}>
      {deed === null ? null : <VerbForm ballot={ballot} deed={deed} onClose={onClose} />}
    </DeedDialog>
  );
}

/** All that a form of a verb may hold; each verb asks for its own. */
interface Words {
  reason: string;
  text: string;
  number: string;
  minutesId: string | null;
  /** An objection that is right, an option that is accepted. */
  isRight: boolean | null;
}
const empty: Words = { reason: '', text: '', number: '', minutesId: null, isRight: null };

function isWords(kept: unknown): kept is Words {
  return typeof kept === 'object' && kept !== null && 'reason' in kept && 'text' in kept && 'number' in kept;
}

function VerbForm({ ballot, deed, onClose }: { ballot: BallotView; deed: BallotDeed; onClose: () => void }) {
  const t = usePhrases(ballotVerbPhrases);
  const label = useLabel();
  const { person } = useStaffSession();
  const { verb } = deed;
  const draft = formDraft(
    person.personId,
    `ballot:${ballot.ballotId}:${verb.verb}:${deed.objectionId ?? deed.vetted?.option ?? ''}`,
    isWords,
  );
  const [words, setWords] = useState<Words>(() => ({ ...empty, ...draft.read() }));
  const [objectionId, setObjectionId] = useState(
    deed.objectionId ?? ballot.objections.find(({ answer }) => answer === null)?.objectionId ?? null,
  );
  const [tried, setTried] = useState(false);
  const change = (more: Partial<Words>) => {
    const next = { ...words, ...more };
    setWords(next);
    draft.keep(next);
  };
  const save = useBallotVerb(ballot, () => {
    draft.drop();
    onClose();
  });
  const body = bodyOf(deed, words, objectionId);
  const submit = () => {
    setTried(true);
    if (body !== null) save.mutate({ ...body, verb: verb.verb });
  };
  const missing = (value: string): string | undefined =>
    tried && value.trim() === '' ? t('needed') : undefined;
  const area = (
    field: 'reason' | 'text',
    title: string,
    { at, hint, rows = 3, max = 2000 }: { at: string; hint?: string; rows?: number; max?: number },
  ) => (
    <Field title={title} hint={hint} required invalid={missing(words[field]) ?? fieldMessage(save.error, at)}>
      {(control) => (
        <Input.TextArea
          {...control}
          autoSize={{ minRows: rows, maxRows: 16 }}
          maxLength={max}
          value={words[field]}
          onChange={(event) => change({ [field]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={label(verb.title)}
      onSubmit={submit}
      onClose={onClose}
    >
      <Lead ballot={ballot} deed={deed} />
      {save.error instanceof ProblemError && save.error.code === 'roll-incomplete' ? (
        <p className="ballot-lead">
          <Link href={`/ownerships?compound=${ballot.part?.code ?? ballot.area.code}&lack=area`}>
            {t('toRegister')}
          </Link>
        </p>
      ) : null}
      {verb.verb === 'give-opinion' ? (
        <>
          {area('text', t('opinion'), {
            at: '/opinion/text',
            hint: t('opinionHint'),
            rows: 5,
            max: 20_000,
          })}
          <MinutesField value={words.minutesId} onChange={(minutesId) => change({ minutesId })} />
        </>
      ) : null}
      {verb.verb === 'pass-by-order' ? (
        <>
          <Field
            title={t('orderNumber')}
            required
            invalid={missing(words.number) ?? fieldMessage(save.error, '/order/number')}
          >
            {(control) => (
              <Input
                {...control}
                maxLength={80}
                value={words.number}
                onChange={(event) => change({ number: event.target.value })}
              />
            )}
          </Field>
          {area('text', t('orderText'), { at: '/order/text', max: 5000 })}
        </>
      ) : null}
      {verb.verb === 'object' ? area('text', t('objectionText'), { at: '/objection/text', max: 5000 }) : null}
      {verb.verb === 'answer-objection' ? (
        <>
          <WhichObjection ballot={ballot} value={objectionId} onChange={setObjectionId} />
          {area('text', t('answerText'), { at: '/answer/text', max: 5000 })}
          <RightField
            title={t('upheld')}
            hint={t('upheldHint')}
            no={t('upheldNo')}
            yes={t('upheldYes')}
            value={words.isRight}
            invalid={tried && words.isRight === null ? t('needed') : undefined}
            onChange={(isRight) => change({ isRight })}
          />
        </>
      ) : null}
      {verb.verb === 'vet' ? (
        <RightField
          title={t('vetting')}
          no={t('vetReject')}
          yes={t('vetAccept')}
          value={words.isRight}
          invalid={tried && words.isRight === null ? t('needed') : undefined}
          onChange={(isRight) => change({ isRight })}
        />
      ) : null}
      {verb.reason === 'required'
        ? area('reason', t('reason'), { at: '/reason', hint: t('reasonHint') })
        : null}
      {takesWords(verb) ? <p className="soft">{t('kept')}</p> : null}
    </DeedForm>
  );
}

function takesWords({ verb, reason }: BallotVerbView): boolean {
  return (
    reason === 'required' || ['give-opinion', 'pass-by-order', 'object', 'answer-objection'].includes(verb)
  );
}

/** What is sent, or null while something is missing. */
function bodyOf({ verb, vetted }: BallotDeed, words: Words, objectionId: string | null): VerbBody | null {
  const reason = words.reason.trim();
  const text = words.text.trim();
  if (verb.reason === 'required' && reason === '') return null;
  const body: VerbBody = verb.reason === 'required' ? { reason } : {};
  switch (verb.verb) {
    case 'give-opinion':
      return text === '' ? null : { ...body, opinion: { text, minutesId: words.minutesId } };
    case 'pass-by-order': {
      const number = words.number.trim();
      return text === '' || number === '' ? null : { ...body, order: { number, text } };
    }
    case 'object':
      return text === '' ? null : { ...body, objection: { text } };
    case 'answer-objection':
      return text === '' || objectionId === null || words.isRight === null
        ? null
        : { ...body, answer: { objectionId, text, upheld: words.isRight } };
    case 'vet':
      return vetted === undefined || words.isRight === null
        ? null
        : {
            ...body,
            vetting: { question: vetted.question, option: vetted.option, accepted: words.isRight },
          };
    default:
      return body;
  }
}

/** What the step means, said before it is taken. */
function Lead({ ballot, deed: { verb, vetted } }: { ballot: BallotView; deed: BallotDeed }) {
  const t = usePhrases(ballotVerbPhrases);
  const label = useLabel();
  const locale = useLocale();
  const kinds = useBallotKinds();
  const kind = kinds.data?.kinds.find(({ key }) => key === ballot.kind);
  const lines: ReactNode[] = [];
  switch (verb.verb) {
    case 'ask-study':
      lines.push(t('askStudyLead', { limit: kind?.priorStudy ? label(kind.priorStudy.words) : '' }));
      break;
    case 'pass-by-order':
      lines.push(t('orderLead'));
      break;
    case 'post': {
      const notice = kind?.limits.find(({ key }) => key === 'notice');
      lines.push(t('postLead'));
      lines.push(
        ballot.votingFrom === null || ballot.votingUntil === null
          ? t('postNoVoting')
          : t('postVoting', {
              from: fullDate(ballot.votingFrom, { locale }),
              until: fullDate(ballot.votingUntil, { locale }),
            }),
      );
      if (notice !== undefined)
        lines.push(t('postNotice', { limit: label(notice.words), source: notice.source ?? '' }));
      break;
    }
    case 'correct-roll':
      lines.push(t('correctRollLead'));
      lines.push(
        <Link href={`/ownerships?compound=${ballot.part?.code ?? ballot.area.code}`}>{t('toRegister')}</Link>,
      );
      break;
    case 'count':
      lines.push(t('countLead'));
      if (ballot.participation !== null)
        lines.push(t('countTookPart', { n: ballot.participation.tookPart.heads }));
      break;
    case 'announce': {
      const takesObjections = kind?.limits.some(({ key }) => key === 'objections') ?? true;
      lines.push(t(takesObjections ? 'announceLead' : 'announceLeadNoObjections'));
      break;
    }
    case 'object':
      lines.push(t('objectLead'));
      break;
    case 'recount':
      lines.push(t('recountLead'));
      break;
    case 'withdraw':
      lines.push(t('withdrawLead'));
      break;
    case 'annul':
      lines.push(t('annulLead'));
      break;
    case 'vet':
      lines.push(t('vetLead', { option: vetted?.title ?? '' }));
      break;
  }
  return lines.length === 0 ? null : (
    <div className="ballot-lead">
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one step never change their order
        <p key={at}>{line}</p>
      ))}
    </div>
  );
}

function RightField({
  title,
  hint,
  no,
  yes,
  value,
  invalid,
  onChange,
}: {
  title: string;
  hint?: string;
  no: string;
  yes: string;
  value: boolean | null;
  invalid: string | undefined;
  onChange: (isRight: boolean) => void;
}) {
  return (
    <Field title={title} hint={hint} required invalid={invalid}>
      {({ id }) => (
        <div className="choices choices-across" role="radiogroup" aria-label={title} id={id}>
          {[
            { is: true, words: yes },
            { is: false, words: no },
          ].map((one) => (
            <label key={one.words} className="choice">
              <input type="radio" name={id} checked={value === one.is} onChange={() => onChange(one.is)} />
              <span className="choice-main">{one.words}</span>
            </label>
          ))}
        </div>
      )}
    </Field>
  );
}

function WhichObjection({
  ballot,
  value,
  onChange,
}: {
  ballot: BallotView;
  value: string | null;
  onChange: (objectionId: string) => void;
}) {
  const t = usePhrases(ballotVerbPhrases);
  const open = ballot.objections.filter(({ answer }) => answer === null);
  const chosen = open.find(({ objectionId }) => objectionId === value);
  return (
    <>
      {open.length > 1 ? (
        <Field title={t('whichObjection')} required>
          {({ id }) => (
            <Select
              id={id}
              value={value}
              options={open.map(({ objectionId, text }) => ({
                value: objectionId,
                label: text.length > 40 ? `${text.slice(0, 40)}…` : text,
              }))}
              onChange={onChange}
            />
          )}
        </Field>
      ) : null}
      {chosen === undefined ? null : <blockquote className="opinion typed">{chosen.text}</blockquote>}
    </>
  );
}

const minutesSinceDays = 60;

/** The meeting in which the opinion was settled; its page keeps the minutes. */
function MinutesField({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (gatheringId: string | null) => void;
}) {
  const t = usePhrases(ballotVerbPhrases);
  const label = useLabel();
  const locale = useLocale();
  const today = dayOf(usePresent());
  const from = addDays(today, -minutesSinceDays);
  const held = useQuery({
    queryKey: ['gatherings', 'calendar', 'held', from, today],
    queryFn: ({ signal }) => getCalendar({ from, to: today, mine: true, limit: 200 }, signal),
  });
  const meetings = (held.data?.gatherings ?? [])
    .filter(({ form, state }) => form === 'meeting' && (state === 'open' || state === 'ended'))
    .toReversed();
  return (
    <Field title={t('opinionMinutes')}>
      {({ id }) => (
        <Select
          id={id}
          allowClear
          placeholder={t('opinionMinutesNone')}
          loading={held.isFetching}
          value={value}
          options={meetings.map(({ gatheringId, title, startsAt, host }) => ({
            value: gatheringId,
            label: `${fullDate(startsAt, { locale })} ${label(title)} · ${host.name}`,
          }))}
          onChange={(gatheringId: string | null | undefined) => onChange(gatheringId ?? null)}
        />
      )}
    </Field>
  );
}
