import { Checkbox, Input, Select } from 'antd';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { calendarConsolePhrases } from './calendar-console-phrases.ts';
import { everyWords, weekdayWords } from './calendar-words.ts';
import { type RuleDraft, type Weekday, weekdays } from './plain-rule.ts';

const empty = {
  model: { every: 'model' },
  week: { every: 'week', days: ['FR'] },
  'other-week': { every: 'other-week', days: ['FR'] },
  'month-day': { every: 'month-day', monthDays: [4, 14, 24] },
  'month-week': { every: 'month-week', which: 1, day: 'FR' },
  written: { every: 'written', rule: '' },
} as const satisfies Record<RuleDraft['every'], unknown>;

const whiches = [1, 2, 3, 4, -1] as const;
const whichWords = { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', '-1': 'last' } as const;

/** How often, in plain words: every week, on days of the month, on the second Friday. */
export function RuleFields({
  value,
  hasModelsRule,
  invalid,
  onChange,
}: {
  value: RuleDraft;
  hasModelsRule: boolean;
  invalid: string | undefined;
  onChange: (rule: RuleDraft) => void;
}) {
  const t = usePhrases(calendarConsolePhrases);
  const everies = (Object.keys(empty) as RuleDraft['every'][]).filter(
    (one) => hasModelsRule || one !== 'model',
  );
  return (
    <>
      <Field title={t('howOften')} required invalid={invalid}>
        {({ id }) => (
          <Select
            id={id}
            value={value.every}
            options={everies.map((every) => ({ value: every, label: t(everyWords[every]) }))}
            onChange={(every: RuleDraft['every']) => onChange(structuredClone(empty[every]) as RuleDraft)}
          />
        )}
      </Field>
      {value.every === 'week' || value.every === 'other-week' ? (
        <fieldset className="field rule-days">
          <legend>{t('onDays')}</legend>
          <Checkbox.Group
            value={value.days}
            options={weekdays.map((day) => ({ value: day, label: t(weekdayWords[day]) }))}
            onChange={(days) => onChange({ ...value, days: days as Weekday[] })}
          />
        </fieldset>
      ) : value.every === 'month-day' ? (
        <Field title={t('onMonthDays')} hint={t('onMonthDaysHint')} required>
          {({ id }) => (
            <Select
              id={id}
              mode="multiple"
              value={value.monthDays}
              options={Array.from({ length: 31 }, (_, index) => ({
                value: index + 1,
                label: t('monthDay', { n: index + 1 }),
              }))}
              onChange={(monthDays: number[]) => onChange({ ...value, monthDays })}
            />
          )}
        </Field>
      ) : value.every === 'month-week' ? (
        <div className="field-row">
          <Field title={t('which')} required>
            {({ id }) => (
              <Select
                id={id}
                value={value.which}
                options={whiches.map((which) => ({ value: which, label: t(whichWords[which]) }))}
                onChange={(which: number) => onChange({ ...value, which })}
              />
            )}
          </Field>
          <Field title={t('onDay')} required>
            {({ id }) => (
              <Select
                id={id}
                value={value.day}
                options={weekdays.map((day) => ({ value: day, label: t(weekdayWords[day]) }))}
                onChange={(day: Weekday) => onChange({ ...value, day })}
              />
            )}
          </Field>
        </div>
      ) : value.every === 'written' ? (
        <Field title={t('written')} hint={t('writtenHint')} required>
          {(field) => (
            <Input
              {...field}
              spellCheck={false}
              maxLength={300}
              value={value.rule}
              onChange={(event) => onChange({ every: 'written', rule: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </>
  );
}
