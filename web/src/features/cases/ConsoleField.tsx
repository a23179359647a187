import { type ReactNode, useId } from 'react';
import { consolePhrases } from '../../console/phrases.ts';
import { usePhrases } from '../../ui/i18n/index.ts';

interface ControlProps {
  id: string;
  'aria-invalid': boolean;
  'aria-required': boolean;
  'aria-describedby': string | undefined;
}

/** Title, control, hint and what is wrong with it, tied together for assistive technology. */
export function Field({
  title,
  hint,
  required = false,
  invalid,
  children,
}: {
  title: string;
  hint?: string | undefined;
  required?: boolean;
  invalid?: string | undefined;
  children: (props: ControlProps) => ReactNode;
}) {
  const t = usePhrases(consolePhrases);
  const id = useId();
  const described = [hint === undefined ? '' : `${id}-hint`, invalid === undefined ? '' : `${id}-error`]
    .join(' ')
    .trim();
  return (
    <div className="field">
      <label htmlFor={id}>
        {title}
        {required ? (
          <span aria-hidden="true"> *</span>
        ) : (
          <span className="field-optional">{t('optional')}</span>
        )}
      </label>
      {hint === undefined ? null : (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children({
        id,
        'aria-invalid': invalid !== undefined,
        'aria-required': required,
        'aria-describedby': described === '' ? undefined : described,
      })}
      {invalid === undefined ? null : (
        <p className="field-error" id={`${id}-error`}>
          {invalid}
        </p>
      )}
    </div>
  );
}
