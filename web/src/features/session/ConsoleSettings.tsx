import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { dropAllDrafts } from '../../console/cases/drafts.ts';
import { forgetKept } from '../../console/field/kept.ts';
import { useWaiting } from '../../console/field/waiting.ts';
import { setLetterKeys, useLetterKeys } from '../../console/keys/keyboard.ts';
import { useStaffSession } from '../../console/session/session.ts';
import { useSavePreferences } from '../../console/session/use-save-preferences.ts';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { signOut } from '../../ui/api/index.ts';
import { type Marks, useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { type DevicePreferences, setPreferences, usePreferences } from '../../ui/preferences.ts';
import { ConsoleMyCards } from '../cards/ConsoleMyCards.tsx';
import { ConsoleMessageSettings } from '../messages/ConsoleMessageSettings.tsx';
import { silenceBrowser } from '../messages/silence-browser.ts';
import { sessionConsolePhrases } from './console-phrases.ts';

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      await signOut();
      await silenceBrowser();
      await forgetKept();
      dropAllDrafts();
    },
    onSuccess: () => {
      client.clear();
      // Fresh start: nothing of this person stays in memory.
      location.assign('/console/');
    },
  });
}

/** Own settings: language, type size, light or dark, keys, and which posts one holds. */
export default function ConsoleSettings() {
  const t = usePhrases(sessionConsolePhrases);
  const marks = useMarks();
  const label = useLabel();
  const session = useStaffSession();
  const preferences = usePreferences();
  const letters = useLetterKeys();
  const save = useSavePreferences();
  const leave = useSignOut();
  const waiting = useWaiting();
  return (
    <>
      <PageHead title={t('settings')} />
      <div className="settings">
        <dl className="setting-list">
          <div>
            <dt>{t('signedInAs')}</dt>
            <dd>
              <strong>{session.person.name}</strong>{' '}
              <span className="figures soft">{session.person.phoneMasked}</span>
              <p className="setting-action">
                <Button loading={leave.isPending} onClick={() => leave.mutate()}>
                  {t('signOut')}
                </Button>
              </p>
              {waiting.length > 0 ? (
                <p className="soft">{t('signOutWaiting', { n: waiting.length })}</p>
              ) : null}
            </dd>
          </div>
          <div>
            <dt>{t('language')}</dt>
            <dd>
              <Segmented<'zh-CN' | 'en'>
                aria-label={t('language')}
                value={preferences.locale}
                onChange={(locale) => save({ locale })}
                options={[
                  { value: 'zh-CN', label: <span lang="zh-CN">{t('chinese')}</span> },
                  { value: 'en', label: <span lang="en">{t('english')}</span> },
                ]}
              />
            </dd>
          </div>
          <div>
            <dt>{t('type')}</dt>
            <dd>
              <Segmented<'standard' | 'large'>
                aria-label={t('type')}
                value={preferences.largeType ? 'large' : 'standard'}
                onChange={(size) => save({ largeType: size === 'large' })}
                options={[
                  { value: 'standard', label: t('typeStandard') },
                  { value: 'large', label: t('typeLarge') },
                ]}
              />
              <p className="soft">{t('typeHint')}</p>
            </dd>
          </div>
          <div>
            <dt>{t('look')}</dt>
            <dd>
              <Segmented<DevicePreferences['theme']>
                aria-label={t('look')}
                value={preferences.theme}
                onChange={(theme) => setPreferences({ theme })}
                options={[
                  { value: 'system', label: t('lookSystem') },
                  { value: 'light', label: t('lookLight') },
                  { value: 'dark', label: t('lookDark') },
                ]}
              />
            </dd>
          </div>
          <div>
            <dt>{t('letters')}</dt>
            <dd>
              <Segmented<'on' | 'off'>
                aria-label={t('letters')}
                value={letters ? 'on' : 'off'}
                onChange={(next) => setLetterKeys(next === 'on')}
                options={[
                  { value: 'on', label: t('lettersOn') },
                  { value: 'off', label: t('lettersOff') },
                ]}
              />
              <p className="soft">{t('lettersHint')}</p>
            </dd>
          </div>
          <div>
            <dt>{t('posts')}</dt>
            <dd>
              <ul className="my-posts">
                {session.posts.map((post) => (
                  <li key={post.postId}>
                    <strong>{label(post.roleTitle)}</strong> {post.orgName}
                    <span className="soft block">
                      {t('covers', { areas: areaWords(post.covers, t, marks.listed) })}
                    </span>
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        </dl>
      </div>
      <ConsoleMessageSettings />
      <ConsoleMyCards />
    </>
  );
}

const mostNamed = 6;

function areaWords(
  covers: readonly { name: string }[],
  t: (key: 'coversMore', data: Record<string, string | number>) => string,
  listed: Marks['listed'],
): string {
  const names = listed(covers.slice(0, mostNamed).map((area) => area.name));
  return covers.length > mostNamed ? t('coversMore', { areas: names, n: covers.length }) : names;
}
