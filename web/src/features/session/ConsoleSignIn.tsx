import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Segmented, Select } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { problemWords } from '../../console/look/states.tsx';
import { consolePhrases } from '../../console/phrases.ts';
import { sessionKey } from '../../console/session/session.ts';
import {
  askPhoneCode,
  type DemoPerson,
  demoSignIn,
  getDemoPeople,
  ProblemError,
  type Session,
  savePreferences,
  signInByPassword,
  signInByPhone,
} from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { setLocale } from '../../ui/i18n/language.ts';
import { setPreferences, usePreferences } from '../../ui/preferences.ts';
import { CitiesBeingMade } from './CitiesBeingMade.tsx';
import { sessionConsolePhrases } from './console-phrases.ts';
import { isLanguageNews } from './language-news.ts';
import { NotSetUp } from './NotSetUp.tsx';
import { useCities } from './use-cities.ts';

/** Who are you? By password, by phone code, or in the demo at one tap. */
export function ConsoleSignIn({ demo }: { demo: boolean }) {
  const t = usePhrases(sessionConsolePhrases);
  const frame = usePhrases(consolePhrases);
  const locale = useLocale();
  const client = useQueryClient();
  const [way, setWay] = useState<'password' | 'phone'>('password');
  useEffect(() => {
    document.title = `${t('signInTitle')} · 邻里 Linli`;
  }, [t]);
  const { unopened } = useCities();
  const signedIn = (session: Session) => {
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
    client.setQueryData(sessionKey, session);
    // Their messages come in it too; without an answer the pages do all the same.
    if (isLanguageNews(session)) void savePreferences({ locale: session.locale }).catch(() => undefined);
  };
  return (
    <main className="sign-in" id="content">
      <section className="sign-in-form" aria-labelledby="sign-in-title">
        <header>
          <p className="sign-in-mark">
            <span className="mark" aria-hidden="true">
              邻里
            </span>
            {frame('name')} · {frame('console')}
            <Button
              type="text"
              className="sign-in-language"
              onClick={() => setLocale(locale === 'en' ? 'zh-CN' : 'en')}
            >
              {frame('otherLanguage')}
            </Button>
          </p>
          <h1 id="sign-in-title">{t('signInTitle')}</h1>
          <p className="soft">{t('signInLead')}</p>
        </header>
        {unopened.length > 0 ? (
          <NotSetUp unopened={unopened} />
        ) : (
          <>
            <CityChoice />
            <Segmented<'password' | 'phone'>
              block
              value={way}
              onChange={setWay}
              aria-label={t('signIn')}
              options={[
                { value: 'password', label: t('byPassword') },
                { value: 'phone', label: t('byPhone') },
              ]}
            />
            {way === 'password' ? <PasswordForm onDone={signedIn} /> : <PhoneForm onDone={signedIn} />}
          </>
        )}
        <p>
          <a href="/">{t('resident')}</a>
        </p>
      </section>
      {demo ? <DemoPersons onDone={signedIn} /> : null}
    </main>
  );
}

/** Only where there is more than one. */
function CityChoice() {
  const t = usePhrases(sessionConsolePhrases);
  const label = useLabel();
  const { city } = usePreferences();
  const { ready: all } = useCities();
  if (all.length < 2) return null;
  return (
    <div className="field">
      <label htmlFor="sign-in-city">{t('city')}</label>
      <Select
        id="sign-in-city"
        aria-label={t('city')}
        value={all.some((one) => one.key === city) ? city : (all[0]?.key ?? null)}
        options={all.map((one) => ({ value: one.key, label: `${one.name} · ${label(one.title)}` }))}
        onChange={(key) => setPreferences({ city: key })}
      />
    </div>
  );
}

function Refused({ error }: { error: unknown }) {
  const frame = usePhrases(consolePhrases);
  if (error == null) return null;
  const words = problemWords(error, frame('slowDetail'));
  return <Alert type="error" role="alert" title={words.title} description={words.detail} />;
}

function PasswordForm({ onDone }: { onDone: (session: Session) => void }) {
  const t = usePhrases(sessionConsolePhrases);
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState<'login' | 'password' | null>(null);
  const signIn = useMutation({
    mutationFn: () => signInByPassword({ login: login.trim(), password }),
    onSuccess: onDone,
  });
  return (
    <form
      className="verb-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const lacking = login.trim() === '' ? 'login' : password === '' ? 'password' : null;
        setMissing(lacking);
        if (lacking === null) signIn.mutate();
        else document.getElementById(`sign-in-${lacking}`)?.focus();
      }}
    >
      <Refused error={signIn.error} />
      <Labelled
        id="sign-in-login"
        title={t('login')}
        invalid={missing === 'login' ? t('required', { field: t('login') }) : undefined}
      >
        <Input
          id="sign-in-login"
          size="large"
          autoComplete="username"
          autoCapitalize="none"
          aria-invalid={missing === 'login'}
          value={login}
          onChange={(event) => setLogin(event.target.value)}
        />
      </Labelled>
      <Labelled
        id="sign-in-password"
        title={t('password')}
        invalid={missing === 'password' ? t('required', { field: t('password') }) : undefined}
      >
        <Input.Password
          id="sign-in-password"
          size="large"
          autoComplete="current-password"
          aria-invalid={missing === 'password'}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Labelled>
      <Button type="primary" size="large" htmlType="submit" block loading={signIn.isPending}>
        {t('signIn')}
      </Button>
    </form>
  );
}

