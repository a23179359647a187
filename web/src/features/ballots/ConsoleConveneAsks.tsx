import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import type { BallotKindView, ConveneWords } from './convene-draft.ts';
import { convenePhrases } from './convene-phrases.ts';

const electorates = {
  owners: 'owners',
  residents: 'residents',
  members: 'members',
  posts: 'posts',
} as const satisfies Record<BallotKindView['electorate'], keyof typeof convenePhrases>;

/** What law and city ask of such a ballot, beside the form and following what is typed. */
export function ConsoleConveneAsks({ kind, words }: { kind: BallotKindView; words: ConveneWords }) {
  const t = usePhrases(convenePhrases);
  const label = useLabel();
  const chosen = new Set(words.questions.map(({ matter }) => matter));
  const matters = kind.matters.filter(({ key }) => chosen.has(key));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it is longer than a window, and keys scroll only what has the focus
    <aside className="convene-asks" aria-labelledby="convene-asks" tabIndex={0}>
      <h2 id="convene-asks">{t('asks')}</h2>
      <dl>
        <div>
          <dt>{t('who')}</dt>
          <dd>
            {t(electorates[kind.electorate])}
            {kind.ageFrom === null ? '' : t('ageFrom', { n: kind.ageFrom })}
          </dd>
        </div>
        {matters.map((matter) => (
          <div key={matter.key}>
            <dt>
              {t('thresholds')} · {label(matter.title)}
            </dt>
            <dd>{label(matter.rule)}</dd>
            <dd className="soft">{t('sourceOf', { source: matter.source })}</dd>
          </div>
        ))}
        {kind.priorStudy === null ? null : (
          <div>
            <dt>{label(kind.priorStudy.title)}</dt>
            <dd>{label(kind.priorStudy.words)}</dd>
          </div>
        )}
        {kind.limits.map((limit) => (
          <div key={limit.key}>
            <dt>{label(limit.title)}</dt>
            <dd>
              <strong className="figures">{label(limit.words)}</strong>
            </dd>
            {limit.source === null ? null : (
              <dd className="soft">{t('sourceOf', { source: limit.source })}</dd>
            )}
          </div>
        ))}
        {kind.basis === null ? null : (
          <div>
            <dt>{t('basis')}</dt>
            <dd>{kind.basis}</dd>
          </div>
        )}
      </dl>
      {kind.maxProxies === null || !kind.channels.includes('proxy') ? null : (
        <p>{t('proxies', { n: kind.maxProxies })}</p>
      )}
      {kind.municipalSystem === 'required' ? <p>{t('municipalRequired')}</p> : null}
    </aside>
  );
}
