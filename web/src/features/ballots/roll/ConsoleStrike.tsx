import { Input } from 'antd';
import { useState } from 'react';
import { DeedDialog, DeedForm } from '../../../console/look/DeedForm.tsx';
import { type BallotVerbRequest, type BallotView, fieldMessage } from '../../../ui/api/index.ts';
import { usePhrases } from '../../../ui/i18n/index.ts';
import { Field } from '../../cases/ConsoleField.tsx';
import { useBallotVerb } from '../use-ballot-verb.ts';
import type { RollEntryShown } from './ConsoleRoll.tsx';
import { rollPhrases } from './roll-phrases.ts';

const reasons = ['not-living-here', 'twice', 'too-young', 'own-wish'] as const;
type Reason = NonNullable<BallotVerbRequest['strike']>['reason'];

/** Somebody comes off the roll, for one of four reasons and with a note on how that was found out. */
export function ConsoleStrike({
  ballot,
  entry,
  ageFrom,
  onClose,
}: {
  ballot: BallotView;
  entry: RollEntryShown | null;
  ageFrom: number | null;
  onClose: () => void;
}) {
  const t = usePhrases(rollPhrases);
  return (
    <DeedDialog
      open={entry !== null}
      title={entry === null ? '' : t('strikeOf', { entry: entry.entryId, name: entry.name })}
      onClose={onClose}
    >
      {entry === null ? null : (
        <StrikeForm ballot={ballot} entry={entry} ageFrom={ageFrom} onClose={onClose} />
      )}
    </DeedDialog>
  );
}

function StrikeForm({
  ballot,
  entry,
  ageFrom,
  onClose,
}: {
  ballot: BallotView;
  entry: RollEntryShown;
  ageFrom: number | null;
  onClose: () => void;
}) {
  const t = usePhrases(rollPhrases);
  const [reason, setReason] = useState<Reason | null>(null);
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const save = useBallotVerb(ballot, onClose);
  const isNoted = note.trim().length >= 2;
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('strike')}
      onSubmit={() => {
        setTried(true);
        if (reason === null || !isNoted) return;
        save.mutate({ verb: 'strike', strike: { entryId: entry.entryId, reason, note: note.trim() } });
      }}
      onClose={onClose}
    >
      <p>{entry.home}</p>
      <p className="soft">{t('strikeLead')}</p>
      <Field
        title={t('reason')}
        required
        invalid={tried && reason === null ? t('chooseReason') : fieldMessage(save.error, '/strike/reason')}
      >
        {({ id }) => (
          <div className="choices" role="radiogroup" aria-label={t('reason')} id={id}>
            {reasons
              .filter((one) => one !== 'too-young' || ageFrom !== null)
              .map((one) => (
                <label key={one} className="choice">
                  <input type="radio" name={id} checked={reason === one} onChange={() => setReason(one)} />
                  <span className="choice-main">{t(one)}</span>
                </label>
              ))}
          </div>
        )}
      </Field>
      <Field
        title={t('note')}
        hint={t('noteHint')}
        required
        invalid={tried && !isNoted ? t('needed') : fieldMessage(save.error, '/strike/note')}
      >
        {(field) => (
          <Input.TextArea
            {...field}
            rows={3}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
    </DeedForm>
  );
}
