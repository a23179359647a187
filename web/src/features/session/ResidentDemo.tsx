import './session.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { forgetKept } from '../../resident/offline/kept.ts';
import { Page } from '../../resident/shell/Page.tsx';
import { type DemoPerson, demoSignIn, getDemoPeople } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Blank, Bones, buttonClass, ErrorNotice, Icon } from '../../ui/kit/index.ts';
import { setPreferences } from '../../ui/preferences.ts';
import { CitiesBeingMade } from './CitiesBeingMade.tsx';
import { afterSignIn } from './resident-session.ts';
import { sessionPhrases } from './session-phrases.ts';

/** In a demo city anybody may be anybody, with a line on what to try. */
export function ResidentDemo() {
  const t = usePhrases(sessionPhrases);
  const label = useLabel();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [entering, setEntering] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const people = useQuery({ queryKey: ['demo-people'], queryFn: ({ signal }) => getDemoPeople(signal) });

  const be = async (person: DemoPerson) => {
    setEntering(person.id);
    setError(null);
    try {
      const session = await demoSignIn(person.id);
      // Another person: nothing of the one before may show through.
      await forgetKept(client);
      setPreferences({ city: session.city.key, homeCode: session.person?.homeCode ?? null });
      if (person.face === 'console') {
        location.assign('/console/');
        return;
      }
      await afterSignIn(client, session);
      navigate('/');
    } catch (failure) {
      setError(failure);
      setEntering(null);
    }
  };

  const cities = groupBy(people.data?.people ?? [], (person) => person.city);
  return (
    <Page title={t('demoTitle')} back="/">
      <div className="stack">
        <p className="muted">{t('demoText')}</p>
        {error !== null && <ErrorNotice error={error} />}
        {people.data === undefined ? (
          people.error ? (
            <ErrorNotice error={people.error} onRetry={() => void people.refetch()} />
          ) : (
            <Bones lines={6} />
          )
        ) : people.data.people.length === 0 ? (
          <Blank icon="people" title={t('demoNone')} />
        ) : (
          cities.map(([city, members]) => (
            <section key={city} className="stack" aria-labelledby={`city-${city}`}>
              <h2 id={`city-${city}`} className="demo-city">
                {label(members[0]?.cityTitle)}
              </h2>
              {(['resident', 'console'] as const).map((face) => {
                const shown = members.filter((person) => person.face === face);
                if (shown.length === 0) return null;
                return (
                  <div key={face} className="stack">
                    <h3 className="small muted">{t(face === 'resident' ? 'demoResidents' : 'demoStaff')}</h3>
                    <ul className="stack">
                      {shown.map((person) => (
                        <li key={person.id}>
                          <button
                            type="button"
                            className="demo-person"
                            aria-busy={entering === person.id}
                            disabled={entering !== null}
                            onClick={() => void be(person)}
                          >
                            <span className="demo-name">
                              <strong>{label(person.roleTitle)}</strong> {person.name}
                            </span>
                            <span className="small muted">
                              {[person.orgName, person.areaName].filter(Boolean).join(' · ')}
                            </span>
                            <span className="demo-script">
                              <span className="muted">{t('tryThis')}</span>
                              {label(person.script)}
                            </span>
                            {entering === person.id ? <span className="spinner" /> : <Icon name="forward" />}
                          </button>
                        </li>
                      ))}
                    </ul>
                  </div>
                );
              })}
            </section>
          ))
        )}
        <CitiesBeingMade />
        <Link to="/" className={buttonClass({ plain: true, wide: true })}>
          {t('stayVisitor')}
        </Link>
      </div>
    </Page>
  );
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups];
}
