import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { enterBirthDate, newCommandId } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Button, ErrorNotice, Field } from '../../ui/kit/index.ts';
import { residentBallotPhrases } from './resident-phrases.ts';

/** Ballots with an age limit ask for it once, and say what for. */
export function ResidentBirthDate({
  ballotId,
  children,
  onSaved,
}: {
  ballotId: string;
  /** Why it is asked here. */
  children: ReactNode;
  onSaved?: () => void;
}) {
  const t = usePhrases(residentBallotPhrases);
  const client = useQueryClient();
  const [bornOn, setBornOn] = useState('');
  const [commandId, setCommandId] = useState(newCommandId);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = async () => {
    setBusy(true);
    setError(null);
    try {
      await enterBirthDate({ commandId, bornOn });
      onSaved?.();
      await client.invalidateQueries({ queryKey: ['ballot', ballotId] });
    } catch (failure) {
      setError(failure);
      setCommandId(newCommandId());
    }
    setBusy(false);
  };
  return (
    <div className="stack">
      {children}
      <Field label={t('birthDate')} required>
        {(control) => (
          <input
            {...control}
            className="input"
            type="date"
            min="1900-01-01"
            value={bornOn}
            onChange={(event) => setBornOn(event.target.value)}
          />
        )}
      </Field>
      {error !== null && <ErrorNotice error={error} />}
      <Button primary wide busy={busy} disabled={bornOn === ''} onClick={() => void send()}>
        {t('save')}
      </Button>
    </div>
  );
}
