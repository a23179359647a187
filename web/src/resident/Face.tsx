import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { Link, Redirect, Route, Switch } from 'wouter';
import { ResidentReport } from '../features/cases/ResidentReport.tsx';
import { useMyCases } from '../features/cases/resident-queries.ts';
import { useSession } from '../features/session/resident-session.ts';
import { isRefusal, listenLive } from '../ui/api/index.ts';
import { usePhrases } from '../ui/i18n/index.ts';
import { Blank, Bones, buttonClass } from '../ui/kit/index.ts';
import { usePreferences } from '../ui/preferences.ts';
import { Home } from './Home.tsx';
import { useWaiting } from './offline/outbox.ts';
import { residentPhrases } from './phrases.ts';
import { Page } from './shell/Page.tsx';
import { Shield } from './shell/Shield.tsx';

const ResidentCase = lazy(async () => ({
  default: (await import('../features/cases/ResidentCase.tsx')).ResidentCase,
}));
const ResidentCases = lazy(async () => ({
  default: (await import('../features/cases/ResidentCases.tsx')).ResidentCases,
}));
const ResidentCard = lazy(async () => ({
  default: (await import('../features/cards/ResidentCard.tsx')).ResidentCard,
}));
const ResidentInbox = lazy(async () => ({
  default: (await import('../features/messages/ResidentInbox.tsx')).ResidentInbox,
}));
const ResidentMessageSettings = lazy(async () => ({
  default: (await import('../features/messages/ResidentMessageSettings.tsx')).ResidentMessageSettings,
}));
const ResidentMe = lazy(async () => ({
  default: (await import('../features/session/ResidentMe.tsx')).ResidentMe,
}));
const ResidentHours = lazy(async () => ({
  default: (await import('../features/report-ins/ResidentHours.tsx')).ResidentHours,
}));
const ResidentSignInPage = lazy(async () => ({
  default: (await import('../features/session/ResidentSignInPage.tsx')).ResidentSignInPage,
}));
const ResidentDemo = lazy(async () => ({
  default: (await import('../features/session/ResidentDemo.tsx')).ResidentDemo,
}));
const ResidentReveals = lazy(async () => ({
  default: (await import('../features/people/ResidentReveals.tsx')).ResidentReveals,
}));
const ResidentBallots = lazy(async () => ({
  default: (await import('../features/ballots/ResidentBallots.tsx')).ResidentBallots,
}));
const ResidentBallot = lazy(async () => ({
  default: (await import('../features/ballots/ResidentBallot.tsx')).ResidentBallot,
}));
const ResidentVote = lazy(async () => ({
  default: (await import('../features/ballots/ResidentVote.tsx')).ResidentVote,
}));
const ResidentBallotPaper = lazy(async () => ({
  default: (await import('../features/ballots/ResidentBallotPaper.tsx')).ResidentBallotPaper,
}));
const ResidentHomePlace = lazy(async () => ({
  default: (await import('../features/areas/ResidentHomePlace.tsx')).ResidentHomePlace,
}));

const ResidentCalendar = lazy(async () => ({
  default: (await import('../features/gatherings/ResidentCalendar.tsx')).ResidentCalendar,
}));
const ResidentFeeds = lazy(async () => ({
  default: (await import('../features/gatherings/ResidentFeeds.tsx')).ResidentFeeds,
}));
const ResidentClasses = lazy(async () => ({
  default: (await import('../features/gatherings/ResidentClasses.tsx')).ResidentClasses,
}));
const ResidentGathering = lazy(async () => ({
  default: (await import('../features/gatherings/ResidentGathering.tsx')).ResidentGathering,
}));
const ResidentCheckIn = lazy(async () => ({
  default: (await import('../features/gatherings/ResidentCheckIn.tsx')).ResidentCheckIn,
}));
const ResidentTopics = lazy(async () => ({
  default: (await import('../features/gatherings/ResidentTopics.tsx')).ResidentTopics,
}));
const ResidentBringTopic = lazy(async () => ({
  default: (await import('../features/gatherings/ResidentBringTopic.tsx')).ResidentBringTopic,
}));
const ResidentTopic = lazy(async () => ({
  default: (await import('../features/gatherings/ResidentTopic.tsx')).ResidentTopic,
}));

