import './session.css';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { homePhrases } from '../../resident/home-phrases.ts';
import { Page } from '../../resident/shell/Page.tsx';
import { savePreferences } from '../../ui/api/index.ts';
import { useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import {
  Bones,
  Button,
  buttonClass,
  Choices,
  ErrorNotice,
  Field,
  FieldGroup,
  Icon,
  Sheet,
} from '../../ui/kit/index.ts';
import { usePreferences } from '../../ui/preferences.ts';
import { useAreasUnder } from '../areas/area-queries.ts';
import { messageSettingsPhrases } from '../messages/settings-phrases.ts';
import { residentHoursPhrases } from '../report-ins/resident-phrases.ts';
import { leave, useHomeCode, useSavePreferences, useSession } from './resident-session.ts';
import { sessionPhrases } from './session-phrases.ts';

/** Who I am here and how I like the pages. */
export function ResidentMe() {
  const t = usePhrases(sessionPhrases);
  const home = usePhrases(homePhrases);
  const hours = usePhrases(residentHoursPhrases);
  const messages = usePhrases(messageSettingsPhrases);
  const session = useSession();
  const { locale, largeType, theme } = usePreferences();
  const save = useSavePreferences();
  const person = session.data?.person ?? null;
  return (
    <Page title={t('me')}>
      <div className="stack">
        {session.data === undefined ? (
          session.error ? (
            <ErrorNotice error={session.error} onRetry={() => void session.refetch()} />
          ) : (
            <Bones lines={2} />
          )
        ) : person === null ? (
          <div className="card stack">
            <h2>{t('visitor')}</h2>
            <p className="muted">{t('visitorText')}</p>
            <Link to="/sign-in" className={buttonClass({ primary: true, wide: true })}>
              {t('signIn')}
            </Link>
          </div>
        ) : (
          <Person name={person.name} phone={person.phoneMasked} />
        )}
        <ConsoleDoor />
        <div className="card stack">
          <Compound />
          {person !== null && (
            <Link to="/me/hours" className="line-link">
              <span>{hours('title')}</span>
              <Icon name="forward" />
            </Link>
          )}
          {person !== null && (
            <Link to="/me/messages" className="line-link">
              <span>
                {messages('title')}
                <span className="small muted row-under">{messages('line')}</span>
              </span>
              <Icon name="forward" />
            </Link>
          )}
          {person !== null && (
            <Link to="/me/reveals" className="line-link">
              <span>
                {t('reveals')}
                <span className="small muted row-under">{t('revealsText')}</span>
              </span>
              <Icon name="forward" />
            </Link>
          )}
        </div>
        <div className="card stack">
          <FieldGroup label={t('large')} hint={t('largeText')} quiet>
            <Choices
              choices={[
                { value: 'on', label: t('largeOn') },
                { value: 'off', label: t('largeOff') },
              ]}
              value={largeType ? 'on' : 'off'}
              onChange={(value) => save({ largeType: value === 'on' })}
            />
          </FieldGroup>
          <FieldGroup label={t('language')} quiet>
            <Choices
              choices={[
                { value: 'zh-CN', label: <span lang="zh-CN">中文</span> },
                { value: 'en', label: <span lang="en">English</span> },
              ]}
              value={locale}
              onChange={(value) => save({ locale: value === 'en' ? 'en' : 'zh-CN' })}
            />
          </FieldGroup>
          <FieldGroup label={t('look')} quiet>
            <Choices
              choices={[
                { value: 'system', label: t('system') },
                { value: 'light', label: t('light') },
                { value: 'dark', label: t('dark') },
              ]}
              value={theme}
              onChange={(value) => save({ theme: value ?? 'system' })}
            />
          </FieldGroup>
        </div>
        {session.data?.demo && (
          <Link to="/demo" className={buttonClass({ wide: true })}>
            {home('demo')}
          </Link>
        )}
        {person !== null && <SignOut />}
      </div>
    </Page>
  );
}

function Person({ name, phone }: { name: string; phone: string | null }) {
  const t = usePhrases(sessionPhrases);
  const client = useQueryClient();
  const [changing, setChanging] = useState(false);
  const [asked, setAsked] = useState(name);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const store = async () => {
    setBusy(true);
    setError(null);
    try {
      await savePreferences({ name: asked.trim() });
      await client.invalidateQueries({ queryKey: ['session'] });
      setChanging(false);
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };
  return (
    <div className="card person">
      <Icon name="person" />
      <div>
        <h2>{name}</h2>
        {phone && <p className="muted">{phone}</p>}
      </div>
      <Button
        onClick={() => {
          setAsked(name);
          setChanging(true);
        }}
      >
        {t('changeName')}
      </Button>
      {changing && (
        <Sheet title={t('changeName')} onClose={() => setChanging(false)}>
          <form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault();
              if (asked.trim() !== '') void store();
            }}
          >
            <Field label={t('name')} hint={t('yourNameHint')} required>
              {(control) => (
                <input
                  {...control}
                  className="input"
                  autoComplete="nickname"
                  maxLength={40}
                  value={asked}
                  onChange={(event) => setAsked(event.target.value)}
                />
              )}
            </Field>
            {error !== null && <ErrorNotice error={error} />}
            <Button primary wide type="submit" busy={busy}>
              {t('save')}
            </Button>
          </form>
        </Sheet>
      )}
    </div>
  );
}

function Compound() {
  const t = usePhrases(sessionPhrases);
  const homeCode = useHomeCode();
  const area = useAreasUnder(homeCode).data?.path.at(-1);
  return (
    <Link to="/me/compound" className="line-link">
      <span>
        {t('compound')}
        <span className="small muted row-under">
          {homeCode === null ? t('notChosen') : (area?.fullName ?? area?.name ?? '…')}
        </span>
      </span>
      <Icon name="forward" />
    </Link>
  );
}

function ConsoleDoor() {
  const t = usePhrases(sessionPhrases);
  const marks = useMarks();
  const label = useLabel();
  const posts = useSession().data?.posts ?? [];
  if (posts.length === 0) return null;
  const roles = marks.listed(posts.map((post) => label(post.roleTitle)));
  return (
    <a href="/console/" className="card line-link">
      <span>
        <strong>{t('console')}</strong>
        <span className="small muted row-under">{t('consoleText', { n: posts.length, roles })}</span>
      </span>
      <Icon name="forward" />
    </a>
  );
}

function SignOut() {
  const t = usePhrases(sessionPhrases);
  const client = useQueryClient();
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  return (
    <>
      <Button wide icon="leave" onClick={() => setSure(true)}>
        {t('signOut')}
      </Button>
      {sure && (
        <Sheet title={t('signOut')} onClose={() => setSure(false)}>
          <p>{t('signOutSure')}</p>
          {error !== null && <ErrorNotice error={error} />}
          <Button
            primary
            wide
            busy={busy}
            onClick={async () => {
              setBusy(true);
              try {
                await leave(client);
                setSure(false);
              } catch (failure) {
                setError(failure);
              }
              setBusy(false);
            }}
          >
            {t('signOut')}
          </Button>
          <Button wide onClick={() => setSure(false)}>
            {t('cancel')}
          </Button>
        </Sheet>
      )}
    </>
  );
}
