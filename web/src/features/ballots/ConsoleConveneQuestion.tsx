import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Segmented, Select } from 'antd';
import { useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { ConsoleOptionPhoto } from './ConsoleOptionPhoto.tsx';
import {
  type BallotKindView,
  formsOf,
  newOption,
  type OptionWords,
  type QuestionForm,
  type QuestionWords,
} from './convene-draft.ts';
import { convenePhrases } from './convene-phrases.ts';

const formWords = {
  motion: 'formMotion',
  options: 'formOptions',
  text: 'formText',
} as const satisfies Record<QuestionForm, keyof typeof convenePhrases>;

/** One question of a ballot that is being convened. */
export function ConsoleConveneQuestion({
  kind,
  question,
  n,
  fault,
  onChange,
  onRemove,
}: {
  kind: BallotKindView;
  question: QuestionWords;
  n: number;
  fault: (at: string) => string | undefined;
  onChange: (question: QuestionWords) => void;
  onRemove?: () => void;
}) {
  const t = usePhrases(convenePhrases);
  const label = useLabel();
  const forms = formsOf(kind);
  const change = (more: Partial<QuestionWords>) => onChange({ ...question, ...more });
  const matter = kind.matters.find(({ key }) => key === question.matter);
  return (
    <fieldset className="convene-question">
      <legend className="visually-hidden">{t('questionN', { n })}</legend>
      <p className="convene-question-head">
        <strong>{t('questionN', { n })}</strong>
        {onRemove === undefined ? null : (
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('removeQuestion', { n })}
            onClick={onRemove}
          />
        )}
      </p>
      {forms.length < 2 ? null : (
        <Field title={t('questionForm')} required>
          {({ id }) => (
            <Segmented<QuestionForm>
              id={id}
              aria-label={t('questionForm')}
              value={question.form}
              options={forms.map((value) => ({ value, label: t(formWords[value]) }))}
              onChange={(form) =>
                change({
                  form,
                  options:
                    form === 'options' && question.options.length === 0 && kind.nominate.length === 0
                      ? twoOptions()
                      : question.options,
                })
              }
            />
          )}
        </Field>
      )}
      <Field
        title={t('questionTitle')}
        hint={question.form === 'motion' ? t('questionTitleHint') : undefined}
        required
        invalid={fault('title')}
      >
        {(control) => (
          <Input.TextArea
            {...control}
            autoSize={{ minRows: 1, maxRows: 4 }}
            maxLength={200}
            value={question.title}
            onChange={(event) => change({ title: event.target.value })}
          />
        )}
      </Field>
      {kind.matters.length < 2 ? null : (
        <Field title={t('matter')} required={kind.form === 'owners-vote'} invalid={fault('matter')}>
          {({ id }) => (
            <Select
              id={id}
              placeholder={t('matterChoose')}
              allowClear={kind.form !== 'owners-vote'}
              value={question.matter}
              options={kind.matters.map(({ key, title }) => ({ value: key, label: label(title) }))}
              onChange={(key: string | null | undefined) => change({ matter: key ?? null })}
            />
          )}
        </Field>
      )}
      {matter === undefined ? null : (
        <div className="ballot-rule">
          <p>{label(matter.rule)}</p>
          <p className="soft">{t('sourceOf', { source: matter.source })}</p>
        </div>
      )}
      {question.form === 'options' ? (
        <Options kind={kind} question={question} fault={fault} onChange={change} />
      ) : null}
      {question.form === 'text' ? (
        <Count
          title={t('mostAnswers')}
          value={question.max}
          invalid={fault('max')}
          onChange={(max) => change({ max })}
        />
      ) : null}
      {kind.form === 'choice' || kind.form === 'survey' ? (
        <Count
          title={t('budget')}
          value={question.budget}
          isOptional
          invalid={fault('budget')}
          onChange={(budget) => change({ budget })}
        />
      ) : null}
    </fieldset>
  );
}

function twoOptions(): OptionWords[] {
  const first = newOption([]);
  return [first, newOption([first])];
}

const mostOptions = 100;