/** The resident face: which address shows which page, and the live updates that keep them fresh. */
export function Face() {
  return (
    <Shield>
      <LiveUpdates />
      <Suspense fallback={<Opening />}>
        <Switch>
          <Route path="/">
            <Home />
          </Route>
          <Route path="/report">
            <ResidentReport />
          </Route>
          <Route path="/report/:kind">{({ kind }) => <ResidentReport key={kind} kindKey={kind} />}</Route>
          <Route path="/s/:spot">{({ spot }) => <ResidentReport key={spot} spotCode={spot} />}</Route>
          <Route path="/cases">
            <ResidentCases />
          </Route>
          <Route path="/cases/:caseId">{({ caseId }) => <ResidentCase key={caseId} caseId={caseId} />}</Route>
          <Route path="/cards/:postId">{({ postId }) => <ResidentCard key={postId} postId={postId} />}</Route>
          <Route path="/ballots">
            <ResidentBallots />
          </Route>
          <Route path="/ballots/:ballotId">
            {({ ballotId }) => <ResidentBallot key={ballotId} ballotId={ballotId} />}
          </Route>
          <Route path="/ballots/:ballotId/vote/:entryId">
            {({ ballotId, entryId }) => <ResidentVote key={entryId} ballotId={ballotId} entryId={entryId} />}
          </Route>
          <Route path="/ballots/:ballotId/paper/:entryId">
            {({ ballotId, entryId }) => (
              <ResidentBallotPaper key={entryId} ballotId={ballotId} entryId={entryId} />
            )}
          </Route>
          <Route path="/calendar">
            <ResidentCalendar />
          </Route>
          <Route path="/calendar/feeds">
            <ResidentFeeds />
          </Route>
          <Route path="/classes">
            <ResidentClasses />
          </Route>
          <Route path="/gatherings/:gatheringId">
            {({ gatheringId }) => <ResidentGathering key={gatheringId} gatheringId={gatheringId} />}
          </Route>
          <Route path="/gatherings/:gatheringId/check-in">
            {({ gatheringId }) => <ResidentCheckIn key={gatheringId} gatheringId={gatheringId} />}
          </Route>
          <Route path="/topics">
            <ResidentTopics />
          </Route>
          <Route path="/topics/new">
            <ResidentBringTopic />
          </Route>
          <Route path="/topics/:topicId">
            {({ topicId }) => <ResidentTopic key={topicId} topicId={topicId} />}
          </Route>
          <Route path="/messages">
            <ResidentInbox />
          </Route>
          <Route path="/me">
            <ResidentMe />
          </Route>
          <Route path="/me/messages">
            <ResidentMessageSettings />
          </Route>
          <Route path="/me/reveals">
            <ResidentReveals />
          </Route>
          <Route path="/me/hours">
            <ResidentHours />
          </Route>
          <Route path="/me/compound">
            <ResidentHomePlace />
          </Route>
          <Route path="/sign-in">
            <ResidentSignInPage />
          </Route>
          <Route path="/demo">
            <ResidentDemo />
          </Route>
          <Route path="/index.html">
            <Redirect to="/" replace />
          </Route>
          <Route>
            <NoSuchPage />
          </Route>
        </Switch>
      </Suspense>
    </Shield>
  );
}

function Opening() {
  const t = usePhrases(residentPhrases);
  return (
    <Page title={t('brand')}>
      <Bones lines={6} />
    </Page>
  );
}

function NoSuchPage() {
  const t = usePhrases(residentPhrases);
  return (
    <Page title={t('notFoundTitle')} back="/">
      <Blank
        icon="search"
        title={t('notFoundTitle')}
        action={
          <Link className={buttonClass({})} to="/">
            {t('toHome')}
          </Link>
        }
      >
        {t('notFoundText')}
      </Blank>
    </Page>
  );
}

/** What changed on the server is looked at again, here and in lists. */
function LiveUpdates() {
  const client = useQueryClient();
  const { locale } = usePreferences();
  const session = useSession();
  const mine = useMyCases(20);
  // Texts made by the server are in the language they were asked in.
  useEffect(() => {
    document.documentElement.lang = locale;
    void client.invalidateQueries({ refetchType: 'active' });
  }, [client, locale]);
  // What was written without signal has gone by itself: it stands among the cases now.
  const lastSentAt = useWaiting().sent[0]?.sentAt;
  useEffect(() => {
    if (lastSentAt !== undefined) void client.invalidateQueries({ queryKey: ['mine'] });
  }, [client, lastSentAt]);
  if (session.isPending || mine.isPending) return null;
  // The server tells whoever it knew when the stream was opened. A visitor becomes known with the first thing they send
  // or follow, and somebody else when they sign in or out: then another stream is opened.
  const isNew = mine.data?.cases.length === 0;
  return <LiveStream key={`${session.data?.person?.personId ?? 'device'} ${isNew ? 'new' : 'known'}`} />;
}

function LiveStream() {
  const client = useQueryClient();
  const { city } = usePreferences();
  useEffect(
    () =>
      listenLive(
        {
          onCase({ caseId }) {
            void client.invalidateQueries({ queryKey: ['case', caseId] });
            void client.invalidateQueries({ queryKey: ['mine'] });
          },
          onGathering: () => void client.invalidateQueries({ queryKey: ['gatherings'] }),
          onInbox() {
            void client.invalidateQueries({ queryKey: ['session'] });
            void client.invalidateQueries({ queryKey: ['inbox'] });
          },
          onBallot({ ballotId }) {
            void client.invalidateQueries({ queryKey: ['ballot', ballotId] });
            void client.invalidateQueries({ queryKey: ['ballots'] });
          },
          onCatchUp: () =>
            void client.invalidateQueries({
              refetchType: 'active',
              predicate: ({ state }) => !isRefusal(state.error),
            }),
        },
        city,
      ),
    [client, city],
  );
  return null;
}
