import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { useAbility } from '../../console/session/session.ts';
import { type BallotView, getOwnerships } from '../../ui/api/index.ts';
import { useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { useBallotKinds } from './ballot-queries.ts';
import { useCountWords } from './ballot-words.ts';
import { consoleBallotPhrases } from './console-phrases.ts';
import { dayWords } from './day-words.ts';
import { ConsoleBirthDate } from './ownership/ConsoleBirthDate.tsx';

/** Who votes: the frozen roll with its commitment, or before there is one, how far the register is. */
export function ConsoleBallotRoll({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(consoleBallotPhrases);
  const locale = useLocale();
  const words = useCountWords();
  const { roll } = ballot;
  if (roll === null && !['draft', 'study'].includes(ballot.phase)) return null;
  return (
    <section className="ballot-part" aria-labelledby="ballot-roll">
      <h2 id="ballot-roll">{t('roll')}</h2>
      {roll === null ? (
        <RegisterAhead ballot={ballot} />
      ) : (
        <>
          <p className="ballot-figure figures">{words(roll.total, roll.total.areaDm2 > 0)}</p>
          <p className="soft">
            {t('rollOn', { day: dayWords(`${roll.onDate}T12:00:00`, locale) })}{' '}
            <span className="tag">{t(roll.isFrozen ? 'rollFrozen' : 'rollOpen')}</span>
            {roll.corrections === 0 ? null : (
              <span className="tag tag-amber">{t('rollCorrections', { n: roll.corrections })}</span>
            )}
          </p>
          <Hash title={t('rollRoot')} hint={t('rollRootHint')} value={roll.root} />
          {ballot.termsHash === null ? null : <Hash title={t('termsHash')} value={ballot.termsHash} />}
          {/* Whoever is missing for want of a date of birth comes onto the roll when it is corrected. */}
          {ballot.phase === 'posted' ? <AgeLimit ballot={ballot} /> : null}
        </>
      )}
    </section>
  );
}

/** How far the register is that the roll will be made from: what lacks is mended before posting, not after. */
function RegisterAhead({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(consoleBallotPhrases);
  const kinds = useBallotKinds();
  const place = ballot.part?.code ?? ballot.area.code;
  const kind = kinds.data?.kinds.find(({ key }) => key === ballot.kind);
  const isOfOwners = kind?.electorate === 'owners';
  const keeps = isOfOwners && ballot.verbs.some(({ verb }) => verb === 'amend' || verb === 'post');
  const register = useQuery({
    queryKey: ['ownerships', place, 'counts'],
    queryFn: ({ signal }) => getOwnerships({ compound: place, limit: 1 }, signal),
    enabled: keeps,
  });
  const counts = register.data?.counts;
  if (!isOfOwners)
    return (
      <>
        <p className="soft">{t('rollAheadPersons')}</p>
        <AgeLimit ballot={ballot} />
      </>
    );
  return (
    <>
      <p className="soft">{t('rollAhead')}</p>
      {counts === undefined ? null : (
        <>
          <p className="figures">{t('registerState', { homes: counts.homes, heads: counts.heads })}</p>
          {counts.withArea === counts.homes ? null : (
            <p className="ballot-lack figures">
              <Link href={`/ownerships?compound=${place}&lack=area`}>
                {t('registerLackArea', { n: counts.homes - counts.withArea })}
              </Link>
            </p>
          )}
          {counts.withOwner === counts.homes ? null : (
            <p className="figures">
              <Link href={`/ownerships?compound=${place}&lack=owner`}>
                {t('registerLackOwner', { n: counts.homes - counts.withOwner })}
              </Link>
            </p>
          )}
        </>
      )}
    </>
  );
}

/** Whose age is not known is not on the roll: those who administer the place enter it for who cannot. */
function AgeLimit({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(consoleBallotPhrases);
  const kinds = useBallotKinds();
  const years = kinds.data?.kinds.find(({ key }) => key === ballot.kind)?.ageFrom;
  const administers = useAbility('administer');
  const [entering, setEntering] = useState(false);
  if (years == null) return null;
  return (
    <>
      <p className="soft">
        {t('ageLimit', { n: years })} {ballot.phase === 'posted' ? t('ageThenCorrect') : null}
      </p>
      {administers ? (
        <p>
          <Button size="small" onClick={() => setEntering(true)}>
            {t('enterBirthDate')}
          </Button>
        </p>
      ) : null}
      <ConsoleBirthDate open={entering} onClose={() => setEntering(false)} />
    </>
  );
}

/** A long value that is compared, not read. */
export function Hash({ title, hint, value }: { title: string; hint?: string; value: string }) {
  const t = usePhrases(consoleBallotPhrases);
  const { message } = App.useApp();
  return (
    <div className="ballot-hash">
      <p>
        <strong>{title}</strong>{' '}
        <Button
          size="small"
          type="text"
          onClick={() => void navigator.clipboard.writeText(value).then(() => message.success(t('copied')))}
        >
          {t('copy')}
        </Button>
      </p>
      <code>{value}</code>
      {hint === undefined ? null : <p className="soft">{hint}</p>}
    </div>
  );
}
