import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { getReportIns, type ReportInsPage } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { ConsoleDeclineReportIn } from './ConsoleDeclineReportIn.tsx';
import { ConsoleDutyHours } from './ConsoleDutyHours.tsx';
import { ConsoleEndReportIn } from './ConsoleEndReportIn.tsx';
import { ConsoleOrgPicker } from './ConsoleOrgPicker.tsx';
import { ConsoleReportInHours } from './ConsoleReportInHours.tsx';
import { ConsoleToConfirm } from './ConsoleToConfirm.tsx';
import { ConsoleVolunteerHours } from './ConsoleVolunteerHours.tsx';
import { reportInConsolePhrases } from './console-phrases.ts';
import { useMyOrgs } from './use-my-orgs.ts';

type Row = ReportInsPage['reportIns'][number];

/** Verbs of a reply as buttons; each opens a dialog. */
const deeds = [
  { verb: 'enter-duty-hours', deed: 'duty', words: 'dutyHours', of: 'dutyHoursOf' },
  { verb: 'enter-volunteer-hours', deed: 'volunteer', words: 'volunteer', of: 'volunteerOf' },
  { verb: 'see-hours', deed: 'hours', words: 'seeHours', of: 'seeHoursOf' },
  { verb: 'end', deed: 'end', words: 'end', of: 'endOf' },
] as const;

/** Who reported in at a community, in the order of entry: a list to work with and not one to compare. */
export function ConsoleReportInList() {
  const t = usePhrases(reportInConsolePhrases);
  const mine = useMyOrgs();
  const [org, setOrg] = useState(mine[0] ?? null);
  const [deed, setDeed] = useState<{
    deed: 'end' | 'duty' | 'volunteer' | 'hours' | 'decline';
    row: Row;
  } | null>(null);
  const found = useInfiniteQuery({
    queryKey: ['report-ins', org?.orgId, 'confirmed'],
    queryFn: ({ signal, pageParam }) =>
      getReportIns(
        {
          community: org?.orgId ?? '',
          state: 'confirmed',
          ...(pageParam === null ? {} : { after: pageParam }),
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    enabled: org !== null,
  });
  const rows = found.data?.pages.flatMap((page) => page.reportIns) ?? [];
  const close = () => setDeed(null);
  return (
    <>
      <search className="filters" aria-label={t('org')}>
        <ConsoleOrgPicker label={t('org')} value={org} near={mine} onChange={setOrg} />
      </search>
      {org === null || found.isError ? null : (
        <ConsoleToConfirm community={org.orgId} onDecline={(row) => setDeed({ deed: 'decline', row })} />
      )}
      {found.isPending ? (
        <LoadingLines lines={3} />
      ) : found.data === undefined ? (
        <FailedState error={found.error} onRetry={() => void found.refetch()} />
      ) : rows.length === 0 ? (
        <EmptyState title={t('none')} detail={t('noneDetail')} />
      ) : (
        <>
          <ul className="report-ins">
            {rows.map((row) => (
              <li key={row.reportInId} className="report-in">
                <div className="report-in-main">
                  <p>
                    <strong>{row.name}</strong>{' '}
                    <span className="soft">
                      {row.reportedTo === null
                        ? t('since', { day: row.reportedFrom })
                        : t('span', { from: row.reportedFrom, to: row.reportedTo })}
                    </span>
                  </p>
                  <p className="soft">{t('sent', { employer: row.employer.name })}</p>
                </div>
                <div className="report-in-deeds">
                  {deeds.map(({ verb, deed: opens, words, of }) =>
                    row.verbs.includes(verb) ? (
                      <Button
                        key={verb}
                        aria-label={t(of, { name: row.name })}
                        onClick={() => setDeed({ deed: opens, row })}
                      >
                        {t(words)}
                      </Button>
                    ) : null,
                  )}
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
        </>
      )}
      <ConsoleEndReportIn row={deed?.deed === 'end' ? deed.row : null} onClose={close} />
      <ConsoleDutyHours
        row={deed?.deed === 'duty' ? deed.row : null}
        services={found.data?.pages[0]?.services ?? []}
        onClose={close}
      />
      <ConsoleVolunteerHours row={deed?.deed === 'volunteer' ? deed.row : null} onClose={close} />
      <ConsoleReportInHours row={deed?.deed === 'hours' ? deed.row : null} onClose={close} />
      <ConsoleDeclineReportIn row={deed?.deed === 'decline' ? deed.row : null} onClose={close} />
    </>
  );
}
