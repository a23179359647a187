import { Link } from 'wouter';
import { useMyWaiting } from '../../features/session/resident-session.ts';
import { useReachable } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Icon } from '../../ui/kit/index.ts';
import { residentPhrases } from '../phrases.ts';

/** Says that there is no network and what waits for it. Nothing to say: nothing drawn. */
export function OfflineBanner() {
  const t = usePhrases(residentPhrases);
  const reachable = useReachable();
  const items = useMyWaiting();
  const refused = items.filter((item) => item.refusal !== null).length;
  const waiting = items.length - refused;
  const lines: string[] = [];
  if (!reachable) lines.push(waiting > 0 ? t('waitingOffline', { n: waiting }) : t('offlineNothing'));
  else if (waiting > 0) lines.push(t('waitingOnline', { n: waiting }));
  if (refused > 0) lines.push(t('waitingRefused', { n: refused }));
  return (
    <div role="status">
      {lines.length > 0 && (
        <div className="banner">
          <Icon name={reachable ? 'waiting' : 'offline'} />
          <div>
            {!reachable && <strong>{t('offline')}</strong>}
            {lines.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
          {items.length > 0 && <Link to="/cases">{t('show')}</Link>}
        </div>
      )}
    </div>
  );
}
