/** Routes of duty cards, report-ins and the two ledgers of hours. */
import {
  CardReply,
  CardView,
  ConfirmReportIn,
  DeclineReportIn,
  EndReportIn,
  EnterCardResult,
  EnterDutyHours,
  EnterVolunteerHours,
  FeedbackQuery,
  FeedbackView,
  GiveConsent,
  HoursReply,
  MyHours,
  ReportIn,
  ReportInChoices,
  ReportInChoicesQuery,
  ReportInHours,
  ReportInReply,
  ReportInsPage,
  ReportInsQuery,
  StrikeHours,
  VolunteerCertificate,
  WithdrawConsent,
} from '@linli/contract';
import { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import type { App } from '../../platform/http/index.ts';
import { enterCardResult, giveConsent, showCard, withdrawConsent } from './cards.ts';
import {
  enterDutyHours,
  enterVolunteerHours,
  myHours,
  showReportInHours,
  strikeHours,
  volunteerCertificate,
} from './hours.ts';
import {
  confirmReportIn,
  declineReportIn,
  endReportIn,
  listReportInChoices,
  listReportIns,
  reportIn,
  showFeedback,
} from './report-ins.ts';

const OfPost = z.object({ postId: z.uuid() });
const OfReportIn = z.object({ reportInId: z.uuid() });
const OfEntry = z.object({ entryId: z.uuid() });

export function registerDuties(app: App, deps: Deps): void {
  app.get(
    '/api/cards/:postId',
    {
      schema: {
        summary: 'Duty card, as far as its holder consents',
        params: OfPost,
        response: { 200: CardView },
      },
    },
    (request) => showCard(deps, request.viewer, request.params.postId),
  );
  app.post(
    '/api/cards/:postId/consents',
    {
      schema: {
        summary: 'Let fields of one’s own card be seen',
        params: OfPost,
        body: GiveConsent,
        response: { 200: CardReply },
      },
    },
    (request) => giveConsent(deps, request.viewer, request.params.postId, request.body),
  );
  app.post(
    '/api/cards/:postId/withdraw',
    {
      schema: {
        summary: 'Take consent back',
        params: OfPost,
        body: WithdrawConsent,
        response: { 200: CardReply },
      },
    },
    (request) => withdrawConsent(deps, request.viewer, request.params.postId, request.body),
  );
  app.post(
    '/api/cards/:postId/results',
    {
      schema: {
        summary: 'Enter what an assessment of an office holder said',
        params: OfPost,
        body: EnterCardResult,
        response: { 200: CardReply },
      },
    },
    (request) => enterCardResult(deps, request.viewer, request.params.postId, request.body),
  );

  app.post(
    '/api/report-ins',
    { schema: { summary: 'Report in where one lives', body: ReportIn, response: { 200: ReportInReply } } },
    (request) => reportIn(deps, request.viewer, request.body),
  );
  app.get(
    '/api/report-ins',
    {
      schema: {
        summary: 'Who reported in at a community (its staff)',
        querystring: ReportInsQuery,
        response: { 200: ReportInsPage },
      },
    },
    (request) => listReportIns(deps, request.viewer, request.query),
  );
  app.get(
    '/api/report-ins/feedback',
    {
      schema: {
        summary: 'What those sent by an employer did (its staff)',
        querystring: FeedbackQuery,
        response: { 200: FeedbackView },
      },
    },
    (request) => showFeedback(deps, request.viewer, request.query),
  );
  app.get(
    '/api/report-ins/choices',
    {
      schema: {
        summary: 'Where one may report in, and who may have sent one',
        querystring: ReportInChoicesQuery,
        response: { 200: ReportInChoices },
      },
    },
    (request) => listReportInChoices(deps, request.viewer, request.query),
  );
  app.get(
    '/api/report-ins/:reportInId/hours',
    {
      schema: {
        summary: 'What a community entered of one person (its staff)',
        params: OfReportIn,
        response: { 200: ReportInHours },
      },
    },
    (request) => showReportInHours(deps, request.viewer, request.params.reportInId),
  );
  app.post(
    '/api/report-ins/:reportInId/confirm',
    {
      schema: {
        summary: 'Confirm that somebody lives and serves here',
        params: OfReportIn,
        body: ConfirmReportIn,
        response: { 200: ReportInReply },
      },
    },
    (request) => confirmReportIn(deps, request.viewer, request.params.reportInId, request.body),
  );
  app.post(
    '/api/report-ins/:reportInId/decline',
    {
      schema: {
        summary: 'Say why a report-in is not confirmed',
        params: OfReportIn,
        body: DeclineReportIn,
        response: { 200: ReportInReply },
      },
    },
    (request) => declineReportIn(deps, request.viewer, request.params.reportInId, request.body),
  );
  app.post(
    '/api/report-ins/:reportInId/end',
    {
      schema: {
        summary: 'End a report-in',
        params: OfReportIn,
        body: EndReportIn,
        response: { 200: ReportInReply },
      },
    },
    (request) => endReportIn(deps, request.viewer, request.params.reportInId, request.body),
  );
  app.post(
    '/api/report-ins/:reportInId/hours',
    {
      schema: {
        summary: 'Enter duty hours',
        params: OfReportIn,
        body: EnterDutyHours,
        response: { 200: HoursReply },
      },
    },
    (request) => enterDutyHours(deps, request.viewer, request.params.reportInId, request.body),
  );
  app.post(
    '/api/volunteer-hours',
    {
      schema: { summary: 'Enter volunteer hours', body: EnterVolunteerHours, response: { 200: HoursReply } },
    },
    (request) => enterVolunteerHours(deps, request.viewer, request.body),
  );
  for (const ledger of ['duty', 'volunteer'] as const) {
    app.post(
      `/api/${ledger}-hours/:entryId/strike`,
      {
        schema: {
          summary: `Strike a wrong entry of the ${ledger} ledger`,
          params: OfEntry,
          body: StrikeHours,
          response: { 200: HoursReply },
        },
      },
      (request) => strikeHours(deps, request.viewer, ledger, request.params.entryId, request.body),
    );
  }
  app.get(
    '/api/hours/mine',
    { schema: { summary: 'One’s own two ledgers', response: { 200: MyHours } } },
    (request) => myHours(deps, request.viewer),
  );
  app.get(
    '/api/hours/certificate',
    { schema: { summary: 'One’s own volunteer certificate', response: { 200: VolunteerCertificate } } },
    (request) => volunteerCertificate(deps, request.viewer),
  );
}
