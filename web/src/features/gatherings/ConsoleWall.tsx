import './wall.css';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { usePresent } from '../../console/look/Due.tsx';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import { type AgendaItem, type GatheringView, getGathering } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { useNow } from '../../ui/time/now.ts';
import { AttendanceQr } from './AttendanceQr.tsx';
import { clockOf } from './calendar-days.ts';
import { gatheringKey } from './gathering-deed.ts';
import { gatheringPhrases } from './gathering-phrases.ts';
import { aboutWords, endWords, useDayWords, useSpanWords } from './gathering-words.ts';
import { roomPhrases } from './room-phrases.ts';
import { handWords, quorumLine } from './room-words.ts';

const liveMs = 5_000;

/** What hangs on the wall of the room, dark and large: nothing on it is to be pressed. */
export default function ConsoleWall({ gatheringId }: { gatheringId: string }) {
  const page = useQuery({
    queryKey: gatheringKey(gatheringId),
    queryFn: async ({ signal }) => ({ data: await getGathering(gatheringId, signal), keptAt: null }),
    refetchInterval: liveMs,
    refetchIntervalInBackground: true,
  });
  return (
    <main className="wall">
      {page.isPending ? (
        <LoadingLines lines={4} />
      ) : page.data === undefined ? (
        <FailedState isPage error={page.error} onRetry={() => void page.refetch()} />
      ) : (
        <Wall view={page.data.data.gathering} isOld={page.isError} />
      )}
    </main>
  );
}

function Wall({ view, isOld }: { view: GatheringView; isOld: boolean }) {
  const t = usePhrases(roomPhrases);
  const words = usePhrases(gatheringPhrases);
  const label = useLabel();
  const spanWords = useSpanWords(usePresent());
  const now = useNow(1_000);
  useEffect(() => {
    document.title = `${label(view.title)} · 邻里 Linli`;
  }, [view.title, label]);
  // Nobody scrolls a wall: of a long agenda the item under discussion is in sight, with what comes next.
  const agenda = useRef<HTMLOListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it looks for the item that is marked now.
  useEffect(() => {
    agenda.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'center' });
  }, [view.currentItemId]);
  const current = view.items.find(({ itemId }) => itemId === view.currentItemId);
  const { count, quorum } = view.attendance;
  return (
    <>
      <header className="wall-head">
        <div>
          <h1>{label(view.title)}</h1>
          <p>{[view.host.name, view.place, spanWords(view)].filter(Boolean).join(' · ')}</p>
        </div>
        <p className="wall-clock figures">{clockOf(now)}</p>
      </header>
      <section className="wall-agenda" aria-labelledby="wall-agenda">
        <h2 id="wall-agenda">{t('agenda')}</h2>
        <ol ref={agenda}>
          {view.items.map((item, index) => (
            <li
              key={item.itemId}
              data-ended={item.ended !== null || undefined}
              aria-current={item.itemId === view.currentItemId ? 'step' : undefined}
            >
              <span className="wall-number figures">{index + 1}</span>
              <span>
                <span className="wall-item-title">{item.title}</span>
                <span className="wall-soft">
                  {item.ended === null ? words(aboutWords[item.about]) : words(endWords[item.ended.as])}
                </span>
              </span>
            </li>
          ))}
        </ol>
      </section>
      <section className="wall-main" aria-live="polite" aria-label={t('underDiscussion')}>
        {current === undefined ? <Between view={view} /> : <Current item={current} />}
      </section>
      <aside className="wall-side" aria-label={t('here')}>
        <p className="wall-count">
          <span className="figures">{count}</span> {t('herePeople')}
        </p>
        {quorum === null ? null : (
          <p className={quorum.isMet ? 'wall-good' : 'wall-soft'}>{quorumLine(t, quorum)}</p>
        )}
        {view.verbs.includes('show-code') && view.state === 'open' ? (
          <AttendanceQr gatheringId={view.gatheringId} />
        ) : null}
        {view.speakers.length === 0 ? null : (
          <section aria-labelledby="wall-speakers">
            <h2 id="wall-speakers">{t('speakers')}</h2>
            <ol className="wall-speakers">
              {view.speakers.slice(0, 6).map((one) => (
                <li key={one.speakerId} data-speaks={one.beganAt !== null || undefined}>
                  {one.name}
                  {one.beganAt === null ? null : <span className="wall-soft">{t('speaksNow')}</span>}
                </li>
              ))}
            </ol>
          </section>
        )}
      </aside>
      {isOld ? (
        <p className="wall-old" role="status">
          {t('wallOld')}
        </p>
      ) : null}
    </>
  );
}

