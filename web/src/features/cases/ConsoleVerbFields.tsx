import { useQuery } from '@tanstack/react-query';
import { DatePicker, Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import { type KeyboardEvent, useEffect, useId } from 'react';
import { useModel } from '../../console/cases/use-model.ts';
import {
  holderRequired,
  type MissingField,
  notePhotos,
  noteVerbs,
  triageVerbs,
  type VerbDraft,
} from '../../console/cases/verb-request.ts';
import { consolePhrases } from '../../console/phrases.ts';
import type { CaseSummary, CaseView, HoldersReply, VerbView } from '../../ui/api/index.ts';
import { useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { Field } from './ConsoleField.tsx';
import { ConsoleHolderPicker } from './ConsoleHolderPicker.tsx';
import { ConsoleMergeTarget } from './ConsoleMergeTarget.tsx';
import { ConsolePhotoField } from './ConsolePhotoField.tsx';
import { caseConsolePhrases } from './console-phrases.ts';

type Ask = VerbView['asks'][number];

export interface VerbFieldsProps {
  verb: VerbView;
  draft: VerbDraft;
  photos: Record<string, Blob[]>;
  holders: { data: HoldersReply | undefined; error: unknown };
  /** The case itself, once its page is known: parts to sign off are chosen from it. */
  view: CaseView | undefined;
  one: CaseSummary | null;
  missing: readonly MissingField[];
  /** What the server said of a field, by JSON pointer. */
  refusalOf: (pointer: string) => string | undefined;
  onDraft: (change: Partial<VerbDraft>) => void;
  onPhotos: (ask: string, photos: Blob[]) => void;
}

/** Where “reason” is not what is written there. */
const reasonWords: Readonly<Record<string, keyof typeof caseConsolePhrases>> = {
  resolve: 'reasonDone',
  verify: 'reasonNote',
  note: 'reasonNote',
  answer: 'reasonAnswer',
};

/** Everything a verb asks, and nothing else. */
export function ConsoleVerbFields(props: VerbFieldsProps) {
  const { verb, draft, photos, holders, view, one, missing, refusalOf, onDraft, onPhotos } = props;
  const t = usePhrases(caseConsolePhrases);
  const label = useLabel();
  const miss = (field: MissingField, title: string, pointer?: string) =>
    missing.includes(field)
      ? t('missing', { field: title })
      : pointer === undefined
        ? undefined
        : refusalOf(pointer);
  const needsReason = verb.reason === 'required' || draft.severity !== null;
  const reasonTitle = t(reasonWords[verb.verb] ?? (needsReason ? 'reason' : 'reasonNote'));
  return (
    <>
      {verb.verb === 'merge' && one !== null ? (
        <ConsoleMergeTarget
          one={one}
          value={draft.into}
          invalid={miss('into', t('mergeInto'), '/into')}
          onChange={(into) => onDraft({ into })}
        />
      ) : null}
      {verb.verb === 'sign-part' ? (
        <PartChoice
          view={view}
          owed={verb.choices.map((choice) => choice.key)}
          value={draft.partId}
          invalid={miss('part', t('whichPart'), '/part/partId')}
          onChange={(partId) => onDraft({ partId })}
        />
      ) : null}
      {verb.choices.length > 0 && (verb.verb === 'pause' || verb.verb === 'rate') ? (
        <Choices
          title={t(verb.verb === 'pause' ? 'pauseKind' : 'answerKind')}
          choices={verb.choices}
          value={verb.verb === 'pause' ? draft.pause : draft.rating}
          invalid={
            verb.verb === 'pause'
              ? miss('pause', t('pauseKind'), '/pause')
              : miss('rating', t('answerKind'), '/rating')
          }
          onChange={(key) =>
            verb.verb === 'pause' ? onDraft({ pause: key }) : onDraft({ rating: key as VerbDraft['rating'] })
          }
        />
      ) : null}
      {verb.verb === 'ask-part' ? (
        <Field title={t('task')} required invalid={miss('task', t('task'), '/part/task')}>
          {(field) => (
            <Input.TextArea
              {...field}
              rows={2}
              maxLength={500}
              value={draft.task}
              onChange={(event) => onDraft({ task: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      {verb.verb === 'decide' ? (
        <Field
          title={t('resolution')}
          hint={t('resolutionHint')}
          required
          invalid={miss('resolution', t('resolution'), '/resolution')}
        >
          {(field) => (
            <Input.TextArea
              {...field}
              rows={4}
              maxLength={4000}
              value={draft.resolution}
              onChange={(event) => onDraft({ resolution: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      {verb.verb === 'decide' ? (
        <Field title={t('dueOn')} hint={t('dueOnHint')} invalid={refusalOf('/dueOn')}>
          {(field) => (
            <DatePicker
              {...field}
              value={draft.dueOn === null ? null : dayjs(draft.dueOn)}
              minDate={dayjs()}
              onKeyDown={takeDayOnly}
              onChange={(day) => onDraft({ dueOn: day === null ? null : day.format('YYYY-MM-DD') })}
            />
          )}
        </Field>
      ) : null}
      {verb.to.length > 0 ? (
        <ConsoleHolderPicker
          holders={holders.data?.holders}
          error={holders.error}
          value={draft.holder}
          optional={!holderRequired(verb)}
          invalid={miss('holder', t('holder'), verb.verb === 'ask-part' ? '/part/holder' : '/to')}
          onChange={(holder) => onDraft({ holder })}
        />
      ) : null}
      {verb.asks.map((ask) =>
        ask.kind === 'photo' ? (
          <ConsolePhotoField
            key={ask.key}
            title={label(ask.title)}
            hint={ask.hint === null ? undefined : label(ask.hint)}
            required={ask.required}
            max={ask.max ?? 9}
            photos={photos[ask.key] ?? []}
            invalid={miss(`ask:${ask.key}`, label(ask.title), `/answers/${ask.key}`)}
            onChange={(next) => onPhotos(ask.key, next)}
          />
        ) : (
          <AskField
            key={ask.key}
            ask={ask}
            value={draft.answers[ask.key] ?? null}
            invalid={miss(`ask:${ask.key}`, label(ask.title), `/answers/${ask.key}`)}
            onChange={(value) => onDraft({ answers: { ...draft.answers, [ask.key]: value } })}
          />
        ),
      )}
      {verb.verb === 'sign-part' ? (
        <Field title={t('result')} required invalid={miss('result', t('result'), '/part/result')}>
          {(field) => (
            <Input.TextArea
              {...field}
              rows={3}
              maxLength={2000}
              value={draft.result}
              onChange={(event) => onDraft({ result: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      {noteVerbs.has(verb.verb) && !verb.asks.some((ask) => ask.kind === 'photo') ? (
        <ConsolePhotoField
          title={t('photos')}
          hint={undefined}
          required={false}
          max={9}
          photos={photos[notePhotos] ?? []}
          invalid={refusalOf('/answers/note.photos')}
          onChange={(next) => onPhotos(notePhotos, next)}
        />
      ) : null}
      {triageVerbs.has(verb.verb) && one !== null ? (
        <Triage one={one} draft={draft} refusalOf={refusalOf} onDraft={onDraft} />
      ) : null}
      {verb.reason === 'none' && draft.severity === null ? null : (
        <Field
          title={reasonTitle}
          hint={t('reasonSeen')}
          required={needsReason}
          invalid={miss('reason', reasonTitle, '/reason')}
        >
          {(field) => (
            <Input.TextArea
              {...field}
              rows={3}
              maxLength={2000}
              value={draft.reason}
              onChange={(event) => onDraft({ reason: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  );
}

/** Enter takes the day that was typed; that alone must not send a form which is not filled in yet. */
function takeDayOnly(event: KeyboardEvent<HTMLElement>): void {
  if (event.key === 'Enter') event.preventDefault();
}

function AskField({
  ask,
  value,
  invalid,
  onChange,
}: {
  ask: Ask;
  value: VerbDraft['answers'][string];
  invalid: string | undefined;
  onChange: (value: VerbDraft['answers'][string]) => void;
}) {
  const t = usePhrases(consolePhrases);
  const label = useLabel();
  const title = label(ask.title);
  const hint = ask.hint === null ? undefined : label(ask.hint);
  if (ask.kind === 'yes-no') {
    return (
      <Choices
        title={title}
        hint={hint}
        required={ask.required}
        across
        choices={[
          { key: 'yes', title: consolePhrases.yes },
          { key: 'no', title: consolePhrases.no },
        ]}
        value={value === true ? 'yes' : value === false ? 'no' : null}
        invalid={invalid}
        onChange={(key) => onChange(key === 'yes')}
      />
    );
  }
  if (ask.kind === 'choice' && ask.choices.length <= 6) {
    return (
      <Choices
        title={title}
        hint={hint}
        required={ask.required}
        choices={ask.choices}
        value={typeof value === 'string' ? value : null}
        invalid={invalid}
        onChange={onChange}
      />
    );
  }
  return (
    <Field title={title} hint={hint} required={ask.required} invalid={invalid}>
      {(field) => {
        switch (ask.kind) {
          case 'choice':
          case 'category':
            return (
              <Select
                {...field}
                showSearch={{ optionFilterProp: 'label' }}
                aria-label={title}
                value={typeof value === 'string' ? value : null}
                options={ask.choices.map((choice) => ({ value: choice.key, label: label(choice.title) }))}
                onChange={(key) => onChange(key)}
              />
            );
          case 'number':
            return (
              <InputNumber
                {...field}
                style={{ width: '12em' }}
                {...(ask.max === null ? {} : { max: ask.max })}
                value={typeof value === 'number' ? value : null}
                onChange={(number) => onChange(typeof number === 'number' ? number : null)}
              />
            );
          case 'date':
            return (
              <DatePicker
                {...field}
                value={typeof value === 'string' && value !== '' ? dayjs(value) : null}
                onKeyDown={takeDayOnly}
                onChange={(day) => onChange(day === null ? null : day.format('YYYY-MM-DD'))}
              />
            );
          case 'long-text':
            return (
              <Input.TextArea
                {...field}
                rows={3}
                {...(ask.max === null ? {} : { maxLength: ask.max })}
                value={typeof value === 'string' ? value : ''}
                onChange={(event) => onChange(event.target.value)}
              />
            );
          default:
            return (
              <Input
                {...field}
                {...(ask.kind === 'phone' ? { inputMode: 'tel' as const } : {})}
                {...(ask.max === null ? {} : { maxLength: ask.max })}
                value={typeof value === 'string' ? value : ''}
                placeholder={ask.required ? '' : t('optional')}
                onChange={(event) => onChange(event.target.value)}
              />
            );
        }
      }}
    </Field>
  );
}

/** One of a few, as native radio buttons: arrows choose, Enter sends. */
export function Choices({
  title,
  hint,
  required = true,
  across = false,
  choices,
  value,
  invalid,
  onChange,
}: {
  title: string;
  hint?: string | undefined;
  required?: boolean;
  across?: boolean;
  choices: VerbView['choices'];
  value: string | null;
  invalid: string | undefined;
  onChange: (key: string) => void;
}) {
  const label = useLabel();
  const id = useId();
  return (
    <fieldset className="field" aria-describedby={invalid ? `${id}-error` : undefined}>
      <legend>
        {title}
        {required ? <span aria-hidden="true"> *</span> : null}
      </legend>
      {hint === undefined ? null : <p className="field-hint">{hint}</p>}
      <div className={across ? 'choices choices-across' : 'choices'}>
        {choices.map((choice) => (
          <label key={choice.key} className="choice">
            <input
              type="radio"
              name={id}
              checked={value === choice.key}
              onChange={() => onChange(choice.key)}
            />
            <span className="choice-main">{label(choice.title)}</span>
          </label>
        ))}
      </div>
      {invalid === undefined ? null : (
        <p className="field-error" id={`${id}-error`}>
          {invalid}
        </p>
      )}
    </fieldset>
  );
}

/** Category and severity as whoever takes the case in sees them. Folded away: mostly they are right. */
function Triage({
  one,
  draft,
  refusalOf,
  onDraft,
}: {
  one: CaseSummary;
  draft: VerbDraft;
  refusalOf: (pointer: string) => string | undefined;
  onDraft: (change: Partial<VerbDraft>) => void;
}) {
  const t = usePhrases(caseConsolePhrases);
  const label = useLabel();
  const model = useModel();
  const problems = model.data?.problems ?? [];
  const parents = new Set(problems.map((problem) => problem.parent));
  const changed = draft.severity !== null || draft.category !== null;
  return (
    <details className="triage" open={changed || undefined}>
      <summary>
        {t('triage')}
        <span className="soft">
          {one.categoryTitle === null ? t('noCategory') : label(one.categoryTitle)} · {t(one.severity)}
        </span>
      </summary>
      <Field title={t('category')} invalid={refusalOf('/category')}>
        {(field) => (
          <Select
            {...field}
            showSearch={{ optionFilterProp: 'label' }}
            aria-label={t('category')}
            value={draft.category ?? one.category}
            options={problems
              .filter((problem) => !parents.has(problem.key))
              .map((problem) => ({ value: problem.key, label: label(problem.title) }))}
            onChange={(key) => onDraft({ category: key === one.category ? null : key })}
          />
        )}
      </Field>
      <Choices
        title={t('filterSeverity')}
        hint={t('severityHint')}
        required={false}
        across
        choices={(['urgent', 'ordinary', 'hard'] as const).map((key) => ({
          key,
          title: caseConsolePhrases[key],
        }))}
        value={draft.severity ?? one.severity}
        invalid={refusalOf('/severity')}
        onChange={(key) =>
          onDraft({ severity: key === one.severity ? null : (key as CaseSummary['severity']) })
        }
      />
    </details>
  );
}

function PartChoice({
  view,
  owed,
  value,
  invalid,
  onChange,
}: {
  view: CaseView | undefined;
  /** Parts this viewer may sign off; none named: all that are open. */
  owed: readonly string[];
  value: string | null;
  invalid: string | undefined;
  onChange: (partId: string) => void;
}) {
  const t = usePhrases(caseConsolePhrases);
  const marks = useMarks();
  const open = (view?.parts ?? []).filter(
    (part) => part.signedAt === null && (owed.length === 0 || owed.includes(part.partId)),
  );
  const only = open.length === 1 ? open[0]?.partId : undefined;
  useEffect(() => {
    if (only !== undefined && value === null) onChange(only);
  }, [only, value, onChange]);
  if (view !== undefined && open.length === 0) return <p className="field-hint">{t('noOpenPart')}</p>;
  return (
    <Choices
      title={t('whichPart')}
      choices={open.map((part) => {
        const words = `${part.task}${marks.bracketed(part.holder.orgName)}`;
        return { key: part.partId, title: { zh: words, en: words } };
      })}
      value={value}
      invalid={invalid}
      onChange={onChange}
    />
  );
}

/** Holders that may be given a case by a verb. */
export function useHolders(
  caseIds: readonly string[],
  verb: VerbView,
  load: (caseId: string) => Promise<HoldersReply>,
) {
  return useQuery({
    queryKey: ['holders', verb.verb, ...caseIds],
    queryFn: async (): Promise<HoldersReply> => {
      const replies = await Promise.all(caseIds.map(load));
      return { holders: inAll(replies.map((reply) => reply.holders)) };
    },
    enabled: verb.to.length > 0 && caseIds.length > 0,
    staleTime: 20_000,
  });
}

/** Those who could take every one of them; “nearest” only where that holds for all. */
export function inAll(lists: HoldersReply['holders'][]): HoldersReply['holders'] {
  const [first, ...others] = lists;
  if (first === undefined) return [];
  const key = (holder: HoldersReply['holders'][number]) => `${holder.postId}:${holder.orgId}:${holder.role}`;
  const rest = others.map((list) => new Map(list.map((holder) => [key(holder), holder])));
  return first
    .filter((holder) => rest.every((list) => list.has(key(holder))))
    .map((holder) => ({
      ...holder,
      nearest: holder.nearest && rest.every((list) => list.get(key(holder))?.nearest),
      takenBack:
        holder.takenBack ?? rest.flatMap((list) => list.get(key(holder))?.takenBack ?? [])[0] ?? null,
    }));
}
