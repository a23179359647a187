import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { lazy, Suspense, useEffect, useEffectEvent } from 'react';
import { Link, Route, Router, Switch } from 'wouter';
import { ConsoleVerbDesk } from '../features/cases/ConsoleVerbDesk.tsx';
import { ConsoleSignIn } from '../features/session/ConsoleSignIn.tsx';
import { getSession, isPassing, isRefusal } from '../ui/api/index.ts';
import { useLocale, usePhrases } from '../ui/i18n/index.ts';
import { setPreferences, usePreferences } from '../ui/preferences.ts';
import { fetchOrKept } from './field/kept.ts';
import { LiveUpdates } from './live/LiveUpdates.tsx';
import { NowProvider } from './look/Due.tsx';
import { EmptyState, FailedState, LoadingLines } from './look/states.tsx';
import { consoleTheme, useIsDark, useIsPhone, useIsStill } from './look/theme.ts';
import { consolePhrases } from './phrases.ts';
import { SessionContext, type StaffSession, sessionKey } from './session/session.ts';
import { ConsoleShell } from './shell/ConsoleShell.tsx';

const ConsoleImport = lazy(() => import('../features/areas/ConsoleImport.tsx'));
const ConsoleDoorSign = lazy(() => import('../features/cards/ConsoleDoorSign.tsx'));
const ConsoleWorkbench = lazy(() => import('../features/cases/ConsoleWorkbench.tsx'));
const ConsoleQueue = lazy(() => import('../features/cases/ConsoleQueue.tsx'));
const ConsoleCase = lazy(() => import('../features/cases/ConsoleCase.tsx'));
const ConsoleWaiting = lazy(() => import('../features/cases/ConsoleWaiting.tsx'));
const ConsoleInbox = lazy(() => import('../features/messages/ConsoleInbox.tsx'));
const ConsoleOutbox = lazy(() => import('../features/messages/ConsoleOutbox.tsx'));
const ConsoleCoverage = lazy(() => import('../features/coverage/ConsoleCoverage.tsx'));
const ConsoleWho = lazy(() => import('../features/coverage/ConsoleWho.tsx'));
const ConsoleSegments = lazy(() => import('../features/segments/ConsoleSegments.tsx'));
const ConsoleOrgs = lazy(() => import('../features/orgs/ConsoleOrgs.tsx'));
const ConsolePlans = lazy(() => import('../features/plans/ConsolePlans.tsx'));
const ConsoleFormations = lazy(() => import('../features/formations/ConsoleFormations.tsx'));
const ConsoleParties = lazy(() => import('../features/parties/ConsoleParties.tsx'));
const ConsolePowers = lazy(() => import('../features/powers/ConsolePowers.tsx'));
const ConsoleEstablishments = lazy(() => import('../features/establishments/ConsoleEstablishments.tsx'));
const ConsoleOpinions = lazy(() => import('../features/opinions/ConsoleOpinions.tsx'));
const ConsoleReportIns = lazy(() => import('../features/report-ins/ConsoleReportIns.tsx'));
const ConsoleCalendar = lazy(() => import('../features/gatherings/ConsoleCalendar.tsx'));
const ConsoleDuties = lazy(() => import('../features/gatherings/ConsoleDuties.tsx'));
const ConsoleGathering = lazy(() => import('../features/gatherings/ConsoleGathering.tsx'));
const ConsolePaper = lazy(() => import('../features/gatherings/ConsolePaper.tsx'));
const ConsoleRoom = lazy(() => import('../features/gatherings/ConsoleRoom.tsx'));
const ConsoleSeries = lazy(() => import('../features/gatherings/ConsoleSeries.tsx'));
const ConsoleWall = lazy(() => import('../features/gatherings/ConsoleWall.tsx'));
const ConsoleWeek = lazy(() => import('../features/gatherings/ConsoleWeek.tsx'));
const ConsoleBallots = lazy(() => import('../features/ballots/ConsoleBallots.tsx'));
const ConsoleOwnerships = lazy(() => import('../features/ballots/ownership/ConsoleOwnerships.tsx'));
const ConsoleOwnershipImport = lazy(() => import('../features/ballots/ownership/ConsoleOwnershipImport.tsx'));
const ConsoleConvene = lazy(() => import('../features/ballots/ConsoleConvene.tsx'));
const ConsoleAmend = lazy(async () => ({
  default: (await import('../features/ballots/ConsoleConvene.tsx')).ConsoleAmendBallot,
}));
const ConsoleBallot = lazy(() => import('../features/ballots/ConsoleBallot.tsx'));
const ConsoleCatalogue = lazy(() => import('../features/ballots/catalogue/ConsoleCatalogue.tsx'));
const ConsoleExternalCount = lazy(() => import('../features/ballots/external/ConsoleExternalCount.tsx'));
const ConsoleNominations = lazy(() => import('../features/ballots/nominations/ConsoleNominations.tsx'));
const ConsoleRoll = lazy(() => import('../features/ballots/roll/ConsoleRoll.tsx'));
const ConsoleDesk = lazy(() => import('../features/ballots/desk/ConsoleDesk.tsx'));
const ConsoleNorms = lazy(() => import('../features/norms/ConsoleNorms.tsx'));
const ConsoleSettings = lazy(() => import('../features/session/ConsoleSettings.tsx'));
const QueuesPage = lazy(() => import('./shell/QueuesPage.tsx'));

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // Without signal the pages fall back on what was kept; waiting for the network would show nothing.
      networkMode: 'always',
      staleTime: 10_000,
      retry: (count, error) => count < 2 && navigator.onLine && isPassing(error),
      refetchOnWindowFocus: ({ state }) => !isRefusal(state.error),
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

