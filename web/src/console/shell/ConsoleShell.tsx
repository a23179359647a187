import {
  ApartmentOutlined,
  BellOutlined,
  BorderInnerOutlined,
  CalendarOutlined,
  CarryOutOutlined,
  CheckSquareOutlined,
  CommentOutlined,
  ContactsOutlined,
  FontSizeOutlined,
  IdcardOutlined,
  ImportOutlined,
  InboxOutlined,
  LineChartOutlined,
  MailOutlined,
  NodeIndexOutlined,
  PieChartOutlined,
  QuestionCircleOutlined,
  ReconciliationOutlined,
  SafetyCertificateOutlined,
  ScheduleOutlined,
  SettingOutlined,
  SolutionOutlined,
  TeamOutlined,
  UnorderedListOutlined,
  UserOutlined,
} from '@ant-design/icons';
import { Button, Input } from 'antd';
import { type PropsWithChildren, type ReactNode, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { usePreferences } from '../../ui/preferences.ts';
import { useModel } from '../cases/use-model.ts';
import { useWorkbench } from '../cases/use-workbench.ts';
import { useKeys } from '../keys/keyboard.ts';
import { consolePhrases } from '../phrases.ts';
import { useAbility, useStaffSession } from '../session/session.ts';
import { useSavePreferences } from '../session/use-save-preferences.ts';
import { FieldStrip } from './FieldStrip.tsx';
import { KeyHelp } from './KeyHelp.tsx';

/** What stands around every page: where one is, what waits where, and what one needs at hand. */
export function ConsoleShell({ children }: PropsWithChildren) {
  const t = usePhrases(consolePhrases);
  const label = useLabel();
  const session = useStaffSession();
  const [help, setHelp] = useState(false);
  const [path, navigate] = useLocation();
  const workbench = useWorkbench();
  const watches = useAbility('watch-messages');
  const administers = useAbility('administer');
  const oversees = useAbility('oversee');
  const plans = administers || oversees;
  const registers = useModel().data?.registers ?? [];
  const queues = workbench.data?.data.queues ?? [];
  const mine = workbench.data?.data.mine;

  useKeys(t('keysAnywhere'), [
    { keys: ['?'], words: t('keyHelp'), run: () => setHelp(true) },
    {
      keys: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
      words: t('keyQueue'),
      run: (event) => {
        if (event.key === '0') return navigate('/');
        const queue = queues[Number(event.key) - 1];
        if (queue !== undefined) navigate(`/queues/${queue.key}`);
      },
    },
  ]);
  const [post] = session.posts;
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t('skip')}
      </a>
      <TopBar onHelp={() => setHelp(true)} />
      <nav className="side" aria-label={t('mainNavigation')}>
        <p className="side-city">
          <span className="mark" aria-hidden="true">
            邻里
          </span>
          <span>{label(session.city.title)}</span>
        </p>
        <ul>
          <Place
            href="/"
            icon={<InboxOutlined />}
            words={t('workbench')}
            count={mine?.length}
            late={mine?.filter((one) => one.isOver).length}
          />
        </ul>
        <h2 className="side-title">{t('queues')}</h2>
        <ul>
          {queues.map((queue) => (
            <Place
              key={queue.key}
              href={`/queues/${queue.key}`}
              words={label(queue.title)}
              count={queue.count}
              late={queue.overCount}
            />
          ))}
          <Place href="/cases" words={t('allCases')} />
        </ul>
        <ul className="side-foot">
          <Place
            href="/messages"
            icon={<BellOutlined />}
            words={t('messages')}
            count={session.unread || undefined}
          />
          <Place href="/week" icon={<ScheduleOutlined />} words={t('week')} />
          <Place href="/calendar" icon={<CalendarOutlined />} words={t('calendar')} />
          <Place href="/duties" icon={<CarryOutOutlined />} words={t('duties')} />
          <Place href="/ballots" icon={<CheckSquareOutlined />} words={t('ballots')} />
          <Place href="/who" icon={<ContactsOutlined />} words={t('who')} />
          <Place href="/coverage" icon={<PieChartOutlined />} words={t('coverage')} />
          {registers.includes('segments') ? (
            <Place href="/segments" icon={<NodeIndexOutlined />} words={t('segments')} />
          ) : null}
          <Place href="/orgs" icon={<ApartmentOutlined />} words={t('orgs')} />
          {plans ? <Place href="/plans" icon={<BorderInnerOutlined />} words={t('plans')} /> : null}
          <Place href="/parties" icon={<TeamOutlined />} words={t('parties')} />
          <Place href="/report-ins" icon={<SolutionOutlined />} words={t('reportIns')} />
          <Place href="/formations" icon={<ReconciliationOutlined />} words={t('formations')} />
          <Place href="/norms" icon={<LineChartOutlined />} words={t('norms')} />
          <Place href="/powers" icon={<SafetyCertificateOutlined />} words={t('powers')} />
          {registers.includes('opinions') ? (
            <Place href="/opinions" icon={<CommentOutlined />} words={t('opinions')} />
          ) : null}
          {registers.includes('establishments') ? (
            <Place href="/establishments" icon={<IdcardOutlined />} words={t('establishments')} />
          ) : null}
          {administers ? <Place href="/import" icon={<ImportOutlined />} words={t('imports')} /> : null}
          {watches ? <Place href="/outbox" icon={<MailOutlined />} words={t('outbox')} /> : null}
          <Place href="/settings" icon={<SettingOutlined />} words={t('settings')} />
        </ul>
        <p className="side-person">
          <strong>{session.person.name}</strong>
          {post === undefined ? null : (
            <span className="soft">
              {label(post.roleTitle)} · {post.orgName}
            </span>
          )}
        </p>
      </nav>
      <main className="page" id="content" tabIndex={-1} data-path={path}>
        <FieldStrip />
        {children}
      </main>
      <nav className="tabs" aria-label={t('mainNavigation')}>
        <ul>
          <Place href="/" icon={<InboxOutlined />} words={t('workbench')} count={mine?.length || undefined} />
          <Place href="/queues" icon={<UnorderedListOutlined />} words={t('queues')} />
          <Place
            href="/messages"
            icon={<BellOutlined />}
            words={t('messages')}
            count={session.unread || undefined}
          />
          <Place href="/settings" icon={<UserOutlined />} words={t('me')} />
        </ul>
      </nav>
      <KeyHelp open={help} onClose={() => setHelp(false)} />
    </div>
  );
}

