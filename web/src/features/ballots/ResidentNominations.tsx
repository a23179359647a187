import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type BallotView, getNominations, newCommandId, nominate } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Button, Choices, ErrorNotice, Field, FieldGroup, Notice, Sheet } from '../../ui/kit/index.ts';
import { residentBallotPhrases } from './resident-phrases.ts';

/** Who was nominated, through which channel, with the whole trail of vetting; and the form to nominate. */
export function ResidentNominations({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(residentBallotPhrases);
  const label = useLabel();
  const isElection = ballot.form === 'election';
  const nominations = useQuery({
    queryKey: ['ballot', ballot.ballotId, 'nominations'],
    queryFn: ({ signal }) => getNominations(ballot.ballotId, signal),
    enabled: isElection || ballot.mayNominate.length > 0,
  });
  const [isOpen, setOpen] = useState(false);
  const [isSent, setSent] = useState(false);
  const shown = nominations.data?.nominations ?? [];
  if (shown.length === 0 && ballot.mayNominate.length === 0) return null;
  return (
    <section className="card stack" aria-label={t('nominations')}>
      <h2>{t('nominations')}</h2>
      <div role="status">
        {isSent && (
          <Notice kind="good">
            <p>{t('nominated')}</p>
          </Notice>
        )}
      </div>
      <ul className="ballot-options">
        {shown.map((one) => (
          <li key={one.nominationId} className="ballot-option">
            <strong>{one.name}</strong>
            <span className="small muted">{label(one.channelTitle)}</span>
            <span className="typed">{one.statement}</span>
          </li>
        ))}
      </ul>
      {ballot.mayNominate.length > 0 && (
        <Button wide onClick={() => setOpen(true)}>
          {t('nominate')}
        </Button>
      )}
      {isOpen && (
        <NominateSheet
          ballot={ballot}
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false);
            setSent(true);
          }}
        />
      )}
    </section>
  );
}

function NominateSheet({
  ballot,
  onClose,
  onDone,
}: {
  ballot: BallotView;
  onClose: () => void;
  onDone: () => void;
}) {
  const t = usePhrases(residentBallotPhrases);
  const label = useLabel();
  const client = useQueryClient();
  const [commandId, setCommandId] = useState(newCommandId);
  const [channel, setChannel] = useState<string | null>(ballot.mayNominate[0]?.key ?? null);
  const [name, setName] = useState('');
  const [statement, setStatement] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const question = ballot.questions.find(({ form }) => form === 'options')?.key ?? '';
  const isReady = channel !== null && name.trim() !== '' && statement.trim() !== '';
  const send = async () => {
    if (channel === null) return;
    setBusy(true);
    setError(null);
    try {
      await nominate(ballot.ballotId, {
        commandId,
        question,
        channel,
        name: name.trim(),
        statement: statement.trim(),
      });
      await client.invalidateQueries({ queryKey: ['ballot', ballot.ballotId] });
      onDone();
    } catch (failure) {
      setError(failure);
      setCommandId(newCommandId());
    }
    setBusy(false);
  };
  return (
    <Sheet title={t('nominate')} onClose={onClose}>
      <FieldGroup label={t('nominationChannel')} required>
        <Choices
          rows
          choices={ballot.mayNominate.map(({ key, title }) => ({ value: key, label: label(title) }))}
          value={channel}
          onChange={setChannel}
        />
      </FieldGroup>
      <Field label={t('nominationName')} required>
        {(control) => (
          <input
            {...control}
            className="input"
            maxLength={60}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('nominationWhy')} required>
        {(control) => (
          <textarea
            {...control}
            className="input"
            rows={4}
            maxLength={2000}
            value={statement}
            onChange={(event) => setStatement(event.target.value)}
          />
        )}
      </Field>
      {error !== null && <ErrorNotice error={error} />}
      <Button primary wide busy={busy} disabled={!isReady} onClick={() => void send()}>
        {t('confirm')}
      </Button>
      <Button wide onClick={onClose}>
        {t('cancel')}
      </Button>
    </Sheet>
  );
}
