import { type ReactNode, useId } from 'react';
import { usePhrases } from '../i18n/language.ts';
import { Icon } from './Icon.tsx';
import { kitPhrases } from './kit-phrases.ts';

interface FieldProps {
  label: string;
  hint?: string | null | undefined;
  mistake?: string | undefined;
  required?: boolean;
  /** Says nothing about being optional, where the words themselves make it plain. */
  quiet?: boolean;
}

interface ControlProps {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
  'aria-required': true | undefined;
}

/** A label, its hint, its control and what is wrong with it, tied together for eyes and ears. */
export function Field({
  label,
  hint,
  mistake,
  required = false,
  quiet = false,
  children,
}: FieldProps & { children: (control: ControlProps) => ReactNode }) {
  const id = useId();
  const { hintId, mistakeId, describedBy } = ids(id, hint, mistake);
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        <Need required={required} quiet={quiet} />
      </label>
      {hint && (
        <p className="field-hint" id={hintId}>
          {hint}
        </p>
      )}
      {children({
        id,
        'aria-describedby': describedBy,
        'aria-invalid': mistake ? true : undefined,
        'aria-required': required || undefined,
      })}
      <Mistake id={mistakeId} text={mistake} />
    </div>
  );
}

/** The same for a group of choices. */
export function FieldGroup({
  label,
  hint,
  mistake,
  required = false,
  quiet = false,
  children,
}: FieldProps & { children: ReactNode }) {
  const id = useId();
  const { hintId, mistakeId, describedBy } = ids(id, hint, mistake);
  return (
    <fieldset className="field" aria-describedby={describedBy}>
      <legend>
        {label}
        <Need required={required} quiet={quiet} />
      </legend>
      {hint && (
        <p className="field-hint" id={hintId}>
          {hint}
        </p>
      )}
      {children}
      <Mistake id={mistakeId} text={mistake} />
    </fieldset>
  );
}

function ids(id: string, hint: string | null | undefined, mistake: string | undefined) {
  const hintId = `${id}-hint`;
  const mistakeId = `${id}-mistake`;
  return {
    hintId,
    mistakeId,
    describedBy: [hint ? hintId : '', mistake ? mistakeId : ''].filter(Boolean).join(' ') || undefined,
  };
}

function Need({ required, quiet }: { required: boolean; quiet: boolean }) {
  const t = usePhrases(kitPhrases);
  if (required) return <span className="needed">{t('needed')}</span>;
  return quiet ? null : <span className="optional">{t('optional')}</span>;
}

function Mistake({ id, text }: { id: string; text: string | undefined }) {
  return (
    <div aria-live="polite">
      {text && (
        <p className="field-mistake" id={id}>
          <Icon name="warning" />
          <span>{text}</span>
        </p>
      )}
    </div>
  );
}
