import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type BallotVerbRequest, type BallotView, doBallotVerb, newCommandId } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Button, ErrorNotice, Field, Sheet } from '../../ui/kit/index.ts';
import { residentBallotPhrases } from './resident-phrases.ts';

/** A button and the sheet behind it, in which somebody says what they object to. What was typed stays when the sheet is closed. */
export function ResidentObjecting({
  ballot,
  verb,
  fieldsOf,
  label,
  hint,
  least = 1,
  most,
  primary = false,
}: {
  ballot: BallotView;
  verb: 'object' | 'object-strike';
  fieldsOf: (text: string) => Partial<BallotVerbRequest>;
  label: string;
  hint: string;
  /** Characters it takes at least and at most. */
  least?: number;
  most: number;
  primary?: boolean;
}) {
  const t = usePhrases(residentBallotPhrases);
  const client = useQueryClient();
  const [commandId, setCommandId] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const said = text.trim();
  const send = async () => {
    if (commandId === null) return;
    setBusy(true);
    setError(null);
    try {
      await doBallotVerb(ballot.ballotId, verb, { commandId, seq: ballot.seq, ...fieldsOf(said) });
      setCommandId(null);
      setText('');
    } catch (failure) {
      setError(failure);
    }
    // Refused because others moved on: the present state is there when they try again.
    await client.invalidateQueries({ queryKey: ['ballot', ballot.ballotId] });
    setBusy(false);
  };
  return (
    <>
      <Button primary={primary} wide onClick={() => setCommandId(newCommandId())}>
        {t('object')}
      </Button>
      {commandId !== null && (
        <Sheet title={t('object')} onClose={() => setCommandId(null)}>
          <Field label={label} hint={hint} required>
            {(control) => (
              <textarea
                {...control}
                className="input"
                rows={5}
                maxLength={most}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
          {error !== null && <ErrorNotice error={error} />}
          <Button primary wide busy={busy} disabled={said.length < least} onClick={() => void send()}>
            {t('confirm')}
          </Button>
          <Button wide onClick={() => setCommandId(null)}>
            {t('cancel')}
          </Button>
        </Sheet>
      )}
    </>
  );
}