export function ConsoleApp() {
  const dark = useIsDark();
  const phone = useIsPhone();
  const still = useIsStill();
  const locale = useLocale();
  const { largeType } = usePreferences();
  useEffect(() => {
    dayjs.locale(locale === 'en' ? 'en' : 'zh-cn');
  }, [locale]);
  useEffect(() => {
    document.documentElement.dataset.dark = String(dark);
  }, [dark]);
  return (
    <ConfigProvider
      theme={consoleTheme({ dark, largeType, phone, still })}
      locale={locale === 'en' ? enUS : zhCN}
      button={{ autoInsertSpace: false }}
    >
      <App>
        <QueryClientProvider client={client}>
          <NowProvider>
            <Router base="/console">
              <Door />
            </Router>
          </NowProvider>
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  );
}

/** Signed in or not: that is settled before any page is drawn. */
function Door() {
  const t = usePhrases(consolePhrases);
  const session = useQuery({
    queryKey: sessionKey,
    // Who is signed in is remembered too, so that the console opens in a cellar.
    queryFn: async ({ signal }) => (await fetchOrKept('session', () => getSession(signal))).data,
    staleTime: 60_000,
  });
  const { locale, largeType, person } = session.data ?? {};
  const personId = person?.personId;
  // The person's own choice comes along to this device when they sign in, and is not forced on it again.
  const adopt = useEffectEvent((signedIn: string | undefined) => {
    if (signedIn !== undefined && locale !== undefined)
      setPreferences({ locale, largeType: largeType ?? false });
  });
  useEffect(() => adopt(personId), [personId]);

  if (session.isPending) return <LoadingLines lines={3} />;
  if (session.data === undefined)
    return <FailedState isPage error={session.error} onRetry={() => void session.refetch()} />;
  if (session.data.person === null) return <ConsoleSignIn demo={session.data.demo} />;
  const staff: StaffSession = { ...session.data, person: session.data.person };
  if (staff.posts.length === 0) {
    return (
      <main>
        <EmptyState
          isPage
          title={t('noPostTitle')}
          detail={t('noPostDetail')}
          action={<a href="/">{t('toResident')}</a>}
        />
      </main>
    );
  }
  return (
    <SessionContext value={staff}>
      <LiveUpdates>
        <Switch>
          {/* Nothing stands around what hangs on a wall. */}
          <Route path="/gatherings/:gatheringId/wall">
            {({ gatheringId }) => (
              <Suspense fallback={<LoadingLines />}>
                <ConsoleWall key={gatheringId} gatheringId={gatheringId} />
              </Suspense>
            )}
          </Route>
          <Route>
            <ConsoleVerbDesk>
              <ConsoleShell>
                <Suspense fallback={<LoadingLines />}>
                  <Pages />
                </Suspense>
              </ConsoleShell>
            </ConsoleVerbDesk>
          </Route>
        </Switch>
      </LiveUpdates>
    </SessionContext>
  );
}

