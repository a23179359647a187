import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { citiesPhrases } from './cities-phrases.ts';
import { useCities } from './use-cities.ts';

/** Made-up cities nobody can be let into yet, and how far each is; nothing where all are complete. */
export function CitiesBeingMade() {
  const t = usePhrases(citiesPhrases);
  const label = useLabel();
  const { building } = useCities();
  if (building.length === 0) return null;
  return (
    <section aria-labelledby="cities-being-made">
      <h3 id="cities-being-made">{t('title')}</h3>
      <p className="soft muted">{t('lead')}</p>
      <ul>
        {building.map(({ key, title, building: progress }) => {
          const isBegun = progress !== null && progress.of > 0;
          const name = label(title);
          return (
            <li key={key}>
              <div>{name}</div>
              <div className="small muted soft">
                {isBegun ? (
                  <>
                    <progress aria-label={name} value={progress.told} max={progress.of} />{' '}
                    {t('told', { told: progress.told, of: progress.of })}
                  </>
                ) : (
                  t('waiting')
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
