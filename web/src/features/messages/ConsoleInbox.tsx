import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useLocation } from 'wouter';
import { Ago } from '../../console/look/Due.tsx';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { sessionKey } from '../../console/session/session.ts';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { getInbox, type InboxMessage, markRead } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { messageConsolePhrases } from './console-phrases.ts';
import { pathOfMessage } from './path-of-message.ts';

/** What I was told, newest first. Opening one leads to what it is about and marks it read. */
export default function ConsoleInbox() {
  const t = usePhrases(messageConsolePhrases);
  const client = useQueryClient();
  const inbox = useInfiniteQuery({
    queryKey: ['messages'],
    queryFn: ({ pageParam, signal }) => getInbox(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const read = useMutation({
    mutationFn: (messageIds: string[] | undefined) => markRead(messageIds),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['messages'] });
      void client.invalidateQueries({ queryKey: sessionKey });
    },
  });
  const messages = inbox.data?.pages.flatMap((page) => page.messages) ?? [];
  const unread = inbox.data?.pages[0]?.unread ?? 0;
  return (
    <>
      <PageHead title={t('inbox')} summary={unread > 0 ? t('unread', { n: unread }) : null}>
        {unread > 0 ? (
          <Button loading={read.isPending} onClick={() => read.mutate(undefined)}>
            {t('markAll')}
          </Button>
        ) : null}
      </PageHead>
      {inbox.isPending ? (
        <LoadingLines />
      ) : inbox.data === undefined ? (
        <FailedState error={inbox.error} onRetry={() => void inbox.refetch()} />
      ) : messages.length === 0 ? (
        <EmptyState title={t('emptyInbox')} detail={t('emptyInboxDetail')} />
      ) : (
        <>
          <ul className="messages">
            {messages.map((message) => (
              <MessageLine
                key={message.messageId}
                message={message}
                onRead={() => read.mutate([message.messageId])}
              />
            ))}
          </ul>
          {inbox.hasNextPage ? (
            <div className="more">
              <Button loading={inbox.isFetchingNextPage} onClick={() => void inbox.fetchNextPage()}>
                {t('more')}
              </Button>
            </div>
          ) : null}
        </>
      )}
    </>
  );
}

function MessageLine({ message, onRead }: { message: InboxMessage; onRead: () => void }) {
  const t = usePhrases(messageConsolePhrases);
  const [, navigate] = useLocation();
  const isUnread = message.readAt === null;
  const to = pathOfMessage(message);
  const body = (
    <>
      <span className="message-head">
        {isUnread ? <span className="unread-dot" role="img" aria-label={t('isUnread')} /> : null}
        <strong>{message.title}</strong>
        <span className="soft message-when">
          <Ago at={message.createdAt} />
        </span>
      </span>
      <span className="message-text">{message.text}</span>
    </>
  );
  return (
    <li data-unread={isUnread || undefined}>
      <button
        type="button"
        className="message"
        onClick={() => {
          if (isUnread) onRead();
          if (to !== null) navigate(to);
        }}
      >
        {body}
      </button>
    </li>
  );
}
