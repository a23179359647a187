import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type BallotView,
  doNomination,
  getNominations,
  type NominationView,
  newCommandId,
  nominate,
  photoUrl,
} from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { Button, Choices, ErrorNotice, Field, FieldGroup, Notice, Sheet } from '../../ui/kit/index.ts';
import { useSession } from '../session/resident-session.ts';
import { dayWords } from './day-words.ts';
import { residentBallotPhrases } from './resident-phrases.ts';

const stateWords = {
  nominated: 'is-nominated',
  accepted: 'is-accepted',
  rejected: 'is-rejected',
  withdrawn: 'is-withdrawn',
} as const satisfies Record<NominationView['state'], keyof typeof residentBallotPhrases>;
const didWords = {
  nominate: 'did-nominate',
  accept: 'did-accept',
  reject: 'did-reject',
  withdraw: 'did-withdraw',
} as const satisfies Record<NominationView['trail'][number]['deed'], keyof typeof residentBallotPhrases>;
/** The channel by which one stands oneself. */
const self = 'self';

/** Who was nominated, through which channel, with the whole trail of vetting; and the form to nominate. */
export function ResidentNominations({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(residentBallotPhrases);
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
    <section className="card stack ballot-part" aria-label={t('nominations')}>
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
          <Nomination key={one.nominationId} ballot={ballot} one={one} />
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

function Nomination({ ballot, one }: { ballot: BallotView; one: NominationView }) {
  const t = usePhrases(residentBallotPhrases);
  const label = useLabel();
  const locale = useLocale();
  const [isLeaving, setLeaving] = useState(false);
  return (
    <li className="ballot-option" data-state={one.state}>
      <p>
        <strong>{one.name}</strong>{' '}
        <span className={one.state === 'accepted' ? 'tag is-good' : 'tag'}>{t(stateWords[one.state])}</span>
      </p>
      <p className="small muted">
        {label(one.channelTitle)}
        {one.supporters > 1 && ` · ${t('supporters', { n: one.supporters })}`}
      </p>
      {one.photoId && <img src={photoUrl(one.photoId)} alt="" loading="lazy" />}
      <p className="typed">{one.statement}</p>
      <ol className="nomination-trail" aria-label={t('trail')}>
        {one.trail.map((step) => (
          <li key={`${step.deed} ${step.at}`} className="small muted">
            {t(didWords[step.deed])} · {step.by} · {dayWords(step.at, locale)}
            {step.reason !== null && <span className="typed nomination-reason">{step.reason}</span>}
          </li>
        ))}
      </ol>
      {one.verbs.includes('withdraw') && (
        <Button wide plain onClick={() => setLeaving(true)}>
          {t('withdrawOf', { name: one.name })}
        </Button>
      )}
      {isLeaving && <WithdrawSheet ballot={ballot} one={one} onClose={() => setLeaving(false)} />}
    </li>
  );
}

/** Whoever does not want to stand, or no longer nominates somebody, says why. */
function WithdrawSheet({
  ballot,
  one,
  onClose,
}: {
  ballot: BallotView;
  one: NominationView;
  onClose: () => void;
}) {
  const t = usePhrases(residentBallotPhrases);
  const client = useQueryClient();
  const [commandId, setCommandId] = useState(newCommandId);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = async () => {
    setBusy(true);
    setError(null);
    try {
      await doNomination(ballot.ballotId, one.nominationId, 'withdraw', { commandId, reason: reason.trim() });
      await client.invalidateQueries({ queryKey: ['ballot', ballot.ballotId] });
      onClose();
    } catch (failure) {
      setError(failure);
      setCommandId(newCommandId());
      setBusy(false);
    }
  };
  const title = t('withdrawOf', { name: one.name });
  return (
    <Sheet title={title} onClose={onClose}>
      <Field label={t('withdrawWhy')} required>
        {(control) => (
          <textarea
            {...control}
            className="input"
            rows={3}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      {error !== null && <ErrorNotice error={error} />}
      <Button primary wide busy={busy} disabled={reason.trim() === ''} onClick={() => void send()}>
        {t('confirm')}
      </Button>
      <Button wide onClick={onClose}>
        {t('cancel')}
      </Button>
    </Sheet>
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
  const person = useSession().data?.person ?? null;
  const asked = ballot.questions.filter(({ form }) => form === 'options');
  const [commandId, setCommandId] = useState(newCommandId);
  const [channel, setChannel] = useState<string | null>(
    ballot.mayNominate.length === 1 ? (ballot.mayNominate[0]?.key ?? null) : null,
  );
  const [question, setQuestion] = useState(asked[0]?.key ?? '');
  const [name, setName] = useState('');
  const [statement, setStatement] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const isSelf = channel === self && person !== null;
  const candidate = isSelf ? person.name : name.trim();
  const isReady = channel !== null && candidate !== '' && statement.trim() !== '';
  const send = async () => {
    if (channel === null) return;
    setBusy(true);
    setError(null);
    try {
      await nominate(ballot.ballotId, {
        commandId,
        question,
        channel,
        name: candidate,
        personId: isSelf ? person.personId : null,
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
      {asked.length > 1 && (
        <FieldGroup label={t('nominationFor')} required>
          <Choices
            rows
            choices={asked.map(({ key, title }) => ({ value: key, label: title }))}
            value={question}
            onChange={(value) => setQuestion(value ?? question)}
          />
        </FieldGroup>
      )}
      {isSelf ? (
        <p>{t('nominateSelf', { name: person.name })}</p>
      ) : (
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
      )}
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
