import {
  AddSeries,
  AnswerDuty,
  BringTopic,
  CadencePage,
  CadenceQuery,
  CalendarFeeds,
  DutiesPage,
  DutyQuery,
  DutyReply,
  EndSeries,
  FeedMade,
  GatheringCountQuery,
  GatheringCounts,
  MakeFeed,
  Plainly,
  SecretaryWeek,
  SeriesList,
  SeriesReply,
  SetSeries,
  SupportTopic,
  TopicQuery,
  TopicReply,
  TopicsPage,
  WeekQuery,
} from '@linli/contract';
import { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import type { App } from '../../platform/http/index.ts';
import { listCadence } from './cadence.ts';
import { answerDuty } from './commands/answer-duty.ts';
import { bringTopic, supportTopic, withdrawTopic } from './commands/bring-topic.ts';
import { addSeries, endSeries, setSeries } from './commands/set-series.ts';
import { countGatherings } from './count-gatherings.ts';
import { listFeeds, makeFeed, withdrawFeed } from './feeds.ts';
import { listDuties } from './list-duties.ts';
import { listTopics } from './list-topics.ts';
import { readFeed } from './read-feed.ts';
import { showSeries } from './show-series.ts';
import { showTopic } from './show-topic.ts';
import { showWeek } from './show-week.ts';

export function registerCalendar(app: App, deps: Deps): void {
  registerSeries(app, deps);
  registerTopics(app, deps);
  registerDuties(app, deps);
  registerFeeds(app, deps);
}

function registerSeries(app: App, deps: Deps): void {
  const org = z.object({ orgId: z.uuid() });
  const one = z.object({ seriesId: z.uuid() });
  const response = { 200: SeriesReply };
  app.get(
    '/api/orgs/:orgId/series',
    { schema: { summary: 'How its gatherings recur', params: org, response: { 200: SeriesList } } },
    (request) => showSeries(deps, request.viewer, request.params.orgId),
  );
  app.post(
    '/api/orgs/:orgId/series',
    { schema: { summary: 'One more series', params: org, body: AddSeries, response } },
    (request) => addSeries(deps, request.viewer, request.params.orgId, request.body),
  );
  app.post(
    '/api/series/:seriesId',
    { schema: { summary: 'How it recurs from a day on', params: one, body: SetSeries, response } },
    (request) => setSeries(deps, request.viewer, request.params.seriesId, request.body),
  );
  app.post(
    '/api/series/:seriesId/end',
    { schema: { summary: 'End a series', params: one, body: EndSeries, response } },
    (request) => endSeries(deps, request.viewer, request.params.seriesId, request.body),
  );
}

function registerTopics(app: App, deps: Deps): void {
  const params = z.object({ topicId: z.uuid() });
  const response = { 200: TopicReply };
  app.get(
    '/api/topics',
    {
      schema: {
        summary: 'What residents brought, and what became of it',
        querystring: TopicQuery,
        response: { 200: TopicsPage },
      },
    },
    (request) => listTopics(deps, request.viewer, request.query),
  );
  app.post(
    '/api/topics',
    {
      schema: { summary: 'Bring something to a meeting', body: BringTopic, response },
      config: { rateLimit: { max: 60, timeWindow: 60_000 } },
    },
    (request) => bringTopic(deps, request.viewer, request.body),
  );
  app.get(
    '/api/topics/:topicId',
    { schema: { summary: 'One topic, and what became of it', params, response } },
    (request) => showTopic(deps, request.viewer, request.params.topicId),
  );
  app.post(
    '/api/topics/:topicId/support',
    { schema: { summary: 'Support a topic, or no longer', params, body: SupportTopic, response } },
    (request) => supportTopic(deps, request.viewer, request.params.topicId, request.body),
  );
  app.post(
    '/api/topics/:topicId/withdraw',
    { schema: { summary: 'Take a topic back', params, body: Plainly, response } },
    (request) => withdrawTopic(deps, request.viewer, request.params.topicId, request.body),
  );
}

function registerDuties(app: App, deps: Deps): void {
  app.get(
    '/api/duties',
    {
      schema: {
        summary: 'What gatherings gave somebody to do',
        querystring: DutyQuery,
        response: { 200: DutiesPage },
      },
    },
    (request) => listDuties(deps, request.viewer, request.query),
  );
  app.post(
    '/api/duties/:resolutionId/answer',
    {
      schema: {
        summary: 'What became of a duty',
        params: z.object({ resolutionId: z.uuid() }),
        body: AnswerDuty,
        response: { 200: DutyReply },
      },
    },
    (request) => answerDuty(deps, request.viewer, request.params.resolutionId, request.body),
  );
  app.get(
    '/api/gathering-counts',
    {
      schema: {
        summary: 'What took place, kind by kind',
        querystring: GatheringCountQuery,
        response: { 200: GatheringCounts },
      },
    },
    (request) => countGatherings(deps, request.viewer, request.query),
  );
  app.get(
    '/api/cadence',
    {
      schema: {
        summary: 'How often what must be held was held (staff)',
        querystring: CadenceQuery,
        response: { 200: CadencePage },
      },
    },
    (request) => listCadence(deps, request.viewer, request.query),
  );
  app.get(
    '/api/week',
    {
      schema: {
        summary: 'What is due this week (staff)',
        querystring: WeekQuery,
        response: { 200: SecretaryWeek },
      },
    },
    (request) => showWeek(deps, request.viewer, request.query),
  );
}

function registerFeeds(app: App, deps: Deps): void {
  app.get(
    '/api/calendar-feeds',
    { schema: { summary: 'My calendar feeds', response: { 200: CalendarFeeds } } },
    (request) => listFeeds(deps, request.viewer),
  );
  app.post(
    '/api/calendar-feeds',
    {
      schema: {
        summary: 'A secret address for a calendar program',
        body: MakeFeed,
        response: { 200: FeedMade },
      },
    },
    (request) => makeFeed(deps, request.viewer, request.body),
  );
  app.post(
    '/api/calendar-feeds/:feedId/withdraw',
    {
      schema: {
        summary: 'Withdraw it: it leads nowhere from now on',
        params: z.object({ feedId: z.uuid() }),
        body: Plainly,
        response: { 200: CalendarFeeds },
      },
    },
    (request) => withdrawFeed(deps, request.viewer, request.params.feedId, request.body),
  );
  app.get(
    '/api/calendar/:file',
    {
      schema: {
        summary: 'A calendar (RFC 5545), by its secret address; no session is needed',
        params: z.object({
          file: z
            .string()
            .max(120)
            .regex(/^[\w.-]+\.ics$/),
        }),
      },
      // Calendar programs ask a few times an hour; nobody guesses 192 bits at this rate.
      config: { rateLimit: { max: 60, timeWindow: 60_000 } },
    },
    async (request, reply) => {
      const feed = await readFeed(deps, request.params.file.slice(0, -'.ics'.length), request.locale);
      return reply
        .header('content-type', 'text/calendar; charset=utf-8')
        .header('content-disposition', 'inline; filename="linli.ics"')
        .send(feed);
    },
  );
}
