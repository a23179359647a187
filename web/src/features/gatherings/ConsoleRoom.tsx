import './calendar.css';
import './room.css';
import { DesktopOutlined, LeftOutlined, PrinterOutlined } from '@ant-design/icons';
import { Alert, App, Button, Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { Refusal } from '../../console/look/DeedForm.tsx';
import { usePresent } from '../../console/look/Due.tsx';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { useIsPhone } from '../../console/look/theme.ts';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { type AgendaItem, doGathering, type GatheringView, type PlainDeed } from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { agoWords } from '../../ui/time/words.ts';
import { ConsoleAddItem } from './ConsoleAddItem.tsx';
import { ConsoleAnotherTime } from './ConsoleAnotherTime.tsx';
import { ConsoleAttendance } from './ConsoleAttendance.tsx';
import { ConsoleItem } from './ConsoleItem.tsx';
import { ConsoleMinutes } from './ConsoleMinutes.tsx';
import { ConsoleSpeakers } from './ConsoleSpeakers.tsx';
import { useDeed } from './gathering-deed.ts';
import { gatheringPhrases } from './gathering-phrases.ts';
import { aboutWords, endWords, useSpanWords } from './gathering-words.ts';
import { roomPhrases } from './room-phrases.ts';
import { useGathering } from './use-gathering.ts';

const liveMs = 10_000;

/** The meeting room for whoever leads it and whoever takes the minutes, at a desk or on a phone. */
export default function ConsoleRoom({ gatheringId }: { gatheringId: string }) {
  const page = useGathering(gatheringId, liveMs);
  if (page.isPending) return <LoadingLines lines={5} />;
  if (page.data === undefined)
    return <FailedState isPage error={page.error} onRetry={() => void page.refetch()} />;
  return <Room view={page.data.data.gathering} keptAt={page.data.keptAt} />;
}

const panels = ['agenda', 'people', 'speakers'] as const;
type Panel = (typeof panels)[number];
/** Besides the items: what is said of the whole. */
const general = 'general';

function Room({ view, keptAt }: { view: GatheringView; keptAt: number | null }) {
  const t = usePhrases(roomPhrases);
  const label = useLabel();
  const locale = useLocale();
  const now = usePresent();
  const spanWords = useSpanWords(now);
  const isPhone = useIsPhone();
  const [panel, setPanel] = useState<Panel>('agenda');
  const [chosen, setChosen] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const main = useRef<HTMLDivElement>(null);
  const agenda = useRef<HTMLElement>(null);
  const current = view.currentItemId;
  // What all discuss is what one sees, until one looks at something else.
  useEffect(() => setChosen(current), [current]);
  const firstOpen = view.items.find(({ ended }) => ended === null) ?? view.items[0];
  const shown = chosen ?? firstOpen?.itemId ?? general;
  const item = view.items.find(({ itemId }) => itemId === shown);
  const isWide = !isPhone;
  // On a phone the agenda lies above the item: one goes on to what is still open without going back to it.
  const place = view.items.findIndex(({ itemId }) => itemId === shown);
  const following =
    view.items.find(({ ended }, index) => index > place && ended === null) ?? view.items[place + 1];
  return (
    <div className="room">
      <Link href={`/gatherings/${view.gatheringId}`} className="back-link">
        <LeftOutlined aria-hidden="true" /> {t('toPage')}
      </Link>
      <PageHead
        title={label(view.title)}
        summary={
          <>
            <span>{spanWords(view)}</span>
            <span>{[view.host.name, view.place].filter(Boolean).join(' · ')}</span>
          </>
        }
      >
        <RoomDeeds view={view} />
        <Link href={`/gatherings/${view.gatheringId}/wall`} className="room-link">
          <DesktopOutlined aria-hidden="true" /> {t('wall')}
        </Link>
        <Link href={`/gatherings/${view.gatheringId}/paper`} className="room-link">
          <PrinterOutlined aria-hidden="true" /> {t('paper')}
        </Link>
      </PageHead>
      {keptAt === null ? null : (
        <Alert type="info" title={t('keptCopy', { when: agoWords(keptAt, { locale, now }) })} />
      )}
      {isWide ? null : (
        <Segmented<Panel>
          block
          className="room-panels"
          aria-label={t('panels')}
          value={panel}
          options={[
            { value: 'agenda', label: t('agenda') },
            { value: 'people', label: `${t('here')} ${view.attendance.count}` },
            { value: 'speakers', label: `${t('speakers')} ${view.speakers.length}` },
          ]}
          onChange={setPanel}
        />
      )}
      <div className="room-columns">
        {isWide || panel === 'agenda' ? (
          <>
            <nav className="room-agenda" ref={agenda} aria-label={t('agenda')}>
              <h2 className="visually-hidden">{t('agenda')}</h2>
              <ol>
                {view.items.map((one, index) => (
                  <AgendaButton
                    key={one.itemId}
                    item={one}
                    number={index + 1}
                    isShown={one.itemId === shown}
                    isCurrent={one.itemId === current}
                    onPress={() => {
                      setChosen(one.itemId);
                      if (isPhone) main.current?.scrollIntoView();
                    }}
                  />
                ))}
              </ol>
              {view.general === null ? null : (
                <button
                  type="button"
                  className="agenda-button"
                  aria-current={shown === general ? 'true' : undefined}
                  onClick={() => setChosen(general)}
                >
                  <span className="agenda-words">{t('general')}</span>
                </button>
              )}
              {view.verbs.includes('add-item') ? (
                <Button block onClick={() => setAdding(true)}>
                  {t('addItem')}
                </Button>
              ) : null}
            </nav>
            <div className="room-main" ref={main}>
              {item !== undefined ? (
                <ConsoleItem key={item.itemId} view={view} item={item} />
              ) : view.general !== null ? (
                <ConsoleMinutes
                  gatheringId={view.gatheringId}
                  part={view.general}
                  title={t('general')}
                  mayWrite={view.verbs.includes('write-minutes')}
                />
              ) : (
                <EmptyState title={t('agendaNone')} detail={t('agendaNoneDetail')} />
              )}
              {isPhone && view.items.length > 1 ? (
                <p className="room-turn">
                  <Button onClick={() => agenda.current?.scrollIntoView()}>{t('toAgenda')}</Button>
                  {following === undefined ? null : (
                    <Button
                      onClick={() => {
                        setChosen(following.itemId);
                        main.current?.scrollIntoView();
                      }}
                    >
                      {t('followingItem')}
                    </Button>
                  )}
                </p>
              ) : null}
            </div>
          </>
        ) : null}
        {isWide || panel !== 'agenda' ? (
          <aside className="room-side">
            {isWide || panel === 'people' ? <ConsoleAttendance view={view} /> : null}
            {isWide || panel === 'speakers' ? <ConsoleSpeakers view={view} /> : null}
          </aside>
        ) : null}
      </div>
      <ConsoleAddItem view={view} open={adding} onClose={() => setAdding(false)} />
    </div>
  );
}

function AgendaButton({
  item,
  number,
  isShown,
  isCurrent,
  onPress,
}: {
  item: AgendaItem;
  number: number;
  isShown: boolean;
  isCurrent: boolean;
  onPress: () => void;
}) {
  const t = usePhrases(roomPhrases);
  const words = usePhrases(gatheringPhrases);
  return (
    <li>
      <button
        type="button"
        className="agenda-button"
        data-ended={item.ended !== null || undefined}
        data-current={isCurrent || undefined}
        aria-current={isShown ? 'true' : undefined}
        onClick={onPress}
      >
        <span className="agenda-number figures">{number}</span>
        <span className="agenda-words">
          {item.title}
          <span className="agenda-meta">
            {words(aboutWords[item.about])}
            {isCurrent
              ? ` · ${t('underDiscussion')}`
              : item.ended === null
                ? ''
                : ` · ${words(endWords[item.ended.as])}`}
          </span>
        </span>
      </button>
    </li>
  );
}

/** Beginning and ending, with one press each; ending is asked again, since it hands out the duties. */
function RoomDeeds({ view }: { view: GatheringView }) {
  const t = usePhrases(roomPhrases);
  const { modal } = App.useApp();
  const [adjourning, setAdjourning] = useState(false);
  const deed = useDeed<{ verb: PlainDeed }>(({ verb, commandId }) =>
    doGathering(view.gatheringId, verb, { commandId }),
  );
  const left = view.items.filter(({ ended }) => ended === null).length;
  return (
    <>
      {deed.error === null ? null : <Refusal error={deed.error} />}
      {view.verbs.includes('open') ? (
        <Button type="primary" loading={deed.isPending} onClick={() => deed.mutate({ verb: 'open' })}>
          {t('open')}
        </Button>
      ) : null}
      {view.verbs.includes('end') ? (
        <Button
          loading={deed.isPending}
          onClick={() =>
            void modal.confirm({
              title: t('endSure'),
              content: left > 0 ? t('endLeft', { n: left }) : t('endClean'),
              okText: t('end'),
              cancelText: t('notYet'),
              onOk: () => deed.mutate({ verb: 'end' }),
            })
          }
        >
          {t('end')}
        </Button>
      ) : null}
      {view.verbs.includes('adjourn') ? (
        <Button onClick={() => setAdjourning(true)}>{t('adjourn')}</Button>
      ) : null}
      <ConsoleAnotherTime
        view={view}
        deed={adjourning ? 'adjourn' : null}
        onClose={() => setAdjourning(false)}
      />
      {view.verbs.includes('post-minutes') ? (
        <Button type="primary" loading={deed.isPending} onClick={() => deed.mutate({ verb: 'post-minutes' })}>
          {t('postMinutes')}
        </Button>
      ) : null}
    </>
  );
}