/** Before another code is worth sending. */
const resendSeconds = 60;

function PhoneForm({ onDone }: { onDone: (session: Session) => void }) {
  const t = usePhrases(sessionConsolePhrases);
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const [wrong, setWrong] = useState<'phone' | 'code' | null>(null);
  const [wait, setWait] = useState(0);
  useEffect(() => {
    if (wait === 0) return;
    const timer = setTimeout(() => setWait(wait - 1), 1_000);
    return () => clearTimeout(timer);
  }, [wait]);
  const ask = useMutation({ mutationFn: () => askPhoneCode(phone), onSuccess: () => setWait(resendSeconds) });
  const signIn = useMutation({ mutationFn: () => signInByPhone({ phone, code }), onSuccess: onDone });
  const phoneIsRight = /^1[3-9]\d{9}$/.test(phone);
  const fail = (field: 'phone' | 'code') => {
    setWrong(field);
    document.getElementById(`sign-in-${field}`)?.focus();
  };
  return (
    <form
      className="verb-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setWrong(null);
        if (!phoneIsRight) fail('phone');
        else if (!/^\d{6}$/.test(code)) fail('code');
        else signIn.mutate();
      }}
    >
      <Refused error={signIn.error ?? ask.error} />
      {ask.data === undefined ? null : (
        <Alert
          type="info"
          role="status"
          title={ask.data.code === undefined ? t('codeSent') : t('codeDemo', { code: ask.data.code })}
        />
      )}
      <Labelled
        id="sign-in-phone"
        title={t('phone')}
        invalid={wrong === 'phone' ? t('phoneWrong') : undefined}
      >
        <Input
          id="sign-in-phone"
          size="large"
          inputMode="tel"
          autoComplete="tel-national"
          maxLength={11}
          aria-invalid={wrong === 'phone'}
          value={phone}
          onChange={(event) => setPhone(event.target.value.trim())}
        />
      </Labelled>
      <Labelled id="sign-in-code" title={t('code')} invalid={wrong === 'code' ? t('codeWrong') : undefined}>
        <span className="code-field">
          <Input
            id="sign-in-code"
            size="large"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            aria-invalid={wrong === 'code'}
            value={code}
            onChange={(event) => setCode(event.target.value.trim())}
          />
          <Button
            size="large"
            disabled={wait > 0}
            loading={ask.isPending}
            onClick={() => {
              setWrong(null);
              if (phoneIsRight) ask.mutate();
              else fail('phone');
            }}
          >
            {wait > 0 ? t('sendAgain', { n: wait }) : t('sendCode')}
          </Button>
        </span>
      </Labelled>
      <Button type="primary" size="large" htmlType="submit" block loading={signIn.isPending}>
        {t('signIn')}
      </Button>
    </form>
  );
}

function Labelled({
  id,
  title,
  invalid,
  children,
}: {
  id: string;
  title: string;
  invalid: string | undefined;
  children: ReactNode;
}) {
  return (
    <div className="field">
      <label htmlFor={id}>{title}</label>
      {children}
      {invalid === undefined ? null : (
        <p className="field-error" role="alert">
          {invalid}
        </p>
      )}
    </div>
  );
}

function DemoPersons({ onDone }: { onDone: (session: Session) => void }) {
  const t = usePhrases(sessionConsolePhrases);
  const label = useLabel();
  const people = useQuery({
    queryKey: ['demo-people'],
    queryFn: ({ signal }) => getDemoPeople(signal),
    staleTime: 60_000,
  });
  const signIn = useMutation({ mutationFn: (person: string) => demoSignIn(person), onSuccess: onDone });
  const staff = (people.data?.people ?? []).filter((person) => person.face === 'console');
  const cities = [...new Map(staff.map((person) => [person.city, person.cityTitle]))];
  const refused = signIn.error instanceof ProblemError || signIn.error !== null;
  return (
    <section className="demo-people" aria-labelledby="demo-title">
      <h2 id="demo-title">{t('demoTitle')}</h2>
      <p className="soft">{t('demoLead')}</p>
      {refused ? <Refused error={signIn.error} /> : null}
      <Refused error={people.error} />
      {cities.map(([city, title]) => (
        <div key={city}>
          <h3>{label(title)}</h3>
          <ul>
            {staff
              .filter((person) => person.city === city)
              .map((person) => (
                <li key={person.id}>
                  <PersonButton
                    person={person}
                    busy={signIn.isPending && signIn.variables === person.id}
                    onPress={() => signIn.mutate(person.id)}
                  />
                </li>
              ))}
          </ul>
        </div>
      ))}
      <CitiesBeingMade />
    </section>
  );
}

function PersonButton({ person, busy, onPress }: { person: DemoPerson; busy: boolean; onPress: () => void }) {
  const label = useLabel();
  return (
    <button type="button" className="demo-person" disabled={busy} onClick={onPress}>
      <span className="demo-person-name">
        <strong>{person.name}</strong> {label(person.roleTitle)}
        <span className="soft"> · {person.orgName ?? person.areaName}</span>
      </span>
      <span className="demo-script">{label(person.script)}</span>
    </button>
  );
}
