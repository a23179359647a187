import type { AskView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { buttonClass, Choices, FieldGroup, Icon } from '../../ui/kit/index.ts';
import { reportPhrases } from './resident-phrases.ts';

const numbers = [
  { number: '119', phrase: 'call119' },
  { number: '110', phrase: 'call110' },
  { number: '120', phrase: 'call120' },
] as const;

/** A question whose yes means: stop and phone first. The numbers are links, one press and the phone dials. */
export function ResidentDangerField({
  ask,
  value,
  suspected,
  mistake,
  onChange,
}: {
  ask: AskView;
  value: boolean | null;
  /** The words sound like danger. */
  suspected: boolean;
  mistake: string | undefined;
  onChange: (value: boolean | null) => void;
}) {
  const t = usePhrases(reportPhrases);
  const label = useLabel();
  const isOpen = value === true || (suspected && value === null);
  return (
    <>
      <FieldGroup
        label={label(ask.title)}
        hint={ask.hint === null ? null : label(ask.hint)}
        mistake={mistake}
        required={ask.required}
        quiet
      >
        <Choices
          choices={[
            { value: 'no', label: t('dangerNo') },
            { value: 'yes', label: t('dangerYes') },
          ]}
          value={value === null ? null : value ? 'yes' : 'no'}
          onChange={(chosen) => onChange(chosen === null ? null : chosen === 'yes')}
        />
      </FieldGroup>
      <div role="alert">
        {isOpen && (
          <div className="danger">
            <p className="danger-words">
              <Icon name="warning" />
              <strong>{ask.onYes ? label(ask.onYes.stop) : t('emergency')}</strong>
            </p>
            <div className="danger-calls">
              {[...numbers]
                .sort((a, b) => Number(b.number === ask.onYes?.call) - Number(a.number === ask.onYes?.call))
                .map(({ number, phrase }, index) => (
                  <a
                    key={number}
                    href={`tel:${number}`}
                    className={buttonClass({ primary: index === 0 })}
                    aria-label={`${t('call', { number })} ${t(phrase)}`}
                  >
                    <Icon name="phone" />
                    <span>
                      {number} {t(phrase)}
                    </span>
                  </a>
                ))}
            </div>
            <p className="small">{t('thenReport')}</p>
          </div>
        )}
      </div>
    </>
  );
}
