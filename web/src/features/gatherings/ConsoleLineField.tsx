import { Input, type InputProps } from 'antd';
import { Field } from '../cases/ConsoleField.tsx';

/** One line of a form (words, a number, a day, a time): its title, the input, and what is wrong with it. */
export function LineField({
  title,
  hint,
  required = false,
  invalid,
  onChange,
  ...input
}: Pick<InputProps, 'type' | 'inputMode' | 'maxLength' | 'spellCheck'> & {
  title: string;
  hint?: string | undefined;
  required?: boolean;
  invalid?: string | undefined;
  value: string;
  onChange: (words: string) => void;
}) {
  return (
    <Field title={title} hint={hint} required={required} invalid={invalid}>
      {(field) => <Input {...field} {...input} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  );
}
