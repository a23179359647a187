import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Segmented } from 'antd';
import { Link, useSearchParams } from 'wouter';
import { When } from '../../console/look/Due.tsx';
import { EmptyState, FailedState, LoadingLines, problemWords } from '../../console/look/states.tsx';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { getOutbox, newCommandId, type OutboxMessage, retryMessage } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { ConsoleWorkGroups } from './ConsoleWorkGroups.tsx';
import { messageConsolePhrases } from './console-phrases.ts';
import { pathOfMessage } from './path-of-message.ts';

type Status = OutboxMessage['status'];
const statuses = ['failed', 'waiting', 'sent', 'withdrawn'] as const satisfies Status[];

const channelWords: Readonly<Record<string, keyof typeof messageConsolePhrases>> = {
  'in-app': 'channelInApp',
  'work-group': 'channelWorkGroup',
  sms: 'channelSms',
  push: 'channelPush',
  email: 'channelMail',
};

/** What is on its way to people and work groups, what failed, and the work groups themselves. */
export default function ConsoleOutbox() {
  const t = usePhrases(messageConsolePhrases);
  const [search, setSearch] = useSearchParams();
  const status = statuses.find((one) => one === search.get('status')) ?? 'failed';
  const outbox = useInfiniteQuery({
    queryKey: ['outbox', status],
    queryFn: ({ pageParam, signal }) =>
      getOutbox({ status, ...(pageParam === undefined ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const counts = outbox.data?.pages[0]?.counts;
  const messages = outbox.data?.pages.flatMap((page) => page.messages) ?? [];
  return (
    <>
      <PageHead title={t('outbox')} summary={t('outboxLead')} />
      <ConsoleWorkGroups />
      <section aria-labelledby="outbox-title">
        <div className="section-head">
          <h2 id="outbox-title">{t('sending')}</h2>
          <Segmented<Status>
            aria-label={t('sending')}
            value={status}
            onChange={(next) => setSearch({ status: next }, { replace: true })}
            options={statuses.map((one) => ({
              value: one,
              label: (
                <span className={one === 'failed' && (counts?.failed ?? 0) > 0 ? 'strong' : undefined}>
                  {t(one)} <span className="figures">{one === 'withdrawn' ? '' : (counts?.[one] ?? '')}</span>
                </span>
              ),
            }))}
          />
        </div>
        {outbox.isPending ? (
          <LoadingLines lines={4} />
        ) : outbox.data === undefined ? (
          <FailedState error={outbox.error} onRetry={() => void outbox.refetch()} />
        ) : messages.length === 0 ? (
          <EmptyState title={t(status === 'failed' ? 'emptyFailed' : 'emptyStatus')} />
        ) : (
          <>
            <ul className="outbox">
              {messages.map((message) => (
                <OutboxLine key={message.messageId} message={message} />
              ))}
            </ul>
            {outbox.hasNextPage ? (
              <div className="more">
                <Button loading={outbox.isFetchingNextPage} onClick={() => void outbox.fetchNextPage()}>
                  {t('more')}
                </Button>
              </div>
            ) : null}
          </>
        )}
      </section>
    </>
  );
}

function OutboxLine({ message: one }: { message: OutboxMessage }) {
  const t = usePhrases(messageConsolePhrases);
  const client = useQueryClient();
  const { message } = App.useApp();
  const retry = useMutation({
    mutationFn: (commandId: string) => retryMessage(one.messageId, commandId),
    onSuccess: () => {
      message.success(t('retried'));
      void client.invalidateQueries({ queryKey: ['outbox'] });
      void client.invalidateQueries({ queryKey: ['work-groups'] });
    },
    onError: (error) => {
      const words = problemWords(error, t('noAnswer'));
      message.warning(`${words.title} ${words.detail}`.trim());
    },
  });
  const channel = channelWords[one.channel];
  const to = pathOfMessage(one);
  return (
    <li>
      <div className="outbox-main">
        <p className="outbox-text">{to === null ? one.text : <Link href={to}>{one.text}</Link>}</p>
        <p className="soft">
          {channel === undefined ? one.channel : t(channel)} · {one.to} ·{' '}
          <When at={one.sentAt ?? one.createdAt} />
          {one.dueAt === null ? null : (
            <>
              {' '}
              · {t('dueAt')} <When at={one.dueAt} />
            </>
          )}
          {one.attempts > 1 ? ` · ${t('attempts', { n: one.attempts })}` : null}
        </p>
        {one.lastError === null || one.status === 'sent' ? null : (
          <p className="outbox-error">{one.lastError}</p>
        )}
      </div>
      {one.status === 'failed' ? (
        <Button
          loading={retry.isPending}
          aria-label={t('retryOf', { to: one.to })}
          onClick={() => retry.mutate(newCommandId())}
        >
          {t('retry')}
        </Button>
      ) : null}
    </li>
  );
}
