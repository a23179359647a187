import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { FailedState, problemWords } from '../../console/look/states.tsx';
import { confirmReportIn, getReportIns, newCommandId, type ReportInsPage } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { reportInConsolePhrases } from './console-phrases.ts';

type Row = ReportInsPage['reportIns'][number];

/** Who reported in with a sign-in of their own and waits for the community; nothing stands here when nobody does. */
export function ConsoleToConfirm({
  community,
  onDecline,
}: {
  community: string;
  onDecline: (row: Row) => void;
}) {
  const t = usePhrases(reportInConsolePhrases);
  const client = useQueryClient();
  const { message } = App.useApp();
  const found = useInfiniteQuery({
    queryKey: ['report-ins', community, 'to-confirm'],
    queryFn: ({ signal, pageParam }) =>
      getReportIns(
        { community, state: 'to-confirm', ...(pageParam === null ? {} : { after: pageParam }) },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  const confirm = useMutation({
    mutationFn: ({ row, commandId }: { row: Row; commandId: string }) =>
      confirmReportIn(row.reportInId, commandId),
    onSuccess: (_, { row }) => message.success(t('confirmed', { name: row.name })),
    onError: (error) => {
      const words = problemWords(error, t('noAnswer'));
      message.warning(`${words.title} ${words.detail}`.trim());
    },
    onSettled: () => void client.invalidateQueries({ queryKey: ['report-ins', community] }),
  });
  if (found.isError) return <FailedState error={found.error} onRetry={() => void found.refetch()} />;
  const rows = found.data?.pages.flatMap((page) => page.reportIns) ?? [];
  if (rows.length === 0) return null;
  return (
    <section className="to-confirm" aria-labelledby="to-confirm">
      <h2 id="to-confirm" className="section-title">
        {t('toConfirm')}
      </h2>
      <p className="soft">{t('toConfirmLead')}</p>
      <ul className="report-ins">
        {rows.map((row) => (
          <li key={row.reportInId} className="report-in">
            <div className="report-in-main">
              <p>
                <strong>{row.name}</strong>{' '}
                <span className="soft">{t('since', { day: row.reportedFrom })}</span>
              </p>
              <p className="soft">{t('sent', { employer: row.employer.name })}</p>
            </div>
            <div className="report-in-deeds">
              {row.verbs.includes('confirm') ? (
                <Button
                  type="primary"
                  aria-label={t('confirmOf', { name: row.name })}
                  loading={confirm.isPending && confirm.variables.row.reportInId === row.reportInId}
                  onClick={() => confirm.mutate({ row, commandId: newCommandId() })}
                >
                  {t('confirm')}
                </Button>
              ) : null}
              {row.verbs.includes('decline') ? (
                <Button aria-label={t('declineOf', { name: row.name })} onClick={() => onDecline(row)}>
                  {t('decline')}
                </Button>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      {found.hasNextPage ? (
        <p className="report-in-more">
          <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t('more')}
          </Button>
        </p>
      ) : null}
    </section>
  );
}
