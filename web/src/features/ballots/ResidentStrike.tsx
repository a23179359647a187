import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type BallotView, doBallotVerb, newCommandId } from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { Button, ErrorNotice, Field, Notice, Sheet, Time } from '../../ui/kit/index.ts';
import { endWords } from './day-words.ts';
import { residentBallotPhrases } from './resident-phrases.ts';

/** To whoever was struck from the roll: why, by when they may object, and what became of it. */
export function ResidentStrike({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(residentBallotPhrases);
  const label = useLabel();
  const locale = useLocale();
  const client = useQueryClient();
  const [commandId, setCommandId] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { myStrike } = ballot;
  if (myStrike === null) return null;
  const { objection, decision, isOffRoll } = myStrike;
  const mayObject = ballot.verbs.some(({ verb }) => verb === 'object-strike');
  const send = async () => {
    if (commandId === null) return;
    setBusy(true);
    setError(null);
    try {
      const words = { commandId, seq: ballot.seq, strikeObjection: { text: text.trim() } };
      await doBallotVerb(ballot.ballotId, 'object-strike', words);
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
    <Notice
      kind={isOffRoll ? 'mistake' : decision === null ? 'wait' : 'good'}
      title={t(isOffRoll ? 'struck' : 'struckBack')}
    >
      <p>
        {t('struckWhy', { reason: label(myStrike.reason) })} · <Time at={myStrike.at} />
      </p>
      <p className="typed">{t('struckNote', { note: myStrike.note })}</p>
      {objection !== null && <p className="typed">{t('struckObjection', { text: objection.text })}</p>}
      {decision !== null ? (
        <>
          <p>{t(decision.upheld ? 'struckUpheld' : 'struckRefused', { by: decision.by })}</p>
          <p className="typed">{decision.text}</p>
        </>
      ) : objection !== null ? (
        <p>{t(ballot.phase === 'posted' ? 'struckWaiting' : 'struckUndecided')}</p>
      ) : mayObject ? (
        <>
          <p>{t('struckObject', { day: endWords(myStrike.objectUntil, locale) })}</p>
          <Button primary wide onClick={() => setCommandId(newCommandId())}>
            {t('object')}
          </Button>
        </>
      ) : (
        <p>{t('struckTooLate')}</p>
      )}
      {commandId !== null && (
        <Sheet title={t('object')} onClose={() => setCommandId(null)}>
          <Field label={t('struckText')} hint={t('struckTextHint')} required>
            {(control) => (
              <textarea
                {...control}
                className="input"
                rows={5}
                maxLength={2000}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
          {error !== null && <ErrorNotice error={error} />}
          <Button primary wide busy={busy} disabled={text.trim().length < 2} onClick={() => void send()}>
            {t('confirm')}
          </Button>
          <Button wide onClick={() => setCommandId(null)}>
            {t('cancel')}
          </Button>
        </Sheet>
      )}
    </Notice>
  );
}