/** Before the first item, between two, and after the last: the state, and what was decided so far. */
function Between({ view }: { view: GatheringView }) {
  const t = usePhrases(roomPhrases);
  const words = usePhrases(gatheringPhrases);
  const resolved = view.items.flatMap((item) => item.resolutions);
  return (
    <>
      <p className="wall-state">
        {view.state === 'open'
          ? t('wallOpen')
          : view.state === 'ended'
            ? t('wallEnded')
            : view.state === 'planned' || view.state === 'announced'
              ? t('wallSoon', { at: clockOf(Date.parse(view.startsAt)) })
              : words(view.state)}
      </p>
      {resolved.length === 0 ? null : (
        <>
          <h2>{t('resolutions')}</h2>
          <Resolutions all={resolved} />
        </>
      )}
    </>
  );
}

function Current({ item }: { item: AgendaItem }) {
  const t = usePhrases(roomPhrases);
  const words = usePhrases(gatheringPhrases);
  const label = useLabel();
  return (
    <>
      <p className="wall-kind">
        {words(aboutWords[item.about])}
        {item.case === null ? null : ` · ${item.case.number} · ${item.case.areaName}`}
        {item.case?.rungTitle == null ? null : ` · ${label(item.case.rungTitle)}`}
      </p>
      <h2 className="wall-current">{item.title}</h2>
      {item.body === null || item.body === item.title ? null : <p className="wall-body">{item.body}</p>}
      {item.duty === null ? null : (
        <p className="wall-body">
          {item.duty.ownerLabel}
          {item.duty.state === 'running' && item.duty.isLate ? (
            <strong className="wall-late"> {words('late')}</strong>
          ) : item.duty.state === 'no-duty' ? null : (
            ` · ${words(item.duty.state)}`
          )}
          {item.duty.answer === null ? null : <span className="wall-answer">{item.duty.answer}</span>}
        </p>
      )}
      {item.motions.map((motion) => (
        <div key={motion.motionId} className="wall-motion">
          <p className="wall-motion-text">{motion.text}</p>
          {motion.hands === null ? (
            <p className="wall-soft">{t('handsUp')}</p>
          ) : (
            <>
              <p className={motion.hands.isPassed ? 'wall-verdict wall-good' : 'wall-verdict'}>
                {words(motion.hands.isPassed ? 'passed' : 'failed')}
              </p>
              <dl className="wall-hands">
                {(['for', 'against', 'abstained'] as const).map((side) => (
                  <div key={side}>
                    <dt>{t(handWords[side])}</dt>
                    <dd className="figures">{motion.hands?.[side]}</dd>
                  </div>
                ))}
              </dl>
            </>
          )}
        </div>
      ))}
      <Resolutions all={item.resolutions} />
    </>
  );
}

function Resolutions({ all }: { all: AgendaItem['resolutions'] }) {
  const t = usePhrases(gatheringPhrases);
  const days = useDayWords(usePresent());
  if (all.length === 0) return null;
  return (
    <ul className="wall-resolutions">
      {all.map((one) => (
        <li key={one.resolutionId}>
          <p>{one.text}</p>
          {one.ownerLabel === null && one.dueOn === null ? null : (
            <p className="wall-soft">
              {[one.ownerLabel, one.dueOn === null ? null : t('dueOn', { day: days(one.dueOn) })]
                .filter(Boolean)
                .join(' · ')}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
