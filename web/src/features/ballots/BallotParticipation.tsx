import './ballots.css';
import type { BallotView } from '../../ui/api/index.ts';
import { useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { ballotPhrases } from './ballot-phrases.ts';
import { squareMetres } from './ballot-words.ts';

type Participation = NonNullable<BallotView['participation']>;
type Check = Participation['quorum'][number]['checks'][number];

/** How many took part, against what it takes: bars with the bound marked, and never a word about what was chosen. */
export function BallotParticipation({ participation }: { participation: Participation }) {
  const t = usePhrases(ballotPhrases);
  // Questions of one ballot may ask for the same share: each measure and bound is drawn once.
  const checks = [
    ...new Map(
      participation.quorum
        .flatMap(({ checks: all }) => all)
        .map((check) => [`${check.measure} ${check.share.numerator}/${check.share.denominator}`, check]),
    ).values(),
  ];
  return (
    <div className="participation">
      {checks.length === 0 ? (
        <p>{t('heads', { n: participation.tookPart.heads })}</p>
      ) : (
        checks.map((check) => <CheckBar key={`${check.measure} ${check.share.numerator}`} check={check} />)
      )}
      <p className="small muted">{t('participationText')}</p>
    </div>
  );
}

/** One comparison with its figures, drawn and in words. */
export function CheckBar({ check }: { check: Check }) {
  const t = usePhrases(ballotPhrases);
  const locale = useLocale();
  const { measure, part, whole, share, reached } = check;
  const bound = share.numerator / share.denominator;
  const done = whole === 0 ? 0 : part / whole;
  return (
    <div className="check" data-reached={reached}>
      <p className="check-words">
        <strong>{t(measure === 'heads' ? 'measureHeads' : 'measureArea')}</strong>
        <span>
          {measure === 'heads'
            ? t('headsOf', { n: part, of: whole })
            : t('areaOf', { m2: squareMetres(part, locale), of: squareMetres(whole, locale) })}
        </span>
      </p>
      <div className="check-bar" aria-hidden="true">
        <span className="check-done" style={{ width: `${Math.min(100, done * 100)}%` }} />
        <span className="check-bound" style={{ left: `${bound * 100}%` }} />
      </div>
      <p className="small check-need">
        {t(share.strict ? 'needMoreThan' : 'needAtLeast', {
          share: t('share', { numerator: share.numerator, denominator: share.denominator }),
        })}
        {' · '}
        <strong>{t(reached ? 'reached' : 'notReached')}</strong>
      </p>
    </div>
  );
}
