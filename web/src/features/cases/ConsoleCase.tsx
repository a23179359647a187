import { LeftOutlined, LinkOutlined, PrinterOutlined, RightOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button } from 'antd';
import { useEffect, useMemo, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import { caseKey, keptCaseKey } from '../../console/cases/case-cache.ts';
import { useVerbDesk } from '../../console/cases/desk.ts';
import { neighboursOf, readOpenedList } from '../../console/cases/neighbours.ts';
import { verbKeys, verbOfKey } from '../../console/cases/verb-keys.ts';
import { fetchOrKept } from '../../console/field/kept.ts';
import { useWaitingOf } from '../../console/field/waiting.ts';
import { useKeys } from '../../console/keys/keyboard.ts';
import { useIsMarked } from '../../console/live/marks.ts';
import { Due, usePresent, When } from '../../console/look/Due.tsx';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import { useStaffSession } from '../../console/session/session.ts';
import { type CaseView, getCase, type HolderView } from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { agoWords, fullDate } from '../../ui/time/words.ts';
import { ConsoleCaseClocks } from './ConsoleCaseClocks.tsx';
import { ConsoleCaseHistory } from './ConsoleCaseHistory.tsx';
import { ConsoleCaseLadder } from './ConsoleCaseLadder.tsx';
import { CaseMarks, VerbButton } from './ConsoleCaseLine.tsx';
import { ConsoleCaseParts } from './ConsoleCaseParts.tsx';
import { ConsolePhotos } from './ConsolePhotos.tsx';
import { ConsoleReporter } from './ConsoleReporter.tsx';
import { caseConsolePhrases } from './console-phrases.ts';

/** Everything about one case, and everything that can be done about it. */
export default function ConsoleCase({ caseId }: { caseId: string }) {
  const { person } = useStaffSession();
  const page = useQuery({
    queryKey: caseKey(caseId),
    queryFn: ({ signal }) => fetchOrKept(keptCaseKey(person.personId, caseId), () => getCase(caseId, signal)),
  });
  return (
    <>
      <CaseWay caseId={caseId} />
      {page.isPending ? (
        <LoadingLines lines={4} />
      ) : page.data === undefined ? (
        <FailedState isPage error={page.error} onRetry={() => void page.refetch()} />
      ) : (
        <CasePage key={caseId} view={page.data.data.case} keptAt={page.data.keptAt} />
      )}
    </>
  );
}

/** Back to the list, and on to the next one in it. */
function CaseWay({ caseId }: { caseId: string }) {
  const t = usePhrases(caseConsolePhrases);
  const [, navigate] = useLocation();
  const opened = useMemo(() => readOpenedList(), []);
  const { previous, next, place, of } = neighboursOf(opened, caseId);
  const back = opened?.href ?? '/';
  const go = (id: string | null) => {
    if (id !== null) navigate(`/cases/${id}`, { replace: true });
  };
  useKeys(t('keysCase'), [
    { keys: ['j', 'ArrowRight'], words: t('nextCase'), run: () => go(next) },
    { keys: ['k', 'ArrowLeft'], words: t('previousCase'), run: () => go(previous) },
    { keys: ['Escape', 'q'], words: t('keyBack'), run: () => navigate(back) },
  ]);
  return (
    <nav className="case-way" aria-label={t('back')}>
      <Link href={back} className="back-link">
        <LeftOutlined aria-hidden="true" /> {t('back')}
      </Link>
      {place === 0 ? null : (
        <span className="case-way-list">
          <span className="figures soft">{t('placeInList', { place, of })}</span>
          <Button
            icon={<LeftOutlined />}
            disabled={previous === null}
            aria-label={t('previousCase')}
            onClick={() => go(previous)}
          />
          <Button
            icon={<RightOutlined />}
            disabled={next === null}
            aria-label={t('nextCase')}
            onClick={() => go(next)}
          />
        </span>
      )}
    </nav>
  );
}

function CasePage({ view, keptAt }: { view: CaseView; keptAt: number | null }) {
  const t = usePhrases(caseConsolePhrases);
  const label = useLabel();
  const locale = useLocale();
  const now = usePresent();
  const desk = useVerbDesk();
  const waiting = useWaitingOf(view.caseId);
  const marked = useIsMarked(view.caseId);
  const { message } = App.useApp();
  const heading = useRef<HTMLHeadingElement>(null);
  const verbs = waiting === undefined ? view.verbs : [];

  // Stepping to the next case tells screen readers where one is, and puts the keys where they act.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, []);
  useEffect(() => {
    document.title = `${view.number} ${view.title} · 邻里 Linli`;
  }, [view.number, view.title]);

  useKeys(t('keysCase'), [
    {
      keys: [...new Set(Object.values(verbKeys))],
      words: t('keyVerb'),
      run: (event) => {
        const verb = verbOfKey(verbs, event.key);
        if (verb !== undefined) desk.begin(view, verb);
      },
    },
  ]);
  const ordered = verbs.toSorted((a, b) => Number(b.primary) - Number(a.primary));
  const copyLink = async () => {
    await navigator.clipboard.writeText(location.href);
    message.success(t('linkCopied'));
  };

  return (
    <article className="case" data-marked={marked || undefined}>
      <header className="case-head">
        <p className="case-kind">
          <span>{label(view.kindTitle)}</span>
          <span className="number">{view.number}</span>
        </p>
        <h1 ref={heading} tabIndex={-1}>
          {view.title}
        </h1>
        <CaseMarks one={view} withStation={false} />
        <div className="case-due">
          <Due one={view} />
        </div>
        <div className="case-tools">
          <Button type="text" icon={<LinkOutlined />} onClick={() => void copyLink()}>
            {t('copyLink')}
          </Button>
          <Button type="text" icon={<PrinterOutlined />} onClick={() => window.print()}>
            {t('print')}
          </Button>
        </div>
      </header>
      {keptAt === null ? null : (
        <Alert type="info" title={t('keptCopy', { when: agoWords(keptAt, { locale, now }) })} />
      )}
      {view.mergedInto === null ? null : (
        <Alert
          type="info"
          title={
            <Link href={`/cases/${view.mergedInto.caseId}`}>
              {t('mergedInto', { number: view.mergedInto.number })}
            </Link>
          }
        />
      )}
      {view.paused === null ? null : (
        <Alert
          type="warning"
          title={t('pausedBecause', { what: label(view.paused) })}
          description={
            <>
              {view.pausedReason}
              {view.pausedUntil === null ? null : (
                <span className="soft">
                  {' '}
                  {t('pausedUntil', { when: fullDate(view.pausedUntil, { locale }) })}
                </span>
              )}
            </>
          }
        />
      )}
      <StationLine view={view} />
      <section className="case-verbs" aria-label={t('actions')}>
        {waiting === undefined ? (
          ordered.length === 0 ? (
            <p className="soft">{t('noActions')}</p>
          ) : (
            ordered.map((verb, index) => (
              <VerbButton
                key={verb.verb}
                one={view}
                verb={verb}
                primary={index === 0 && verb.primary}
                onPress={() => desk.begin(view, verb)}
              />
            ))
          )
        ) : (
          <>
            <span className="tag tag-amber">
              {t('waitingVerb', { verb: waiting.title.split(' · ').at(-1) ?? '' })}
            </span>
            {waiting.refusal === null ? null : (
              <Button type="primary" onClick={() => desk.takeUp(waiting)}>
                {t('needsDecision')}
              </Button>
            )}
          </>
        )}
      </section>

      <div className="case-columns">
        <div className="case-main">
          <section aria-labelledby="case-report">
            <h2 id="case-report">{t('report')}</h2>
            <p className="case-description">{view.description ?? view.title}</p>
            <ConsolePhotos photoIds={view.photoIds} />
            <dl className="facts">
              <div>
                <dt>{t('place')}</dt>
                <dd>
                  {view.areaPath.map((area) => area.name).join(' › ') || view.areaName}
                  {view.spot === null ? null : <span> · {view.spot}</span>}{' '}
                  <Link href={whoAt(view)}>{t('whoHere')}</Link>
                </dd>
              </div>
              {view.categoryTitle === null ? null : (
                <div>
                  <dt>{t('category')}</dt>
                  <dd>{label(view.categoryTitle)}</dd>
                </div>
              )}
              <div>
                <dt>{t('openedAt')}</dt>
                <dd>
                  <When at={view.openedAt} />
                </dd>
              </div>
              {/* The words that stand above need no second place. */}
              {view.answers
                .filter(({ text }) => text !== (view.description ?? view.title))
                .map((answer) => (
                  <div key={answer.key}>
                    <dt>{label(answer.title)}</dt>
                    <dd>{answer.text}</dd>
                  </div>
                ))}
            </dl>
          </section>
          <ConsoleCaseParts view={view} />
          <ConsoleCaseHistory view={view} />
        </div>
        <aside className="case-side">
          <ConsoleCaseClocks clocks={view.clocks} />
          <section aria-labelledby="case-holders">
            <h2 id="case-holders">{t('holders')}</h2>
            <dl className="facts facts-narrow">
              <div>
                <dt>{t('responsible')}</dt>
                <dd>
                  <Holder holder={view.responsible} />
                </dd>
              </div>
              <div>
                <dt>{t('assigneeNow')}</dt>
                <dd>
                  {view.assignee === null ? (
                    <span className="soft">{t('noAssignee')}</span>
                  ) : (
                    <Holder holder={view.assignee} />
                  )}
                </dd>
              </div>
              {view.routeReason === null ? null : (
                <div>
                  <dt>{t('routeReason')}</dt>
                  <dd>{view.routeReason}</dd>
                </div>
              )}
              {view.powerTakenBack == null ? null : (
                <div>
                  <dt>{t('powerTakenBack')}</dt>
                  <dd>
                    <Link href="/powers?list=taken-back">
                      {t('powerTakenBackWords', {
                        item: label(view.powerTakenBack.title),
                        from: view.powerTakenBack.from,
                        basis: view.powerTakenBack.basis,
                        lead: label(view.powerTakenBack.leadTitle),
                      })}
                    </Link>
                  </dd>
                </div>
              )}
            </dl>
          </section>
          <ConsoleCaseLadder view={view} />
          <ConsoleReporter view={view} />
          {view.rating === null ? null : (
            <section aria-labelledby="case-rating">
              <h2 id="case-rating">{t('rating')}</h2>
              <p>
                <strong>{label(view.rating.answerTitle)}</strong> · <When at={view.rating.at} />
              </p>
              {view.rating.comment === null ? null : <blockquote>{view.rating.comment}</blockquote>}
            </section>
          )}
          <p className="soft">
            {view.followerCount > 0 ? t('followers', { n: view.followerCount }) : null}
            {view.mergedFrom > 0 ? ` ${t('mergedFrom', { n: view.mergedFrom })}` : null}
          </p>
        </aside>
      </div>
      <footer className="print-foot">{t('printedAt', { when: fullDate(now, { locale }) })}</footer>
    </article>
  );
}

function Holder({ holder }: { holder: HolderView | null }) {
  const t = usePhrases(caseConsolePhrases);
  const label = useLabel();
  if (holder === null) return <span className="soft">{t('vacant')}</span>;
  return (
    <>
      <strong>{holder.name ?? t('vacant')}</strong> {label(holder.roleTitle)}
      <span className="soft block">{holder.orgName}</span>
    </>
  );
}

/** The whole way in the model's words: where it was, where it is, what is ahead. */
function StationLine({ view }: { view: CaseView }) {
  const t = usePhrases(caseConsolePhrases);
  const label = useLabel();
  const words = {
    done: 'stationDone',
    here: 'stationHere',
    ahead: 'stationAhead',
    skipped: 'stationSkipped',
  } as const;
  return (
    <ol className="stations" aria-label={t('stations')}>
      {view.stations.map((station) => (
        <li
          key={station.key}
          data-state={station.state}
          {...(station.state === 'here' ? { 'aria-current': 'step' as const } : {})}
        >
          <span className="station-dot" aria-hidden="true" />
          <span className="station-name">{label(station.title)}</span>
          <span className="visually-hidden">{t(words[station.state])}</span>
        </li>
      ))}
    </ol>
  );
}

/** By its point, so that a road that runs by it names its chief; without one by its place. */
function whoAt({ position, areaCode }: Pick<CaseView, 'position' | 'areaCode'>): string {
  return position === null ? `/who?area=${areaCode}` : `/who?at=${position.join(',')}`;
}
