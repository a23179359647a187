import './not-set-up.css';
import type { Cities } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { citiesPhrases } from './cities-phrases.ts';

/** The first page of an installation in which nobody is yet: how its operator founds a city, and out of which models. */
export function NotSetUp({ unopened }: Pick<Cities, 'unopened'>) {
  const t = usePhrases(citiesPhrases);
  const label = useLabel();
  return (
    <section className="not-set-up" aria-labelledby="not-set-up">
      <h2 id="not-set-up">{t('notSetUp')}</h2>
      <p>{t('notSetUpText')}</p>
      <ul>
        {unopened.map(({ key, title }) => (
          <li key={key}>
            <strong>{label(title)}</strong>
            <code>npm run linli -- setup --city {key}</code>
          </li>
        ))}
      </ul>
      <p className="soft">
        {t('ownModel')} <code>LINLI_MODELS</code> {t('ownModelIn')} <code>docs/how-to/declare-a-city.md</code>
      </p>
    </section>
  );
}
