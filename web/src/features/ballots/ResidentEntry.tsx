import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import {
  type BallotView,
  doEntry,
  giveProxy,
  type MyBallotEntry,
  newCommandId,
  type PlainEntryDeed,
} from '../../ui/api/index.ts';
import { useLocale, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { Button, buttonClass, ErrorNotice, Field, Notice, Sheet } from '../../ui/kit/index.ts';
import { ballotPhrases } from './ballot-phrases.ts';
import { squareMetres } from './ballot-words.ts';
import { ResidentReceipt } from './ResidentReceipt.tsx';
import { residentBallotPhrases } from './resident-phrases.ts';
import { useKeptVote } from './use-kept-vote.ts';

/** One vote of mine, or one I cast for somebody: for which homes, whether it is cast, and what I may do with it. */
export function ResidentEntry({ ballot, entry }: { ballot: BallotView; entry: MyBallotEntry }) {
  const t = usePhrases(residentBallotPhrases);
  const marks = useMarks();
  const words = usePhrases(ballotPhrases);
  const locale = useLocale();
  const withArea = ballot.questions.some(({ rule }) => rule.measures.includes('area'));
  const homes = marks.listed(entry.homes.map(({ name }) => name));
  const mayVote = entry.offers.includes('cast') || entry.offers.includes('issue');
  const kept = useKeptVote(ballot.ballotId, entry.entryId);
  const isBegun = ballot.secret && kept?.slips.some(({ signature }) => signature === null);
  const votePath = `/ballots/${ballot.ballotId}/vote/${entry.entryId}`;
  return (
    <div className="my-entry">
      {entry.as === 'proxy' && <p>{t('proxyFor', { name: entry.ofWhom ?? '' })}</p>}
      <p>
        {homes === ''
          ? t('myHead')
          : withArea
            ? t('myHomes', { homes, m2: squareMetres(entry.areaDm2, locale) })
            : t('myHomesByHead', { homes })}
      </p>
      {entry.hasVoted && (
        <p>
          <span className="tag">
            {t('votedBy', {
              channel: words(
                entry.channel === 'paper' ? 'paper' : entry.channel === 'proxy' ? 'proxy' : 'online',
              ),
            })}
          </span>
        </p>
      )}
      {entry.isClosedByPaper && <p>{t(entry.choices === null ? 'closedByPaper' : 'replacedByPaper')}</p>}
      {(mayVote || isBegun) && (
        <Link className={buttonClass({ primary: !entry.hasVoted, wide: true })} to={votePath}>
          {isBegun
            ? t('goOn')
            : entry.hasVoted
              ? t('changeVote')
              : t(ballot.form === 'survey' ? 'goSurvey' : 'goVote')}
        </Link>
      )}
      {entry.isIssued && !entry.hasVoted && !isBegun && kept === null && (
        <Notice>
          <p>{t('elsewhere')}</p>
        </Notice>
      )}
      {entry.offers.includes('take-back') && (
        <Deed ballot={ballot} entry={entry} deed="take-back" title={t('takeBack')} sure={t('takeBackSure')} />
      )}
      {entry.as === 'voter' && entry.proxy && <p>{t('proxyGiven', { name: entry.proxy.to })}</p>}
      {entry.offers.includes('end-proxy') && (
        <Deed
          ballot={ballot}
          entry={entry}
          deed="proxy/end"
          title={t(entry.as === 'voter' ? 'endProxy' : 'leaveProxy')}
          sure={entry.as === 'voter' ? null : t('leaveProxySure')}
        />
      )}
      {entry.offers.includes('give-proxy') && <GiveProxy ballot={ballot} entry={entry} />}
      {ballot.channels.includes('paper') && mayVote && (
        <Link
          className={buttonClass({ wide: true })}
          to={`/ballots/${ballot.ballotId}/paper/${entry.entryId}`}
        >
          {t('onPaper')}
        </Link>
      )}
      {ballot.secret && <ResidentReceipt ballot={ballot} entryId={entry.entryId} />}
      <Served ballot={ballot} entry={entry} />
    </div>
  );
}

/** That the page was opened by its voter counts as served: said once, quietly. */
function Served({ ballot, entry }: { ballot: BallotView; entry: MyBallotEntry }) {
  const isSaid = useRef(false);
  const isDue = entry.offers.includes('serve');
  useEffect(() => {
    if (!isDue || isSaid.current) return;
    isSaid.current = true;
    doEntry(ballot.ballotId, entry.entryId, 'serve', { commandId: newCommandId() }).catch(() => {
      // Nothing is lost: the next look says it.
      isSaid.current = false;
    });
  }, [isDue, ballot.ballotId, entry.entryId]);
  return null;
}

function Deed({
  ballot,
  entry,
  deed,
  title,
  sure,
}: {
  ballot: BallotView;
  entry: MyBallotEntry;
  deed: PlainEntryDeed;
  title: string;
  sure: string | null;
}) {
  const t = usePhrases(residentBallotPhrases);
  const client = useQueryClient();
  const [commandId, setCommandId] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = async () => {
    if (commandId === null) return;
    setBusy(true);
    setError(null);
    try {
      await doEntry(ballot.ballotId, entry.entryId, deed, { commandId });
      await client.invalidateQueries({ queryKey: ['ballot', ballot.ballotId] });
      setCommandId(null);
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };
  return (
    <>
      <Button wide onClick={() => setCommandId(newCommandId())}>
        {title}
      </Button>
      {commandId !== null && (
        <Sheet title={title} onClose={() => setCommandId(null)}>
          {sure !== null && <p>{sure}</p>}
          {error !== null && <ErrorNotice error={error} />}
          <Button primary wide busy={busy} onClick={() => void send()}>
            {title}
          </Button>
          <Button wide onClick={() => setCommandId(null)}>
            {t('cancel')}
          </Button>
        </Sheet>
      )}
    </>
  );
}

function GiveProxy({ ballot, entry }: { ballot: BallotView; entry: MyBallotEntry }) {
  const t = usePhrases(residentBallotPhrases);
  const client = useQueryClient();
  const [commandId, setCommandId] = useState<string | null>(null);
  const [phone, setPhone] = useState('');
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = async () => {
    if (commandId === null) return;
    setBusy(true);
    setError(null);
    try {
      await giveProxy(ballot.ballotId, entry.entryId, {
        commandId,
        to: { phone: phone.trim(), name: name.trim() },
      });
      await client.invalidateQueries({ queryKey: ['ballot', ballot.ballotId] });
      setCommandId(null);
    } catch (failure) {
      setError(failure);
      // Refused means not done: what is sent next is a new deed.
      setCommandId(newCommandId());
    }
    setBusy(false);
  };
  return (
    <>
      <Button wide onClick={() => setCommandId(newCommandId())}>
        {t('giveProxy')}
      </Button>
      {commandId !== null && (
        <Sheet title={t('giveProxy')} onClose={() => setCommandId(null)}>
          <p>{t('giveProxyText', { n: ballot.maxProxies ?? 1 })}</p>
          <Field label={t('proxyName')} required>
            {(control) => (
              <input
                {...control}
                className="input"
                autoComplete="off"
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Field label={t('proxyPhone')} required>
            {(control) => (
              <input
                {...control}
                className="input"
                type="tel"
                inputMode="numeric"
                autoComplete="off"
                value={phone}
                onChange={(event) => setPhone(event.target.value)}
              />
            )}
          </Field>
          {error !== null && <ErrorNotice error={error} />}
          <Button
            primary
            wide
            busy={busy}
            disabled={name.trim() === '' || phone.trim() === ''}
            onClick={() => void send()}
          >
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
