import './room.css';
import './paper.css';
import { LeftOutlined, PrinterOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { Link, useSearchParams } from 'wouter';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import { PageHead } from '../../console/shell/PageHead.tsx';
import type { AgendaItem, GatheringView } from '../../ui/api/index.ts';
import { useLabel, useLocale, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { fullDate } from '../../ui/time/words.ts';
import { clockOf } from './calendar-days.ts';
import { gatheringPhrases } from './gathering-phrases.ts';
import { aboutWords, endWords } from './gathering-words.ts';
import { roomPhrases } from './room-phrases.ts';
import { howWords, quorumLine } from './room-words.ts';
import { useGathering } from './use-gathering.ts';

const sheets = ['minutes', 'list'] as const;
type Sheet = (typeof sheets)[number];

/** The minutes and the list of who was there, as they are printed, signed and filed. */
export default function ConsolePaper({ gatheringId }: { gatheringId: string }) {
  const t = usePhrases(roomPhrases);
  const [search, setSearch] = useSearchParams();
  const sheet = sheets.find((one) => one === search.get('sheet')) ?? 'minutes';
  const page = useGathering(gatheringId);
  const view = page.data?.data.gathering;
  return (
    <div className="paper-page">
      <Link href={`/gatherings/${gatheringId}`} className="back-link">
        <LeftOutlined aria-hidden="true" /> {t('toPage')}
      </Link>
      <PageHead title={t('paperTitle')} summary={t('paperLead')}>
        <Segmented<Sheet>
          aria-label={t('sheet')}
          value={sheet}
          options={sheets.map((value) => ({ value, label: t(`sheet-${value}`) }))}
          onChange={(value) => setSearch({ sheet: value }, { replace: true })}
        />
        {view === undefined ? null : (
          <Button type="primary" icon={<PrinterOutlined />} onClick={() => window.print()}>
            {t('print')}
          </Button>
        )}
      </PageHead>
      {page.isPending ? (
        <LoadingLines lines={4} />
      ) : view === undefined ? (
        <FailedState error={page.error} onRetry={() => void page.refetch()} />
      ) : sheet === 'minutes' ? (
        <MinutesSheet view={view} />
      ) : (
        <ListSheet view={view} />
      )}
    </div>
  );
}

function SheetHead({ view, title }: { view: GatheringView; title: string }) {
  const t = usePhrases(roomPhrases);
  const label = useLabel();
  const locale = useLocale();
  return (
    <header className="sheet-head">
      <h2>{t('sheetTitle', { title: label(view.title), sheet: title })}</h2>
      <dl>
        <div>
          <dt>{t('when')}</dt>
          <dd>
            {fullDate(view.openedAt ?? view.startsAt, { locale })}–{clockOf(view.endedAt ?? view.endsAt)}
          </dd>
        </div>
        <div>
          <dt>{t('place')}</dt>
          <dd>{view.place ?? '\u00a0'}</dd>
        </div>
        <div>
          <dt>{t('host')}</dt>
          <dd>{view.host.name}</dd>
        </div>
      </dl>
    </header>
  );
}

function MinutesSheet({ view }: { view: GatheringView }) {
  const t = usePhrases(roomPhrases);
  const marks = useMarks();
  const locale = useLocale();
  const names = view.attendance.people?.map(({ name }) => name) ?? [];
  return (
    <article className="sheet-paper" aria-label={t('sheet-minutes')}>
      <SheetHead view={view} title={t('sheet-minutes')} />
      <p>
        <strong>{t('presentN', { n: view.attendance.count })}</strong>
        {names.length === 0 ? null : `${marks.colon}${marks.listed(names)}`}
      </p>
      {view.shortNotice === null ? null : (
        <p>{t('shortNotice', { when: fullDate(view.shortNotice.dueAt, { locale }) })}</p>
      )}
      {view.attendance.quorum === null ? null : <p>{quorumLine(t, view.attendance.quorum)}</p>}
      {view.items.map((item, index) => (
        <ItemOnPaper key={item.itemId} item={item} number={index + 1} />
      ))}
      {view.general === null || view.general.text === '' ? null : (
        <section>
          <h3>{t('general')}</h3>
          <p className="minutes-text">{view.general.text}</p>
        </section>
      )}
      <footer className="sheet-foot">
        <p>
          {t('chair')}
          <span className="sheet-blank" />
        </p>
        <p>
          {t('minuteTaker')}
          <span className="sheet-blank" />
        </p>
      </footer>
    </article>
  );
}

function ItemOnPaper({ item, number }: { item: AgendaItem; number: number }) {
  const t = usePhrases(roomPhrases);
  const words = usePhrases(gatheringPhrases);
  const marks = useMarks();
  return (
    <section>
      <h3>
        {number}. {item.title}
        <span className="soft">{marks.bracketed(words(aboutWords[item.about]))}</span>
      </h3>
      {item.duty === null ? null : (
        <p>
          {item.duty.ownerLabel} · {item.duty.state === 'no-duty' ? '' : words(item.duty.state)}
          {item.duty.answer === null ? null : `${marks.colon}${item.duty.answer}`}
        </p>
      )}
      {item.minutes.text === '' ? null : <p className="minutes-text">{item.minutes.text}</p>}
      {item.motions.map((motion) => (
        <p key={motion.motionId}>
          {t('motionOf', { text: motion.text })}
          {motion.hands === null
            ? null
            : `${marks.colon}${words('hands', {
                for: motion.hands.for,
                against: motion.hands.against,
                abstained: motion.hands.abstained,
              })}${marks.comma}${words(motion.hands.isPassed ? 'passed' : 'failed')}`}
        </p>
      ))}
      {item.resolutions.map((one) => (
        <p key={one.resolutionId} className="sheet-resolution">
          <strong>{t('resolved')}</strong>
          {one.text}
          {one.ownerLabel === null && one.dueOn === null
            ? null
            : marks.bracketed(
                [one.ownerLabel, one.dueOn === null ? null : words('dueOn', { day: one.dueOn })]
                  .filter(Boolean)
                  .join(marks.comma),
              )}
        </p>
      ))}
      {item.ended === null || item.ended.as === 'resolved' ? null : (
        <p>
          {words(endWords[item.ended.as])}
          {item.ended.reason === null ? null : `${marks.colon}${item.ended.reason}`}
        </p>
      )}
    </section>
  );
}

/** Empty lines for those who come without a phone; twenty at least, and ten more than are known. */
const emptyLines = 20;

function ListSheet({ view }: { view: GatheringView }) {
  const t = usePhrases(roomPhrases);
  const known =
    view.attendance.people !== null && view.attendance.people.length > 0
      ? view.attendance.people.map(({ attendanceId, name, how }) => ({
          key: attendanceId,
          name,
          how: t(howWords[how]),
        }))
      : (view.signUps ?? [])
          .filter(({ state }) => state === 'placed')
          .map(({ personId, name }) => ({ key: personId, name, how: '' }));
  const empty = view.state === 'ended' ? 0 : Math.max(emptyLines - known.length, 10);
  return (
    <article className="sheet-paper" aria-label={t('sheet-list')}>
      <SheetHead view={view} title={t('sheet-list')} />
      <table className="sheet-list">
        <thead>
          <tr>
            <th scope="col">{t('number')}</th>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('how')}</th>
            <th scope="col">{t('signature')}</th>
          </tr>
        </thead>
        <tbody>
          {known.map((one, index) => (
            <tr key={one.key}>
              <td className="figures">{index + 1}</td>
              <td>{one.name}</td>
              <td>{one.how}</td>
              <td />
            </tr>
          ))}
          {Array.from({ length: empty }, (_, index) => known.length + index + 1).map((number) => (
            <tr key={number}>
              <td className="figures">{number}</td>
              <td />
              <td />
              <td />
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
}