function Options({
  kind,
  question,
  fault,
  onChange,
}: {
  kind: BallotKindView;
  question: QuestionWords;
  fault: (at: string) => string | undefined;
  onChange: (more: Partial<QuestionWords>) => void;
}) {
  const t = usePhrases(convenePhrases);
  const marks = useMarks();
  const label = useLabel();
  const isElection = kind.form === 'election';
  const isNominated = kind.nominate.length > 0;
  const { options } = question;
  const hasPhoto = ({ photoId }: OptionWords) =>
    kind.photographs || kind.form === 'choice' || photoId !== null;
  const put = (option: OptionWords) =>
    onChange({ options: options.map((one) => (one.key === option.key ? option : one)) });
  return (
    <>
      <div className="convene-options">
        <h3>{t('options')}</h3>
        {isNominated ? (
          <p className="field-hint">
            {t('candidates', {
              channels: marks.listed(kind.nominate.map(({ title }) => label(title))),
            })}
          </p>
        ) : null}
        {fault('options') === undefined ? null : <p className="field-error">{fault('options')}</p>}
        <ol>
          {options.map((option, index) => (
            <li key={option.key} className="convene-option" data-photo={hasPhoto(option) || undefined}>
              {hasPhoto(option) ? (
                <ConsoleOptionPhoto
                  title={option.title}
                  photoId={option.photoId}
                  onChange={(photoId) => put({ ...option, photoId })}
                />
              ) : null}
              <div className="convene-option-words">
                <Field title={t('optionN', { n: index + 1 })} required invalid={fault(`${option.key}.title`)}>
                  {(control) => (
                    <Input
                      {...control}
                      maxLength={120}
                      placeholder={t('optionTitle')}
                      value={option.title}
                      onChange={(event) => put({ ...option, title: event.target.value })}
                    />
                  )}
                </Field>
                <Input.TextArea
                  aria-label={`${t('optionN', { n: index + 1 })} ${t('optionText')}`}
                  placeholder={t('optionText')}
                  autoSize={{ minRows: 1, maxRows: 5 }}
                  maxLength={2000}
                  value={option.description}
                  onChange={(event) => put({ ...option, description: event.target.value })}
                />
                {isElection ? null : (
                  <Input
                    className="convene-cost"
                    aria-label={`${t('optionN', { n: index + 1 })} ${t('optionCost')}`}
                    aria-invalid={fault(`${option.key}.cost`) !== undefined}
                    placeholder={t('optionCost')}
                    inputMode="decimal"
                    value={option.cost}
                    onChange={(event) => put({ ...option, cost: event.target.value })}
                  />
                )}
                {fault(`${option.key}.cost`) === undefined ? null : (
                  <p className="field-error">{fault(`${option.key}.cost`)}</p>
                )}
              </div>
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('removeOption', { n: index + 1 })}
                onClick={() => onChange({ options: options.filter(({ key }) => key !== option.key) })}
              />
            </li>
          ))}
        </ol>
        {/* Who is nominated is no option to be written in. */}
        {isElection && isNominated ? null : options.length < mostOptions ? (
          <p>
            <Button
              icon={<PlusOutlined />}
              onClick={() => onChange({ options: [...options, newOption(options)] })}
            >
              {t('addOption')}
            </Button>
          </p>
        ) : null}
      </div>
      <fieldset className="convene-counts">
        <legend className="visually-hidden">{t('choosePlain')}</legend>
        {kind.form === 'survey' ? null : (
          <Count
            title={t(isElection ? 'seats' : 'picks')}
            hint={isElection ? seatsHint(t, kind) : undefined}
            value={question.picks}
            isFixed={kind.picks !== null}
            invalid={fault('picks')}
            // As many votes as there are seats, until somebody says otherwise.
            onChange={(picks) =>
              onChange(isElection && question.max === question.picks ? { picks, max: picks } : { picks })
            }
          />
        )}
        <Count
          title={`${t('choosePlain')}${marks.colon}${t('atLeast')}`}
          value={question.min}
          invalid={fault('min')}
          onChange={(min) => onChange({ min })}
        />
        <Count
          title={t('atMost')}
          value={question.max}
          invalid={fault('max')}
          onChange={(max) => onChange({ max })}
        />
      </fieldset>
    </>
  );
}

function seatsHint(
  t: (key: 'seatsHint' | 'seatsOdd', data?: Record<string, number>) => string,
  { seats, seatsOdd }: BallotKindView,
): string | undefined {
  if (seats.min === null || seats.max === null) return undefined;
  return `${t('seatsHint', { min: seats.min, max: seats.max })}${seatsOdd ? t('seatsOdd') : ''}`;
}

function Count({
  title,
  hint,
  value,
  isOptional = false,
  isFixed = false,
  invalid,
  onChange,
}: {
  title: string;
  hint?: string | undefined;
  value: string;
  isOptional?: boolean;
  /** The kind of the ballot says how many. */
  isFixed?: boolean;
  invalid: string | undefined;
  onChange: (value: string) => void;
}) {
  return (
    <Field title={title} hint={hint} required={!isOptional} invalid={invalid}>
      {(control) => (
        <Input
          {...control}
          className="convene-count"
          inputMode="numeric"
          readOnly={isFixed}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
