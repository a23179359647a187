import './inbox.css';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { Page } from '../../resident/shell/Page.tsx';
import { getInbox, type InboxMessage, markRead } from '../../ui/api/index.ts';
import { useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { Blank, Bones, Button, buttonClass, ErrorNotice, Icon, Time } from '../../ui/kit/index.ts';
import { useSession } from '../session/resident-session.ts';
import { inboxPhrases } from './inbox-phrases.ts';
import { pathOfMessage } from './path-of-message.ts';
import { messageSettingsPhrases } from './settings-phrases.ts';

/** What was told to me, newest first. Opening one marks it read. */
export function ResidentInbox() {
  const t = usePhrases(inboxPhrases);
  const locale = useLocale();
  const client = useQueryClient();
  const session = useSession();
  const isSignedIn = Boolean(session.data?.person);
  const inbox = useInfiniteQuery({
    queryKey: ['inbox', session.data?.person?.personId ?? null, locale],
    enabled: isSignedIn,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => getInbox(pageParam, signal),
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const messages = inbox.data?.pages.flatMap((page) => page.messages) ?? [];
  const unread = inbox.data?.pages[0]?.unread ?? 0;
  const read = (messageIds?: string[]) => {
    markRead(messageIds)
      .then(() =>
        Promise.all([
          client.invalidateQueries({ queryKey: ['inbox'] }),
          client.invalidateQueries({ queryKey: ['session'] }),
        ]),
      )
      // They stay unread then, which is true.
      .catch(() => undefined);
  };
  if (session.data !== undefined && !isSignedIn) {
    return (
      <Page title={t('title')}>
        <Blank
          icon="bell"
          title={t('signInTitle')}
          action={
            <Link to="/sign-in?to=/messages" className={buttonClass({ primary: true })}>
              {t('signIn')}
            </Link>
          }
        >
          {t('signInText')}
        </Blank>
      </Page>
    );
  }
  return (
    <Page title={t('title')}>
      {inbox.data === undefined ? (
        inbox.error ? (
          <ErrorNotice error={inbox.error} onRetry={() => void inbox.refetch()} />
        ) : (
          <Bones lines={6} />
        )
      ) : messages.length === 0 ? (
        <Blank icon="bell" title={t('noneTitle')}>
          {t('noneText')}
        </Blank>
      ) : (
        <div className="stack">
          {unread > 0 && (
            <Button icon="check" onClick={() => read()}>
              {t('allRead')}
            </Button>
          )}
          <ul className="stack">
            {messages.map((message) => (
              <li key={message.messageId}>
                <Message message={message} onOpen={() => read([message.messageId])} />
              </li>
            ))}
          </ul>
          {inbox.hasNextPage && (
            <Button wide busy={inbox.isFetchingNextPage} onClick={() => void inbox.fetchNextPage()}>
              {t('more')}
            </Button>
          )}
          <ToSettings />
        </div>
      )}
    </Page>
  );
}

function ToSettings() {
  const t = usePhrases(messageSettingsPhrases);
  return (
    <Link to="/me/messages" className="card line-link">
      <span>
        {t('title')}
        <span className="small muted row-under">{t('line')}</span>
      </span>
      <Icon name="forward" />
    </Link>
  );
}

function Message({ message, onOpen }: { message: InboxMessage; onOpen: () => void }) {
  const t = usePhrases(inboxPhrases);
  const [, navigate] = useLocation();
  const isUnread = message.readAt === null;
  const words = (
    <>
      <span className="message-head">
        {isUnread && (
          <span className="message-dot">
            <span className="for-ears">{t('unread')}</span>
          </span>
        )}
        <strong>{message.title}</strong>
        <span className="small muted">
          <Time at={message.createdAt} ago />
        </span>
      </span>
      <span className="message-text">{message.text}</span>
    </>
  );
  const to = pathOfMessage(message);
  if (to === null) {
    return (
      <button type="button" className="message" onClick={isUnread ? onOpen : undefined}>
        {words}
      </button>
    );
  }
  return (
    <a
      href={to}
      className="message"
      onClick={(event) => {
        if (isUnread) onOpen();
        if (event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        navigate(to);
      }}
    >
      {words}
    </a>
  );
}
