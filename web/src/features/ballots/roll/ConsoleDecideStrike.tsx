import { Input } from 'antd';
import { useState } from 'react';
import { DeedDialog, DeedForm } from '../../../console/look/DeedForm.tsx';
import { type BallotView, fieldMessage } from '../../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../../ui/i18n/index.ts';
import { Field } from '../../cases/ConsoleField.tsx';
import { useBallotVerb } from '../use-ballot-verb.ts';
import type { StrikeShown } from './ConsoleRoll.tsx';
import { rollPhrases } from './roll-phrases.ts';

/** Another post than the one that struck says whether the objection is right. */
export function ConsoleDecideStrike({
  ballot,
  strike,
  onClose,
}: {
  ballot: BallotView;
  strike: StrikeShown | null;
  onClose: () => void;
}) {
  const t = usePhrases(rollPhrases);
  return (
    <DeedDialog
      open={strike !== null}
      title={strike === null ? '' : t('decideOf', { name: strike.name })}
      onClose={onClose}
    >
      {strike === null ? null : <DecideForm ballot={ballot} strike={strike} onClose={onClose} />}
    </DeedDialog>
  );
}

function DecideForm({
  ballot,
  strike,
  onClose,
}: {
  ballot: BallotView;
  strike: StrikeShown;
  onClose: () => void;
}) {
  const t = usePhrases(rollPhrases);
  const label = useLabel();
  const [upheld, setUpheld] = useState<boolean | null>(null);
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const save = useBallotVerb(ballot, onClose);
  const isGrounded = text.trim().length >= 2;
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('decide')}
      onSubmit={() => {
        setTried(true);
        if (upheld === null || !isGrounded) return;
        save.mutate({
          verb: 'decide-strike',
          strikeDecision: { strikeId: strike.strikeId, upheld, text: text.trim() },
        });
      }}
      onClose={onClose}
    >
      <p>
        {strike.home} · {label(strike.reason)}
      </p>
      <p className="typed">{t('noteIs', { note: strike.note })}</p>
      <blockquote className="opinion typed">{strike.objection?.text}</blockquote>
      <p className="soft">{t('decideLead')}</p>
      <Field
        title={t('upheldTitle')}
        required
        invalid={tried && upheld === null ? t('chooseReason') : undefined}
      >
        {({ id }) => (
          <div className="choices" role="radiogroup" aria-label={t('upheldTitle')} id={id}>
            {[
              { is: true, words: t('upheldYes') },
              { is: false, words: t('upheldNo') },
            ].map((one) => (
              <label key={one.words} className="choice">
                <input
                  type="radio"
                  name={id}
                  checked={upheld === one.is}
                  onChange={() => setUpheld(one.is)}
                />
                <span className="choice-main">{one.words}</span>
              </label>
            ))}
          </div>
        )}
      </Field>
      <Field
        title={t('ground')}
        hint={t('groundHint')}
        required
        invalid={tried && !isGrounded ? t('needed') : fieldMessage(save.error, '/strikeDecision/text')}
      >
        {(field) => (
          <Input.TextArea
            {...field}
            rows={3}
            maxLength={2000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
    </DeedForm>
  );
}
