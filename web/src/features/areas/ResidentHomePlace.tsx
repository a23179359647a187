import { useLocation } from 'wouter';
import { Page } from '../../resident/shell/Page.tsx';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Choices, FieldGroup } from '../../ui/kit/index.ts';
import { setPreferences } from '../../ui/preferences.ts';
import { useModel, useSavePreferences, useSession } from '../session/resident-session.ts';
import { useCities } from '../session/use-cities.ts';
import { areasPhrases } from './areas-phrases.ts';
import { compoundLevel } from './levels.ts';
import { PlacePicker } from './PlacePicker.tsx';

/** The compound this resident wants to look at, picked once. */
export function ResidentHomePlace() {
  const t = usePhrases(areasPhrases);
  const label = useLabel();
  const save = useSavePreferences();
  const [, navigate] = useLocation();
  const session = useSession();
  const { ready } = useCities();
  const several = ready.length > 1 && !session.data?.person;
  const hasCompounds = useModel().data?.levels.some((level) => level.key === compoundLevel) ?? false;
  return (
    <Page title={t('pickTitle')} back="/">
      <div className="stack">
        <p className="muted">{t('pickText')}</p>
        {several && (
          <FieldGroup label={t('city')} quiet>
            <Choices
              choices={ready.map((city) => ({
                value: city.key,
                label: label(city.title),
              }))}
              value={session.data?.city.key ?? null}
              onChange={(city) => {
                if (city !== null) setPreferences({ city, homeCode: null });
              }}
            />
          </FieldGroup>
        )}
        <PlacePicker
          key={session.data?.city.key}
          start={null}
          {...(hasCompounds ? { stopAt: compoundLevel } : {})}
          onPick={({ area }) => {
            save({ homeCode: area.code });
            navigate('/');
          }}
        />
      </div>
    </Page>
  );
}
