import './calendar.css';
import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { usePresent } from '../../console/look/Due.tsx';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { getSeries, type SeriesView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { ConsoleOrgPicker } from '../report-ins/ConsoleOrgPicker.tsx';
import { useMyOrgs } from '../report-ins/use-my-orgs.ts';
import { ConsoleCadence } from './ConsoleCadence.tsx';
import { ConsoleCall } from './ConsoleCall.tsx';
import { ConsoleCounts } from './ConsoleCounts.tsx';
import { GatheringTags } from './ConsoleGatheringLine.tsx';
import { ConsoleEndSeries, ConsoleSetSeries } from './ConsoleSetSeries.tsx';
import { calendarConsolePhrases } from './calendar-console-phrases.ts';
import { dayOf } from './calendar-days.ts';
import { clockSpan, useDayWords } from './gathering-words.ts';

/** How an organisation's gatherings recur, in plain words, and whether what must be held is held. */
export default function ConsoleSeries() {
  const t = usePhrases(calendarConsolePhrases);
  const [search, setSearch] = useSearchParams();
  const mine = useMyOrgs();
  const [calling, setCalling] = useState(false);
  const [setting, setSetting] = useState<SeriesView | 'new' | null>(null);
  const [ending, setEnding] = useState<SeriesView | null>(null);
  const orgId = search.get('org') ?? mine[0]?.orgId;
  const series = useQuery({
    queryKey: ['gatherings', 'series', orgId],
    queryFn: ({ signal }) => getSeries(orgId ?? '', signal),
    enabled: orgId !== undefined,
  });
  const org = series.data?.org ?? null;
  return (
    <>
      <PageHead title={t('seriesTitle')} summary={t('seriesLead')}>
        {series.data !== undefined && series.data.mayAdd.length > 0 ? (
          <Button onClick={() => setSetting('new')}>{t('seriesAdd')}</Button>
        ) : null}
        {series.data !== undefined && series.data.mayCall.length > 0 ? (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setCalling(true)}>
            {t('extra')}
          </Button>
        ) : null}
      </PageHead>
      <search className="filters" aria-label={t('org')}>
        <ConsoleOrgPicker
          label={t('org')}
          value={org ?? mine.find((one) => one.orgId === orgId) ?? null}
          near={mine}
          onChange={(picked) => setSearch({ org: picked.orgId }, { replace: true })}
        />
        {orgId === undefined ? null : (
          <Link
            className="calendar-link"
            href={`/calendar?org=${orgId}&orgName=${encodeURIComponent(org?.name ?? '')}`}
          >
            {t('toCalendar')}
          </Link>
        )}
      </search>
      {orgId === undefined ? (
        <EmptyState title={t('pickOrg')} />
      ) : series.isPending ? (
        <LoadingLines lines={4} />
      ) : series.data === undefined ? (
        <FailedState error={series.error} onRetry={() => void series.refetch()} />
      ) : series.data.series.length === 0 ? (
        <EmptyState title={t('seriesNone')} detail={t('seriesNoneDetail')} />
      ) : (
        <ul className="series">
          {series.data.series.map((one) => (
            <SeriesItem
              key={one.seriesId}
              one={one}
              onSet={() => setSetting(one)}
              onEnd={() => setEnding(one)}
            />
          ))}
        </ul>
      )}
      {orgId === undefined ? null : <ConsoleCadence orgId={orgId} />}
      {orgId === undefined ? null : <ConsoleCounts orgId={orgId} />}
      <ConsoleCall open={calling} org={org} onClose={() => setCalling(false)} />
      <ConsoleSetSeries
        what={setting}
        orgId={orgId ?? ''}
        mayAdd={series.data?.mayAdd ?? []}
        onClose={() => setSetting(null)}
      />
      <ConsoleEndSeries one={ending} onClose={() => setEnding(null)} />
    </>
  );
}

function SeriesItem({ one, onSet, onEnd }: { one: SeriesView; onSet: () => void; onEnd: () => void }) {
  const t = usePhrases(calendarConsolePhrases);
  const label = useLabel();
  const days = useDayWords(usePresent());
  return (
    <li className="series-one">
      <div className="series-head">
        <h2>{label(one.title)}</h2>
        <p className="series-rule">
          {label(one.ruleInWords)} <span className="soft">{t('lastsMinutes', { n: one.lastsMinutes })}</span>
        </p>
        <p className="soft">
          {[
            one.place ?? t('noPlace'),
            ...(one.capacity === null ? [] : [t('capacityOf', { n: one.capacity })]),
            one.isModelsRule ? t('modelsRule') : t('ownRule'),
            ...(one.endsOn === null ? [] : [t('until', { day: days(one.endsOn) })]),
          ].join(' · ')}
        </p>
        {one.waiting > 0 ? <p>{t('waitingItems', { n: one.waiting })}</p> : null}
      </div>
      <div className="series-coming">
        <h3>{t('coming')}</h3>
        {one.coming.length === 0 ? (
          <p className="soft">{t('noneComing')}</p>
        ) : (
          <ul>
            {one.coming.map((gathering) => (
              <li key={gathering.gatheringId}>
                <Link href={`/gatherings/${gathering.gatheringId}`}>
                  {days(dayOf(gathering.startsAt))} <span className="figures">{clockSpan(gathering)}</span>
                </Link>
                {gathering.wasAt === null ? null : <span className="tag tag-amber">{t('moved')}</span>}
                <GatheringTags one={gathering} />
              </li>
            ))}
          </ul>
        )}
      </div>
      {one.verbs.length === 0 ? null : (
        <div className="series-deeds">
          {one.verbs.includes('set') ? (
            <Button aria-label={t('seriesSetOf', { name: label(one.title) })} onClick={onSet}>
              {t('seriesSet')}
            </Button>
          ) : null}
          {one.verbs.includes('end') ? (
            <Button aria-label={t('seriesEndOf', { name: label(one.title) })} onClick={onEnd}>
              {t('seriesEnd')}
            </Button>
          ) : null}
        </div>
      )}
    </li>
  );
}
