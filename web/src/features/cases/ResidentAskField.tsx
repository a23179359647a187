import type { AnswerValue, AskView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Choices, Field, FieldGroup } from '../../ui/kit/index.ts';
import { residentCasePhrases } from './resident-phrases.ts';

/** One question of the model over the native control that fits its kind. Photos, places and categories have fields of their own. */
export function ResidentAskField({
  ask,
  value,
  mistake,
  onChange,
}: {
  ask: Pick<AskView, 'key' | 'title' | 'hint' | 'kind' | 'required' | 'max' | 'choices'> & {
    min?: number | null;
  };
  value: AnswerValue | undefined;
  mistake: string | undefined;
  onChange: (value: AnswerValue) => void;
}) {
  const t = usePhrases(residentCasePhrases);
  const words = useLabel();
  const common = {
    label: words(ask.title),
    hint: ask.hint === null ? null : words(ask.hint),
    mistake,
    required: ask.required,
  };
  const text = typeof value === 'string' ? value : '';
  switch (ask.kind) {
    case 'long-text':
      return (
        <Field {...common}>
          {(control) => (
            <textarea
              {...control}
              className="input"
              rows={3}
              value={text}
              onChange={(event) => onChange(event.target.value)}
            />
          )}
        </Field>
      );
    case 'choice':
      return (
        <FieldGroup {...common}>
          <Choices
            rows
            choices={ask.choices.map((one) => ({ value: one.key, label: words(one.title) }))}
            value={text === '' ? null : text}
            onChange={onChange}
            mayClear={!ask.required}
          />
        </FieldGroup>
      );
    case 'yes-no':
      return (
        <FieldGroup {...common}>
          <Choices
            choices={[
              { value: 'yes', label: t('yes') },
              { value: 'no', label: t('no') },
            ]}
            value={typeof value === 'boolean' ? (value ? 'yes' : 'no') : null}
            onChange={(chosen) => onChange(chosen === null ? null : chosen === 'yes')}
            mayClear={!ask.required}
          />
        </FieldGroup>
      );
    case 'number':
      return (
        <Field {...common}>
          {(control) => (
            <input
              {...control}
              className="input"
              type="number"
              inputMode="decimal"
              min={ask.min ?? undefined}
              max={ask.max ?? undefined}
              value={typeof value === 'number' ? value : ''}
              onChange={(event) => onChange(event.target.value === '' ? null : Number(event.target.value))}
            />
          )}
        </Field>
      );
    default:
      return (
        <Field {...common}>
          {(control) => (
            <input
              {...control}
              className="input"
              type={ask.kind === 'date' ? 'date' : ask.kind === 'phone' ? 'tel' : 'text'}
              {...(ask.kind === 'phone'
                ? { autoComplete: 'tel-national', inputMode: 'numeric' as const }
                : {})}
              value={text}
              onChange={(event) => onChange(event.target.value)}
            />
          )}
        </Field>
      );
  }
}
