import { type ReactNode, useId } from 'react';

export interface Choice<V extends string> {
  value: V;
  label: ReactNode;
}

/** Native radios drawn as chips, or as rows when the words are long. A press on the chosen one takes it back where that is allowed. */
export function Choices<V extends string>({
  choices,
  value,
  onChange,
  rows = false,
  mayClear = false,
}: {
  choices: Choice<V>[];
  value: V | null;
  onChange: (value: V | null) => void;
  rows?: boolean;
  mayClear?: boolean;
}) {
  const name = useId();
  return (
    <div className={rows ? 'choices is-rows' : 'choices'}>
      {choices.map((choice) => (
        <label className="choice" key={choice.value}>
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
            onClick={() => {
              if (mayClear && choice.value === value) onChange(null);
            }}
          />
          <span>
            {rows && <span className="choice-mark" />}
            {choice.label}
          </span>
        </label>
      ))}
    </div>
  );
}