function TopBar({ onHelp }: { onHelp: () => void }) {
  const t = usePhrases(consolePhrases);
  const locale = useLocale();
  const label = useLabel();
  const session = useStaffSession();
  const { largeType } = usePreferences();
  const save = useSavePreferences();
  const [, navigate] = useLocation();
  const [words, setWords] = useState('');
  return (
    <header className="top">
      <span className="top-city">
        <span className="mark" aria-hidden="true">
          邻里
        </span>
        {label(session.city.title)}
      </span>
      <search className="top-search">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (words.trim() !== '') navigate(`/cases?q=${encodeURIComponent(words.trim())}`);
          }}
        >
          <Input
            allowClear
            value={words}
            placeholder={t('search')}
            aria-label={t('search')}
            onChange={(event) => setWords(event.target.value)}
          />
        </form>
      </search>
      <span className="top-tools">
        <Button
          type="text"
          icon={<FontSizeOutlined />}
          aria-pressed={largeType}
          onClick={() => save({ largeType: !largeType })}
        >
          {t(largeType ? 'standardType' : 'largeType')}
        </Button>
        <Button
          type="text"
          lang={locale === 'en' ? 'zh-CN' : 'en'}
          onClick={() => save({ locale: locale === 'en' ? 'zh-CN' : 'en' })}
        >
          {t('otherLanguage')}
        </Button>
        <Button type="text" className="top-keys" icon={<QuestionCircleOutlined />} onClick={onHelp}>
          {t('keys')}
        </Button>
      </span>
    </header>
  );
}

/** One way in the navigation, with how much waits there and how much of it is late. */
function Place({
  href,
  icon,
  words,
  count,
  late,
}: {
  href: string;
  icon?: ReactNode;
  words: string;
  count?: number | undefined;
  late?: number | undefined;
}) {
  const t = usePhrases(consolePhrases);
  const [path] = useLocation();
  // A case belongs to no one list, so “all cases” is not where one is on its page.
  const here = path === href || (href === '/queues' && path.startsWith('/queues/'));
  return (
    <li>
      <Link href={href} className="side-link" {...(here ? { 'aria-current': 'page' as const } : {})}>
        {icon === undefined ? null : (
          <span className="side-icon" aria-hidden="true">
            {icon}
          </span>
        )}
        <span className="side-words">{words}</span>
        {late === undefined || late === 0 ? null : (
          <span className="side-late figures" title={t('late', { n: late })}>
            <span aria-hidden="true">{late}</span>
            <span className="visually-hidden">{t('late', { n: late })}</span>
          </span>
        )}
        {count === undefined ? null : (
          <span className="side-count figures">{count > 999 ? t('countOrMore') : count}</span>
        )}
      </Link>
    </li>
  );
}
