import { useQuery } from '@tanstack/react-query';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import { type GatheringCount, getGatheringCounts } from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { calendarWords } from '../../ui/time/words.ts';
import { calendarConsolePhrases } from './calendar-console-phrases.ts';

/** What took place within a year in the places of an organisation, kind by kind, beside what a programme asks for. */
export function ConsoleCounts({ orgId }: { orgId: string }) {
  const t = usePhrases(calendarConsolePhrases);
  const label = useLabel();
  const locale = useLocale();
  const counts = useQuery({
    queryKey: ['gatherings', 'counts', orgId],
    queryFn: ({ signal }) => getGatheringCounts({ org: orgId }, signal),
  });
  if (counts.isPending) return <LoadingLines lines={3} />;
  if (counts.data === undefined)
    return <FailedState error={counts.error} onRetry={() => void counts.refetch()} />;
  const { from, to, kinds } = counts.data;
  const held = kinds.filter((one) => one.held > 0 || one.notHeld > 0);
  if (held.length === 0) return null;
  const figures = new Intl.NumberFormat(locale);
  const date = (day: string) =>
    calendarWords(day, locale, { year: 'numeric', month: 'long', day: 'numeric' });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="counts" tabIndex={0} aria-labelledby="counts">
      <h2 id="counts" className="section-title">
        {t('counts')}
      </h2>
      <p className="soft">{t('countsLead', { from: date(from), to: date(to) })}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('countKind')}</th>
            <th scope="col" className="count">
              {t('countHeld')}
            </th>
            <th scope="col" className="count">
              {t('countNotHeld')}
            </th>
            <th scope="col" className="count">
              {t('countAttendances')}
            </th>
            <th scope="col" className="count">
              {t('countPeople')}
            </th>
            <th scope="col">{t('countOutcome')}</th>
          </tr>
        </thead>
        <tbody>
          {held.map((one) => (
            <tr key={one.key}>
              <th scope="row">{label(one.title)}</th>
              <td className="count">{figures.format(one.held)}</td>
              <td className="count">{figures.format(one.notHeld)}</td>
              <td className="count">{figures.format(one.attendances)}</td>
              <td className="count">{figures.format(one.people)}</td>
              <td>
                <Outcome of={one} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Outcome({ of }: { of: GatheringCount }) {
  const t = usePhrases(calendarConsolePhrases);
  const label = useLabel();
  const figures = new Intl.NumberFormat(useLocale());
  const { kept, running } = of.duties;
  const words = [
    ...of.goals.map(({ title, reached, atLeast }) =>
      t('goalReached', {
        title: label(title),
        reached: figures.format(reached),
        atLeast: figures.format(atLeast),
      }),
    ),
    ...(of.lecturers > 0 ? [t('countLecturers', { n: of.lecturers })] : []),
    ...(of.serviceMinutes > 0
      ? [t('countHours', { n: figures.format(Math.round(of.serviceMinutes / 60)) })]
      : []),
    ...(of.resolutions > 0
      ? [
          t('countResolutions', { n: of.resolutions }),
          t('countDuties', { kept, notKept: of.duties['not-kept'], running }),
        ]
      : []),
  ];
  return words.map((one) => (
    <span key={one} className="block">
      {one}
    </span>
  ));
}
