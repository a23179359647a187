import { Link, useLocation } from 'wouter';
import { useSession } from '../../features/session/resident-session.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Icon, type IconName } from '../../ui/kit/index.ts';
import { residentPhrases } from '../phrases.ts';

const tabs = [
  { to: '/', icon: 'home', phrase: 'home' },
  { to: '/cases', icon: 'list', phrase: 'myCases' },
  { to: '/messages', icon: 'bell', phrase: 'messages' },
  { to: '/me', icon: 'person', phrase: 'me' },
] as const satisfies { to: string; icon: IconName; phrase: keyof typeof residentPhrases }[];

export function TabBar() {
  const t = usePhrases(residentPhrases);
  const [location] = useLocation();
  const unread = useSession().data?.unread ?? 0;
  return (
    <nav className="tabs" aria-label={t('tabs')}>
      {tabs.map(({ to, icon, phrase }) => (
        <Link key={to} to={to} aria-current={location === to ? 'page' : undefined}>
          <Icon name={icon} />
          <span>{t(phrase)}</span>
          {phrase === 'messages' && unread > 0 && (
            <>
              <span className="tab-count" aria-hidden="true">
                {unread > 99 ? '99+' : unread}
              </span>
              <span className="for-ears">{t('unread', { n: unread })}</span>
            </>
          )}
        </Link>
      ))}
    </nav>
  );
}
