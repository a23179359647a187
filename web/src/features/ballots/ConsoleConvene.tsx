import './console-ballots.css';
import './convene.css';
import { ArrowLeftOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { formDraft } from '../../console/cases/drafts.ts';
import { useCommandId } from '../../console/command-id.ts';
import { Refusal } from '../../console/look/DeedForm.tsx';
import { usePresent } from '../../console/look/Due.tsx';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { useStaffSession } from '../../console/session/session.ts';
import { PageHead } from '../../console/shell/PageHead.tsx';
import {
  type BallotView,
  conveneBallot,
  doBallotVerb,
  fieldMessage,
  ProblemError,
} from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { fullDate } from '../../ui/time/words.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { useBallot, useBallotKinds } from './ballot-queries.ts';
import { ConsoleConveneAsks } from './ConsoleConveneAsks.tsx';
import { ConsoleConveneQuestion } from './ConsoleConveneQuestion.tsx';
import {
  type BallotKindView,
  bodyOf,
  type ConveneWords,
  daysOf,
  draftOf,
  emptyDraft,
  faultsOf,
  isConveneWords,
  newQuestion,
  takesMore,
  timeAdvice,
  withKind,
} from './convene-draft.ts';
import { convenePhrases } from './convene-phrases.ts';
import { useBallotCame } from './use-ballot-verb.ts';

/** Convenes a ballot anew, or puts one again that failed (`?repeats=`). */
export default function ConsoleConvene() {
  const [search] = useSearchParams();
  const repeats = search.get('repeats');
  return repeats === null ? <Convene before={null} /> : <Again key={repeats} ballotId={repeats} />;
}

function Again({ ballotId }: { ballotId: string }) {
  const page = useBallot(ballotId);
  if (page.isPending) return <LoadingLines lines={5} />;
  if (page.data === undefined)
    return <FailedState isPage error={page.error} onRetry={() => void page.refetch()} />;
  return <Convene before={page.data} />;
}

/** `before`: the ballot whose words come along. */
function Convene({ before }: { before: BallotView | null }) {
  const t = usePhrases(convenePhrases);
  const [, navigate] = useLocation();
  const came = useBallotCame();
  const kinds = useBallotKinds();
  if (kinds.isPending) return <LoadingLines lines={5} />;
  if (kinds.data === undefined)
    return <FailedState isPage error={kinds.error} onRetry={() => void kinds.refetch()} />;
  const offered = kinds.data.kinds.filter(({ convene }) => convene.length > 0);
  if (offered.length === 0) {
    return (
      <EmptyState
        isPage
        title={t('nowhereTitle')}
        detail={t('nowhereDetail')}
        action={<Link href="/ballots">{t('toBallots')}</Link>}
      />
    );
  }
  const [only] = offered;
  const first =
    before === null
      ? offered.length === 1 && only !== undefined
        ? withKind(emptyDraft, only)
        : emptyDraft
      : draftOf(before, { again: true });
  return (
    <ConveneForm
      title={t('title')}
      name={before === null ? 'convene' : `convene:${before.ballotId}`}
      first={first}
      kinds={offered}
      note={before === null ? null : t('again', { number: before.number })}
      deed={t('save')}
      only="all"
      back={before === null ? '/ballots' : `/ballots/${before.ballotId}`}
      send={(words, kind, commandId) =>
        conveneBallot({
          ...bodyOf(words, kind),
          commandId,
          kind: kind.key,
          areaCode: words.areaCode ?? '',
          part: words.part,
          repeats: before?.ballotId ?? null,
        })
      }
      onDone={(ballot) => {
        came(ballot);
        navigate(`/ballots/${ballot.ballotId}`);
      }}
    />
  );
}

/** Changes a draft. Once it was put to its study only its days may move. */
export function ConsoleAmendBallot({ ballotId }: { ballotId: string }) {
  const t = usePhrases(convenePhrases);
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const came = useBallotCame();
  const page = useBallot(ballotId);
  const kinds = useBallotKinds();
  if (page.isPending || kinds.isPending) return <LoadingLines lines={5} />;
  if (page.data === undefined || kinds.data === undefined)
    return (
      <FailedState
        isPage
        error={page.error ?? kinds.error}
        onRetry={() => void Promise.all([page.refetch(), kinds.refetch()])}
      />
    );
  const ballot = page.data;
  const kind = kinds.data.kinds.find(({ key }) => key === ballot.kind);
  const here = `/ballots/${ballotId}`;
  if (kind === undefined || !ballot.verbs.some(({ verb }) => verb === 'amend')) {
    return (
      <EmptyState
        isPage
        title={t('notNowTitle')}
        detail={t('notNowDetail')}
        action={<Link href={here}>{t('toBallot')}</Link>}
      />
    );
  }
  const isSeen = ballot.study !== null;
  return (
    <ConveneForm
      title={t('amendTitle', { title: ballot.title })}
      // What was typed over another version of the draft would undo what somebody else has changed since.
      name={`amend:${ballotId}:${ballot.seq}`}
      first={draftOf(ballot, { again: false })}
      kinds={[kind]}
      note={isSeen ? t('onlyDays') : null}
      deed={t('saveAmend')}
      only={isSeen ? 'days' : 'words'}
      back={here}
      edition={ballot.seq}
      send={(words, ofKind, commandId, seq) => {
        const { votingFrom, votingUntil, ...rest } = bodyOf(words, ofKind);
        const draft = isSeen ? { votingFrom, votingUntil } : { ...rest, votingFrom, votingUntil };
        return doBallotVerb(ballotId, 'amend', { commandId, seq, draft });
      }}
      onRefused={() => void client.invalidateQueries({ queryKey: ['ballot', ballotId] })}
      onDone={(changed) => {
        came(changed);
        navigate(here);
      }}
    />
  );
}

function ConveneForm({
  title,
  name,
  first,
  kinds,
  note,
  deed,
  only,
  back,
  edition = 0,
  send,
  onDone,
  onRefused,
}: {
  title: string;
  /** Under which what is typed is kept. */
  name: string;
  first: ConveneWords;
  kinds: BallotKindView[];
  note: string | null;
  deed: string;
  /** `all`: kind and place too; `words`: what is put; `days`: only when. */
  only: 'all' | 'words' | 'days';
  back: string;
  /** Of the draft as it is now; what is typed is laid over the one that it began from. */
  edition?: number;
  send: (
    words: ConveneWords,
    kind: BallotKindView,
    commandId: string,
    edition: number,
  ) => Promise<{ ballot: BallotView }>;
  onDone: (ballot: BallotView) => void;
  onRefused?: () => void;
}) {
  const t = usePhrases(convenePhrases);
  const label = useLabel();
  const locale = useLocale();
  const now = usePresent();
  const { message } = App.useApp();
  const { person } = useStaffSession();
  const form = useRef<HTMLFormElement>(null);
  const draft = formDraft(person.personId, `ballot:${name}`, isConveneWords);
  const [words, setWords] = useState(() => draft.read() ?? first);
  const [wasKept, setWasKept] = useState(() => draft.read() !== null);
  const [tried, setTried] = useState(false);
  const [begunFrom, setBegunFrom] = useState(edition);
  const commandIdFor = useCommandId();
  const kind = kinds.find(({ key }) => key === words.kind);
  const area = kind?.convene.find(({ code }) => code === words.areaCode);
  const set = (next: ConveneWords) => {
    setWords(next);
    draft.keep(next);
  };
  const change = (more: Partial<ConveneWords>) => set({ ...words, ...more });
  const save = useMutation({
    mutationFn: (of: BallotKindView) => send(words, of, commandIdFor({ words, begunFrom }), begunFrom),
    onSuccess: ({ ballot }) => {
      draft.drop();
      message.success(label(ballot.phaseTitle));
      onDone(ballot);
    },
    onError: (error) => {
      if (error instanceof ProblemError && error.status === 409) onRefused?.();
    },
  });
  const faults = kind === undefined ? new Map<string, never>() : faultsOf(words, kind);
  const fault = (at: string, pointer?: string): string | undefined => {
    const mine = tried ? faults.get(at) : undefined;
    return mine === undefined
      ? pointer === undefined
        ? undefined
        : fieldMessage(save.error, pointer)
      : t(mine.phrase);
  };
  const refused = save.error;
  useEffect(() => {
    // The refusal stands at the head of a long form, and whoever pressed is at its foot.
    if (refused !== null) form.current?.querySelector('[role=alert]')?.scrollIntoView({ block: 'center' });
  }, [refused]);
  const submit = () => {
    setTried(true);
    if (kind === undefined) return;
    if (faults.size === 0) return save.mutate(kind);
    requestAnimationFrame(() =>
      form.current
        ?.querySelector<HTMLElement>('[aria-invalid="true"], .field:has(.field-error) :is(input, textarea)')
        ?.focus(),
    );
  };
  const advice = kind === undefined ? null : timeAdvice(words, kind, now);
  const limitOf = (key: string): string => {
    const limit = kind?.limits.find((one) => one.key === key);
    return limit === undefined ? '' : label(limit.words);
  };
  const text = (
    field: 'title' | 'text',
    control: Parameters<Parameters<typeof Field>[0]['children']>[0],
    max: number,
    rows = 1,
  ) => (
    <Input.TextArea
      {...control}
      autoSize={{ minRows: rows, maxRows: 24 }}
      maxLength={max}
      value={words[field]}
      onChange={(event) => change({ [field]: event.target.value })}
    />
  );
  return (
    <>
      <Link href={back} className="back-link soft">
        <ArrowLeftOutlined aria-hidden="true" /> {t(back === '/ballots' ? 'toBallots' : 'toBallot')}
      </Link>
      <PageHead title={title} summary={only === 'all' ? t('lead') : undefined} />
      {note === null ? null : <Alert type="info" className="convene-note" title={note} />}
      {begunFrom === edition ? null : (
        <Alert
          type="warning"
          role="alert"
          className="convene-note"
          title={t('overtaken')}
          action={
            <span className="convene-overtaken">
              <Button
                size="small"
                onClick={() => {
                  draft.drop();
                  setWords(first);
                  setBegunFrom(edition);
                  setTried(false);
                  save.reset();
                }}
              >
                {t('takeTheirs')}
              </Button>
              <Button
                size="small"
                onClick={() => {
                  draft.keep(words);
                  setBegunFrom(edition);
                  save.reset();
                }}
              >
                {t('keepMine')}
              </Button>
            </span>
          }
        />
      )}
      {wasKept ? (
        <Alert
          type="info"
          className="convene-note"
          title={t('restored')}
          action={
            <Button
              size="small"
              onClick={() => {
                draft.drop();
                setWords(first);
                setWasKept(false);
                setTried(false);
              }}
            >
              {t('startOver')}
            </Button>
          }
        />
      ) : null}
      <div className="convene-columns">
        <form
          ref={form}
          className="convene"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Refusal error={save.error} />
          {only === 'all' ? (
            <KindChoice
              kinds={kinds}
              value={words.kind}
              onChange={(chosen) => set(withKind(words, chosen))}
            />
          ) : null}
          {kind === undefined ? null : (
            <>
              {only === 'all' ? (
                <>
                  <Field title={t('area')} required invalid={fault('area', '/areaCode')}>
                    {({ id }) => (
                      <Select
                        id={id}
                        placeholder={t('areaChoose')}
                        showSearch={{ optionFilterProp: 'label' }}
                        value={words.areaCode}
                        options={kind.convene.map(({ code, name: areaName }) => ({
                          value: code,
                          label: areaName,
                        }))}
                        onChange={(areaCode: string) => change({ areaCode, part: null })}
                      />
                    )}
                  </Field>
                  {area === undefined || area.parts.length === 0 ? null : (
                    <Field title={t('part')} hint={t('partHint')} required invalid={fault('part', '/part')}>
                      {({ id }) => (
                        <Select
                          id={id}
                          showSearch={{ optionFilterProp: 'label' }}
                          value={words.part ?? ''}
                          options={[
                            { value: '', label: t('wholeArea', { area: area.name }) },
                            ...area.parts.map((part) => ({
                              value: part.code,
                              label: t('onlyPart', { part: part.name }),
                            })),
                          ]}
                          onChange={(part: string) => change({ part: part === '' ? null : part })}
                        />
                      )}
                    </Field>
                  )}
                </>
              ) : null}
              {only === 'days' ? null : (
                <>
                  <Field title={t('name')} hint={t('nameHint')} required invalid={fault('title', '/title')}>
                    {(control) => text('title', control, 120)}
                  </Field>
                  <Field title={t('text')} hint={t('textHint')} invalid={fault('text', '/text')}>
                    {(control) => text('text', control, 20_000, 5)}
                  </Field>
                  <section className="convene-questions" aria-labelledby="convene-questions">
                    <h2 id="convene-questions">{t('questions')}</h2>
                    {words.questions.map((question, index) => (
                      <ConsoleConveneQuestion
                        key={question.key}
                        kind={kind}
                        question={question}
                        n={index + 1}
                        fault={(at) => fault(`${question.key}.${at}`, `/questions/${index}/${at}`)}
                        onChange={(changed) =>
                          change({
                            questions: words.questions.map((one) =>
                              one.key === question.key ? changed : one,
                            ),
                          })
                        }
                        {...(words.questions.length > 1
                          ? {
                              onRemove: () =>
                                change({
                                  questions: words.questions.filter(({ key }) => key !== question.key),
                                }),
                            }
                          : {})}
                      />
                    ))}
                    {takesMore(kind) && words.questions.length < 20 ? (
                      <p>
                        <Button
                          icon={<PlusOutlined />}
                          onClick={() =>
                            change({ questions: [...words.questions, newQuestion(kind, words.questions)] })
                          }
                        >
                          {t('addQuestion')}
                        </Button>
                      </p>
                    ) : null}
                  </section>
                </>
              )}
              <fieldset className="convene-time">
                <legend>{t('time')}</legend>
                <p className="field-hint">{t('timeHint')}</p>
                {advice?.earliest == null ? null : (
                  <p className="field-hint">
                    {t('earliest', { when: fullDate(advice.earliest, { locale }) })}{' '}
                    {kind.priorStudy === null || only === 'days' ? '' : t('earliestStudy')}
                  </p>
                )}
                <TimeFields words={words} fault={fault} onChange={change} />
                {advice?.isTooSoon ? (
                  <p className="convene-advice">{t('tooSoon', { limit: limitOf('notice') })}</p>
                ) : null}
                {advice?.isTooShort ? (
                  <p className="convene-advice">{t('tooShort', { limit: limitOf('voting') })}</p>
                ) : null}
                {advice?.isTooLong ? (
                  <p className="convene-advice">{t('tooLong', { limit: limitOf('voting') })}</p>
                ) : null}
              </fieldset>
              {only === 'days' ? null : (
                <>
                  <Secrecy kind={kind} value={words.secret} onChange={(secret) => change({ secret })} />
                  {kind.silence === 'not-taking-part' ? null : (
                    <Silence
                      value={words.silence}
                      invalid={fault('silence', '/silence/basis')}
                      onChange={(silence) => change({ silence })}
                    />
                  )}
                </>
              )}
            </>
          )}
          <div className="convene-foot">
            <Button
              type="primary"
              size="large"
              htmlType="submit"
              disabled={kind === undefined}
              loading={save.isPending}
            >
              {deed}
            </Button>
            {tried && faults.size > 0 ? (
              <span className="field-error" role="status">
                {t('faults', { n: faults.size })}
              </span>
            ) : null}
          </div>
        </form>
        {kind === undefined ? null : <ConsoleConveneAsks kind={kind} words={words} />}
      </div>
    </>
  );
}

function KindChoice({
  kinds,
  value,
  onChange,
}: {
  kinds: BallotKindView[];
  value: string | null;
  onChange: (kind: BallotKindView) => void;
}) {
  const t = usePhrases(convenePhrases);
  const label = useLabel();
  return (
    <fieldset className="field">
      <legend>{t('kind')}</legend>
      <div className="choices convene-kinds">
        {kinds.map((kind) => (
          <label key={kind.key} className="choice">
            <input type="radio" name="kind" checked={value === kind.key} onChange={() => onChange(kind)} />
            <span className="choice-main">
              <span className="choice-title">{label(kind.title)}</span>
              {kind.description === null ? null : (
                <span className="choice-detail">{label(kind.description)}</span>
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function TimeFields({
  words,
  fault,
  onChange,
}: {
  words: ConveneWords;
  fault: (at: string, pointer?: string) => string | undefined;
  onChange: (more: Partial<ConveneWords>) => void;
}) {
  const t = usePhrases(convenePhrases);
  const { from } = daysOf(words);
  const ends = [
    { at: 'from', pointer: '/draft/votingFrom', day: 'fromDay', clock: 'fromClock' },
    { at: 'until', pointer: '/draft/votingUntil', day: 'untilDay', clock: 'untilClock' },
  ] as const;
  return (
    <div className="convene-days">
      {ends.map(({ at, pointer, day, clock }) => (
        <Field
          key={at}
          title={t(at)}
          invalid={fault(at, pointer) ?? fault(at, pointer.replace('/draft', ''))}
        >
          {(control) => (
            <span className="convene-day">
              <Input
                {...control}
                type="date"
                aria-label={t('day', { what: t(at) })}
                value={words[day]}
                {...(at === 'until' && from !== null ? { min: words.fromDay } : {})}
                onChange={(event) => onChange({ [day]: event.target.value })}
              />
              <Input
                type="time"
                aria-label={t('clock', { what: t(at) })}
                value={words[clock]}
                onChange={(event) => onChange({ [clock]: event.target.value })}
              />
            </span>
          )}
        </Field>
      ))}
    </div>
  );
}

function Secrecy({
  kind,
  value,
  onChange,
}: {
  kind: BallotKindView;
  value: boolean;
  onChange: (secret: boolean) => void;
}) {
  const t = usePhrases(convenePhrases);
  if (kind.secret !== 'as-convened')
    return <p className="soft">{t(kind.secret === 'always' ? 'secretAlways' : 'secretNever')}</p>;
  return (
    <Two
      title={t('secrecy')}
      name="secrecy"
      value={value}
      no={[t('open'), t('openText')]}
      yes={[t('secret'), t('secretText')]}
      onChange={onChange}
    />
  );
}

function Silence({
  value,
  invalid,
  onChange,
}: {
  value: string | null;
  invalid: string | undefined;
  onChange: (basis: string | null) => void;
}) {
  const t = usePhrases(convenePhrases);
  return (
    <>
      <Two
        title={t('silence')}
        name="silence"
        value={value !== null}
        no={[t('silenceOut'), t('silenceOutText')]}
        yes={[t('silenceWith'), t('silenceWithText')]}
        onChange={(counts) => onChange(counts ? (value ?? '') : null)}
      />
      {value === null ? null : (
        <Field title={t('silenceBasis')} hint={t('silenceBasisHint')} required invalid={invalid}>
          {(control) => (
            <Input.TextArea
              {...control}
              autoSize={{ minRows: 2, maxRows: 6 }}
              maxLength={500}
              value={value}
              onChange={(event) => onChange(event.target.value)}
            />
          )}
        </Field>
      )}
    </>
  );
}

/** One of two, each with what it means. */
function Two({
  title,
  name,
  value,
  no,
  yes,
  onChange,
}: {
  title: string;
  name: string;
  value: boolean;
  no: [words: string, meaning: string];
  yes: [words: string, meaning: string];
  onChange: (is: boolean) => void;
}) {
  return (
    <fieldset className="field">
      <legend>{title}</legend>
      <div className="choices">
        {[
          { is: false, words: no },
          { is: true, words: yes },
        ].map(({ is, words: [says, means] }) => (
          <label key={says} className="choice">
            <input type="radio" name={name} checked={value === is} onChange={() => onChange(is)} />
            <span className="choice-main">
              <span className="choice-title">{says}</span>
              <span className="choice-detail">{means}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
