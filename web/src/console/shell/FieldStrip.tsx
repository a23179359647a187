import { CloudOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useSyncExternalStore } from 'react';
import { Link } from 'wouter';
import { useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { agoWords } from '../../ui/time/words.ts';
import { useWorkbench } from '../cases/use-workbench.ts';
import { sendWaitingNow, useWaiting, useWaitingWrites } from '../field/waiting.ts';
import { usePresent } from '../look/Due.tsx';
import { consolePhrases } from '../phrases.ts';

export function useIsOnline(): boolean {
  return useSyncExternalStore(
    (listener) => {
      window.addEventListener('online', listener);
      window.addEventListener('offline', listener);
      return () => {
        window.removeEventListener('online', listener);
        window.removeEventListener('offline', listener);
      };
    },
    () => navigator.onLine,
    () => true,
  );
}

/** Says when there is no signal, and what waits for it. Nothing to say: nothing shown. */
export function FieldStrip() {
  const t = usePhrases(consolePhrases);
  const locale = useLocale();
  const now = usePresent();
  const online = useIsOnline();
  const deeds = useWaiting();
  const waiting = [...deeds, ...useWaitingWrites()];
  const workbench = useWorkbench();
  const keptAt = workbench.data?.keptAt ?? null;
  const back = waiting.filter((one) => one.refusal !== null);
  const on = waiting.length - back.length;
  if (online && keptAt === null && waiting.length === 0) return null;
  const since = keptAt ?? workbench.dataUpdatedAt;
  return (
    <div className="field-strip" role="status">
      <CloudOutlined aria-hidden="true" />
      <span className="field-strip-words">
        {!online || keptAt !== null ? (
          <span>{t('offlineStrip', { when: agoWords(since || now, { locale, now }) })}</span>
        ) : null}
        {on > 0 ? <span>{t('waitingStrip', { n: on })}</span> : null}
        {back.length > 0 ? <strong>{t('conflictStrip', { n: back.length })}</strong> : null}
      </span>
      {waiting.length > 0 ? (
        <>
          {online && on > 0 ? <Button onClick={() => void sendWaitingNow()}>{t('sendNow')}</Button> : null}
          <Link href="/waiting" className="field-strip-link">
            {t('see')}
          </Link>
        </>
      ) : null}
    </div>
  );
}