function Pages() {
  const t = usePhrases(consolePhrases);
  return (
    <Switch>
      <Route path="/" component={ConsoleWorkbench} />
      <Route path="/queues" component={QueuesPage} />
      <Route path="/queues/:queue">{({ queue }) => <ConsoleQueue key={queue} queue={queue} />}</Route>
      <Route path="/cases">
        <ConsoleQueue />
      </Route>
      <Route path="/cases/:caseId">{({ caseId }) => <ConsoleCase caseId={caseId} />}</Route>
      <Route path="/waiting" component={ConsoleWaiting} />
      <Route path="/messages" component={ConsoleInbox} />
      <Route path="/outbox" component={ConsoleOutbox} />
      <Route path="/coverage" component={ConsoleCoverage} />
      <Route path="/who" component={ConsoleWho} />
      <Route path="/segments" component={ConsoleSegments} />
      <Route path="/orgs" component={ConsoleOrgs} />
      <Route path="/import" component={ConsoleImport} />
      <Route path="/plans" component={ConsolePlans} />
      <Route path="/powers" component={ConsolePowers} />
      <Route path="/opinions" component={ConsoleOpinions} />
      <Route path="/establishments" component={ConsoleEstablishments} />
      <Route path="/cards/:postId">{({ postId }) => <ConsoleDoorSign key={postId} postId={postId} />}</Route>
      <Route path="/formations" component={ConsoleFormations} />
      <Route path="/parties/:area?">{({ area }) => <ConsoleParties area={area} />}</Route>
      <Route path="/report-ins" component={ConsoleReportIns} />
      <Route path="/calendar" component={ConsoleCalendar} />
      <Route path="/series" component={ConsoleSeries} />
      <Route path="/week" component={ConsoleWeek} />
      <Route path="/duties" component={ConsoleDuties} />
      <Route path="/gatherings/:gatheringId">
        {({ gatheringId }) => <ConsoleGathering key={gatheringId} gatheringId={gatheringId} />}
      </Route>
      <Route path="/gatherings/:gatheringId/room">
        {({ gatheringId }) => <ConsoleRoom key={gatheringId} gatheringId={gatheringId} />}
      </Route>
      <Route path="/gatherings/:gatheringId/paper">
        {({ gatheringId }) => <ConsolePaper key={gatheringId} gatheringId={gatheringId} />}
      </Route>
      <Route path="/ballots" component={ConsoleBallots} />
      <Route path="/ballots/new" component={ConsoleConvene} />
      <Route path="/ballots/:ballotId">
        {({ ballotId }) => <ConsoleBallot key={ballotId} ballotId={ballotId} />}
      </Route>
      <Route path="/ballots/:ballotId/amend">
        {({ ballotId }) => <ConsoleAmend key={ballotId} ballotId={ballotId} />}
      </Route>
      <Route path="/ballots/:ballotId/desk">
        {({ ballotId }) => <ConsoleDesk key={ballotId} ballotId={ballotId} />}
      </Route>
      <Route path="/ballots/:ballotId/roll">
        {({ ballotId }) => <ConsoleRoll key={ballotId} ballotId={ballotId} />}
      </Route>
      <Route path="/ballots/:ballotId/nominations">
        {({ ballotId }) => <ConsoleNominations key={ballotId} ballotId={ballotId} />}
      </Route>
      <Route path="/ballots/:ballotId/catalogue">
        {({ ballotId }) => <ConsoleCatalogue key={ballotId} ballotId={ballotId} />}
      </Route>
      <Route path="/ballots/:ballotId/external-count">
        {({ ballotId }) => <ConsoleExternalCount key={ballotId} ballotId={ballotId} />}
      </Route>
      <Route path="/norms" component={ConsoleNorms} />
      <Route path="/ownerships" component={ConsoleOwnerships} />
      <Route path="/ownerships/import" component={ConsoleOwnershipImport} />
      <Route path="/settings" component={ConsoleSettings} />
      <Route>
        <EmptyState
          isPage
          title={t('notFoundTitle')}
          detail={t('notFoundDetail')}
          action={<Link href="/">{t('backToWorkbench')}</Link>}
        />
      </Route>
    </Switch>
  );
}
