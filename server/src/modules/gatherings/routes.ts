import {
  AddItem,
  AdjournGathering,
  AskToSpeak,
  AssignSeat,
  AttendanceCode,
  Calendar,
  CalendarQuery,
  CallGathering,
  CheckedIn,
  CheckIn,
  Colleagues,
  CountHands,
  DiscussItem,
  EndItem,
  EnterAttendance,
  GatheringReply,
  GiveFeedback,
  ItemBecomesCase,
  ItemHolders,
  ItemHoldersQuery,
  MinutesReply,
  MoveGathering,
  NoteItem,
  OfferSeat,
  OrderItems,
  Plainly,
  PutMotion,
  ResolveItem,
  SetLecturers,
  StrikeAttendance,
  WithReason,
  WriteMinutes,
} from '@linli/contract';
import { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import type { App } from '../../platform/http/index.ts';
import { listColleagues } from './colleagues.ts';
import { adjournGathering } from './commands/adjourn-gathering.ts';
import { addItem, discussItem, orderItems } from './commands/arrange-agenda.ts';
import { askToSpeak, leadSpeaker } from './commands/ask-to-speak.ts';
import { callGathering } from './commands/call-gathering.ts';
import { assignSeat, doSeat, offerSeat, type SeatDeed } from './commands/change-seat.ts';
import { checkIn, showCode } from './commands/check-in.ts';
import { carryOverItem, noteItem, sendItemDown, sendItemUp, withdrawItem } from './commands/end-item.ts';
import { enterAttendance, strikeAttendance } from './commands/enter-attendance.ts';
import { giveFeedback } from './commands/give-feedback.ts';
import { itemBecomesCase } from './commands/item-becomes-case.ts';
import {
  announceGathering,
  cancelGathering,
  endGathering,
  markNotHeld,
  moveGathering,
  openGathering,
  postMinutes,
} from './commands/pass-gathering.ts';
import { countHands, putMotion } from './commands/put-motion.ts';
import { resolveItem } from './commands/resolve-item.ts';
import { setLecturers } from './commands/set-lecturers.ts';
import { signOff, signUp } from './commands/sign-up.ts';
import { writeMinutes } from './commands/write-minutes.ts';
import { listGatherings } from './list-gatherings.ts';
import { listItemHolders } from './list-item-holders.ts';
import { showGathering } from './show-gathering.ts';

const reply = { 200: GatheringReply };
const params = z.object({ gatheringId: z.uuid() });
const itemParams = z.object({ gatheringId: z.uuid(), itemId: z.uuid() });

export function registerRoom(app: App, deps: Deps): void {
  app.get(
    '/api/gatherings',
    {
      schema: {
        summary: 'Calendar: what lies between two days',
        querystring: CalendarQuery,
        response: { 200: Calendar },
      },
    },
    (request) => listGatherings(deps, request.viewer, request.query),
  );
  app.get(
    '/api/gatherings/:gatheringId',
    {
      schema: { summary: 'A gathering: agenda, who is here, minutes, resolutions', params, response: reply },
    },
    (request) => showGathering(deps, request.viewer, request.params.gatheringId),
  );
  app.post(
    '/api/gatherings',
    { schema: { summary: 'Call one that no series meant', body: CallGathering, response: reply } },
    (request) => callGathering(deps, request.viewer, request.body),
  );
  registerPassing(app, deps);
  registerAgenda(app, deps);
  registerPresence(app, deps);
  registerPlaces(app, deps);
}

function registerPassing(app: App, deps: Deps): void {
  const plain = {
    announce: announceGathering,
    open: openGathering,
    end: endGathering,
    'post-minutes': postMinutes,
  };
  const summaries: Record<keyof typeof plain, string> = {
    announce: 'Tell time and agenda',
    open: 'Open it',
    end: 'End it',
    'post-minutes': 'Post its minutes',
  };
  for (const [word, command] of Object.entries(plain) as [keyof typeof plain, typeof announceGathering][]) {
    app.post(
      `/api/gatherings/:gatheringId/${word}`,
      { schema: { summary: summaries[word], params, body: Plainly, response: reply } },
      (request) => command(deps, request.viewer, request.params.gatheringId, request.body),
    );
  }
  app.post(
    '/api/gatherings/:gatheringId/move',
    { schema: { summary: 'Move it to another time or place', params, body: MoveGathering, response: reply } },
    (request) => moveGathering(deps, request.viewer, request.params.gatheringId, request.body),
  );
  app.post(
    '/api/gatherings/:gatheringId/adjourn',
    {
      schema: {
        summary: 'Break it off; it goes on another day with what is left',
        params,
        body: AdjournGathering,
        response: reply,
      },
    },
    (request) => adjournGathering(deps, request.viewer, request.params.gatheringId, request.body),
  );
  app.post(
    '/api/gatherings/:gatheringId/cancel',
    { schema: { summary: 'Cancel it; its agenda waits', params, body: WithReason, response: reply } },
    (request) => cancelGathering(deps, request.viewer, request.params.gatheringId, request.body),
  );
  app.post(
    '/api/gatherings/:gatheringId/not-held',
    { schema: { summary: 'It was not held; its agenda waits', params, body: WithReason, response: reply } },
    (request) => markNotHeld(deps, request.viewer, request.params.gatheringId, request.body),
  );
}

function registerAgenda(app: App, deps: Deps): void {
  app.post(
    '/api/gatherings/:gatheringId/items',
    { schema: { summary: 'Put something on the agenda', params, body: AddItem, response: reply } },
    (request) => addItem(deps, request.viewer, request.params.gatheringId, request.body),
  );
  app.post(
    '/api/gatherings/:gatheringId/order',
    { schema: { summary: 'Order the agenda', params, body: OrderItems, response: reply } },
    (request) => orderItems(deps, request.viewer, request.params.gatheringId, request.body),
  );
  app.post(
    '/api/gatherings/:gatheringId/discuss',
    { schema: { summary: 'What is under discussion', params, body: DiscussItem, response: reply } },
    (request) => discussItem(deps, request.viewer, request.params.gatheringId, request.body),
  );
  app.post(
    '/api/gatherings/:gatheringId/items/:itemId/resolve',
    {
      schema: {
        summary: 'Decide, with who does it by when',
        params: itemParams,
        body: ResolveItem,
        response: reply,
      },
    },
    (request) => resolveItem(deps, request.viewer, request.params, request.body),
  );
  const ends = {
    'carry-over': carryOverItem,
    'send-down': sendItemDown,
    'send-up': sendItemUp,
    withdraw: withdrawItem,
  };
  const summaries: Record<keyof typeof ends, string> = {
    'carry-over': 'It goes on at the next one',
    'send-down': 'A case goes back to the rung below',
    'send-up': 'A case goes up to the next rung',
    withdraw: 'It is taken back',
  };
  for (const [word, command] of Object.entries(ends) as [keyof typeof ends, typeof carryOverItem][]) {
    app.post(
      `/api/gatherings/:gatheringId/items/:itemId/${word}`,
      { schema: { summary: summaries[word], params: itemParams, body: EndItem, response: reply } },
      (request) => command(deps, request.viewer, request.params, request.body),
    );
  }
  app.post(
    '/api/gatherings/:gatheringId/items/:itemId/note',
    {
      schema: {
        summary: 'Heard, and nothing to decide',
        params: itemParams,
        body: NoteItem,
        response: reply,
      },
    },
    (request) => noteItem(deps, request.viewer, request.params, request.body),
  );
  app.post(
    '/api/gatherings/:gatheringId/items/:itemId/become-case',
    {
      schema: {
        summary: 'What was raised becomes a case',
        params: itemParams,
        body: ItemBecomesCase,
        response: reply,
      },
    },
    (request) => itemBecomesCase(deps, request.viewer, request.params, request.body),
  );
  app.get(
    '/api/gatherings/:gatheringId/items/:itemId/holders',
    {
      schema: {
        summary: 'Who may be given a duty there',
        params: itemParams,
        querystring: ItemHoldersQuery,
        response: { 200: ItemHolders },
      },
    },
    (request) => listItemHolders(deps, request.viewer, request.params, request.query),
  );
  app.post(
    '/api/gatherings/:gatheringId/items/:itemId/motions',
    { schema: { summary: 'Put a motion', params: itemParams, body: PutMotion, response: reply } },
    (request) => putMotion(deps, request.viewer, request.params, request.body),
  );
  app.post(
    '/api/gatherings/:gatheringId/motions/:motionId/count',
    {
      schema: {
        summary: 'Count hands',
        params: z.object({ gatheringId: z.uuid(), motionId: z.uuid() }),
        body: CountHands,
        response: reply,
      },
    },
    (request) =>
      countHands(deps, request.viewer, request.params.gatheringId, request.params.motionId, request.body),
  );
  app.put(
    '/api/gatherings/:gatheringId/minutes/:part',
    {
      schema: {
        summary: 'Write one text of the minutes',
        params: z.object({ gatheringId: z.uuid(), part: z.union([z.uuid(), z.literal('general')]) }),
        body: WriteMinutes,
        response: { 200: MinutesReply },
      },
    },
    (request) =>
      writeMinutes(deps, request.viewer, request.params.gatheringId, request.params.part, request.body),
  );
}

function registerPresence(app: App, deps: Deps): void {
  app.get(
    '/api/gatherings/:gatheringId/code',
    { schema: { summary: 'The code for the wall', params, response: { 200: AttendanceCode } } },
    (request) => showCode(deps, request.viewer, request.params.gatheringId),
  );
  app.post(
    '/api/gatherings/:gatheringId/check-in',
    {
      schema: { summary: 'I am here', params, body: CheckIn, response: { 200: CheckedIn } },
      // A code has 31⁸ forms; this keeps anybody from trying them.
      config: { rateLimit: { max: 120, timeWindow: 60_000 } },
    },
    (request) => checkIn(deps, request.viewer, request.params.gatheringId, request.body),
  );
  app.post(
    '/api/gatherings/:gatheringId/attendance',
    {
      schema: {
        summary: 'Names from the paper list, or later',
        params,
        body: EnterAttendance,
        response: reply,
      },
    },
    (request) => enterAttendance(deps, request.viewer, request.params.gatheringId, request.body),
  );
  app.post(
    '/api/gatherings/:gatheringId/attendance/strike',
    { schema: { summary: 'A name entered by mistake', params, body: StrikeAttendance, response: reply } },
    (request) => strikeAttendance(deps, request.viewer, request.params.gatheringId, request.body),
  );
  app.post(
    '/api/gatherings/:gatheringId/speakers',
    { schema: { summary: 'Ask to speak', params, body: AskToSpeak, response: reply } },
    (request) => askToSpeak(deps, request.viewer, request.params.gatheringId, request.body),
  );
  for (const deed of ['begin', 'done'] as const) {
    app.post(
      `/api/gatherings/:gatheringId/speakers/:speakerId/${deed}`,
      {
        schema: {
          summary: deed === 'begin' ? 'Give somebody the floor' : 'Has spoken, or gives up the place',
          params: z.object({ gatheringId: z.uuid(), speakerId: z.uuid() }),
          body: Plainly,
          response: reply,
        },
      },
      (request) => {
        const { gatheringId, speakerId } = request.params;
        return leadSpeaker(deps, request.viewer, gatheringId, speakerId, deed, request.body);
      },
    );
  }
  app.post(
    '/api/gatherings/:gatheringId/lecturers',
    { schema: { summary: 'Who teaches, and what', params, body: SetLecturers, response: reply } },
    (request) => setLecturers(deps, request.viewer, request.params.gatheringId, request.body),
  );
  app.post(
    '/api/gatherings/:gatheringId/feedback',
    { schema: { summary: 'How it was', params, body: GiveFeedback, response: reply } },
    (request) => giveFeedback(deps, request.viewer, request.params.gatheringId, request.body),
  );
}

function registerPlaces(app: App, deps: Deps): void {
  for (const [word, command, summary] of [
    ['sign-up', signUp, 'I want a place'],
    ['sign-off', signOff, 'I give my place up'],
  ] as const) {
    app.post(
      `/api/gatherings/:gatheringId/${word}`,
      { schema: { summary, params, body: Plainly, response: reply } },
      (request) => command(deps, request.viewer, request.params.gatheringId, request.body),
    );
  }
  const seatParams = z.object({ gatheringId: z.uuid(), seat: z.coerce.number().int().min(1).max(200) });
  const deeds: Record<SeatDeed, string> = {
    take: 'Take a free seat',
    'give-up': 'Give a seat up',
    'take-back': 'Take an offer back',
    swap: 'Say yes to an offered seat',
    refuse: 'Say no to it',
  };
  for (const [deed, summary] of Object.entries(deeds) as [SeatDeed, string][]) {
    app.post(
      `/api/gatherings/:gatheringId/seats/:seat/${deed}`,
      { schema: { summary, params: seatParams, body: Plainly, response: reply } },
      (request) => doSeat(deps, request.viewer, request.params, deed, request.body),
    );
  }
  app.post(
    '/api/gatherings/:gatheringId/seats/:seat/offer',
    { schema: { summary: 'Offer a seat', params: seatParams, body: OfferSeat, response: reply } },
    (request) => offerSeat(deps, request.viewer, request.params, request.body),
  );
  app.post(
    '/api/gatherings/:gatheringId/seats/:seat/assign',
    { schema: { summary: 'Say who has a seat', params: seatParams, body: AssignSeat, response: reply } },
    (request) => assignSeat(deps, request.viewer, request.params, request.body),
  );
  app.get(
    '/api/gatherings/:gatheringId/colleagues',
    { schema: { summary: 'Who may have a seat', params, response: { 200: Colleagues } } },
    (request) => listColleagues(deps, request.viewer, request.params.gatheringId),
  );
}
