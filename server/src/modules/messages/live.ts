/**
 * Tells open pages to look again. A hint about a case goes only to who may know of it: those whose posts read its kind
 * where it is, those it was given to, its reporter, its followers. Each of these has sight of the case by the policy of
 * cases; who merely might see it (a neighbour browsing) is not told, and finds it by looking.
 */
import { LiveChange } from '@linli/contract';
import type { Model } from '@linli/model';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import type { EventStream, LiveEvent } from '../../platform/live/index.ts';
import { modelsOf } from '../models/index.ts';
import { recogniseViewer, type Viewer } from '../people/index.ts';
import { unreadCounts } from './inbox.ts';
import { ballotHintOf, findBallotReaders, mayKnowBallot } from './live-ballots.ts';
import { findGatheringReaders, gatheringHintOf, mayKnowGathering } from './live-gatherings.ts';
import type { OutgoingMessage } from './messages-for.ts';

interface Listener {
  request: FastifyRequest;
  stream: EventStream;
  /** When it was last asked who is listening. */
  recognisedAt: string;
}

interface CaseHint {
  caseId: string;
  seq: number;
  station: string;
}

/** Steps of a moment are looked up together. */
const gatherMs = 50;
/** Sessions end and posts change while a page stays open. */
const recogniseAgainMs = 5 * 60_000;
const mostStreams = 5_000;
/** Recipients in one event, well below what a notification carries. */
const recipientsPerEvent = 100;
/** Topics that are passed on to those they concern. */
const passedOn: ReadonlySet<string> = new Set(['case', 'inbox', 'ballot', 'gathering']);

/** For whom there is something new in the inbox. */
export function publishInbox(
  deps: Deps,
  tenantId: number,
  messages: readonly Pick<OutgoingMessage, 'channel' | 'personId' | 'deviceHash'>[],
): void {
  const inApp = messages.filter(({ channel }) => channel === 'in-app');
  for (let from = 0; from < inApp.length; from += recipientsPerEvent) {
    const some = inApp.slice(from, from + recipientsPerEvent);
    deps.live.publish({
      tenantId,
      topic: 'inbox',
      data: {
        persons: some.flatMap(({ personId }) => personId ?? []),
        devices: some.flatMap(({ deviceHash }) => deviceHash?.toString('hex') ?? []),
      },
    });
  }
}

export interface LiveUpdates {
  /** Keeps the reply open and sends hints until the reader leaves. */
  listen(request: FastifyRequest, reply: FastifyReply): void;
  /** Ends the subscription. */
  close(): void;
}

export function openLiveUpdates(deps: Deps): LiveUpdates {
  const listeners = new Map<number, Set<Listener>>();
  let waiting: LiveEvent[] = [];
  let timer: NodeJS.Timeout | undefined;

  const resync = (some: Iterable<Listener>): void => {
    for (const { stream } of [...some]) {
      stream.send('resync', {});
      // The page looks at everything again when its connection comes back.
      stream.end();
    }
  };
  const pass = async (): Promise<void> => {
    timer = undefined;
    const events = Map.groupBy(waiting, ({ tenantId }) => tenantId);
    waiting = [];
    for (const [tenantId, ofTenant] of events) {
      const present = listeners.get(tenantId);
      if (present === undefined || present.size === 0) continue;
      try {
        await passOn(deps, tenantId, [...present], ofTenant);
      } catch (error) {
        deps.log.warn({ err: error }, 'live hints were not passed on');
        resync(present);
      }
    }
  };
  const unsubscribe = deps.live.subscribe((event) => {
    if (event === 'resync') {
      for (const present of listeners.values()) resync(present);
      return;
    }
    if (!passedOn.has(event.topic) && !isForStaff(event.topic)) return;
    if (!listeners.get(event.tenantId)?.size) return;
    waiting.push(event);
    timer ??= setTimeout(() => void pass(), gatherMs);
  });

  return {
    listen(request, reply) {
      if (deps.streams.count() >= mostStreams) throw problem('not-available', { retryAfterSeconds: 30 });
      const { tenantId } = request.viewer;
      const present = listeners.get(tenantId) ?? new Set();
      listeners.set(tenantId, present);
      const listener: Listener = {
        request,
        stream: deps.streams.open(request, reply),
        recognisedAt: deps.clock.now(),
      };
      present.add(listener);
      void listener.stream.closed.then(() => present.delete(listener));
    },
    close() {
      clearTimeout(timer);
      unsubscribe();
    },
  };
}

async function passOn(
  deps: Deps,
  tenantId: number,
  listeners: Listener[],
  events: LiveEvent[],
): Promise<void> {
  const present = await stillThemselves(deps, listeners);
  const changed = new Set(events.map(({ topic }) => topic).filter(isForStaff));
  for (const topic of changed) {
    for (const { request, stream } of present) {
      // Only that something changed: what of it they may see, the look itself decides.
      if (request.viewer.posts.length > 0) stream.send('changed', { topic });
    }
  }
  const hints = events.flatMap(({ topic, data }) => (topic === 'case' ? hintOf(data) : []));
  const ballotHints = events.flatMap(({ topic, data }) => (topic === 'ballot' ? ballotHintOf(data) : []));
  const gatheringIds = events.flatMap(({ topic, data }) =>
    topic === 'gathering' ? gatheringHintOf(data) : [],
  );
  const told = events.filter(({ topic }) => topic === 'inbox').map(({ data }) => data);
  const called = present.filter(({ request }) => told.some((data) => isCalled(request.viewer, data)));
  if (hints.length + ballotHints.length + gatheringIds.length + called.length === 0) return;
  const [sights, unread, ballots, gatherings] = await inTenant(
    deps.db,
    tenantId,
    (tx) =>
      Promise.all([
        hints.length === 0 ? [] : findSights(tx, hints, present),
        called.length === 0
          ? []
          : unreadCounts(
              tx,
              called.map(({ request }) => request.viewer),
            ),
        ballotHints.length === 0
          ? []
          : findBallotReaders(
              tx,
              ballotHints,
              present.map(({ request }) => request.viewer),
            ),
        gatheringIds.length === 0
          ? []
          : findGatheringReaders(
              tx,
              gatheringIds,
              present.map(({ request }) => request.viewer),
            ),
      ]),
    { readOnly: true },
  );
  const models = modelsOf(deps);
  const readers = new Map<string, Listener[]>();
  for (const sight of sights) {
    // A running case stays on the version it was opened under, also for who reads it.
    const model = await models.version(tenantId, sight.modelVersion);
    readers.set(
      sight.caseId,
      present.filter(({ request }) => mayKnow(model, request.viewer, sight)),
    );
  }
  for (const hint of hints) {
    for (const { stream } of readers.get(hint.caseId) ?? []) stream.send('case', hint);
  }
  for (const gathering of gatherings) {
    for (const { request, stream } of present) {
      if (!mayKnowGathering(models.ofTenant(tenantId), request.viewer, gathering)) continue;
      stream.send('gathering', { gatheringId: gathering.gatheringId });
    }
  }
  for (const hint of ballotHints) {
    const ballot = ballots.find(({ ballotId }) => ballotId === hint.ballotId);
    for (const { request, stream } of present) {
      if (ballot !== undefined && mayKnowBallot(request.viewer, ballot)) stream.send('ballot', hint);
    }
  }
  for (const [at, { stream }] of called.entries()) stream.send('inbox', { unread: unread[at] ?? 0 });
}

/** Listeners who are still who they were; the others' streams end, and the page comes back as whoever it is now. */
async function stillThemselves(deps: Deps, listeners: Listener[]): Promise<Listener[]> {
  const nowMs = Date.parse(deps.clock.now());
  const checked = await Promise.all(
    listeners.map(async (listener) => {
      if (nowMs - Date.parse(listener.recognisedAt) < recogniseAgainMs) return listener;
      const { tenantId, personId } = listener.request.viewer;
      await recogniseViewer(deps, listener.request);
      const { viewer } = listener.request;
      if (viewer.tenantId !== tenantId || viewer.personId !== personId) {
        listener.stream.end();
        return null;
      }
      listener.recognisedAt = deps.clock.now();
      return listener;
    }),
  );
  return checked.filter((listener) => listener !== null);
}

const staffTopics: ReadonlySet<string> = new Set(LiveChange.shape.topic.options);

function isForStaff(topic: string): boolean {
  return staffTopics.has(topic);
}

function hintOf(data: LiveEvent['data']): CaseHint[] {
  const { caseId, seq, station } = data;
  if (typeof caseId !== 'string' || typeof seq !== 'number' || typeof station !== 'string') return [];
  return [{ caseId, seq, station }];
}

function isCalled(viewer: Viewer, data: LiveEvent['data']): boolean {
  return (
    names(data.persons, viewer.personId) || names(data.devices, viewer.deviceHash?.toString('hex') ?? null)
  );
}

function names(list: unknown, one: string | null): boolean {
  return one !== null && Array.isArray(list) && list.includes(one);
}

/** What decides who is told that a case moved. */
interface CaseSight {
  caseId: string;
  kind: string;
  areaCode: string;
  modelVersion: string;
  reporterId: string | null;
  deviceHash: Buffer | null;
  /** Persons and organisations it was given to, or asked of. */
  personIds: string[];
  orgIds: string[];
  /** Those of the present listeners who follow it. */
  followers: string[];
}

async function findSights(
  tx: Tx,
  hints: readonly CaseHint[],
  listeners: readonly Listener[],
): Promise<CaseSight[]> {
  const { rows } = await tx.query<CaseSight>(
    `SELECT cases.case_id AS "caseId", cases.kind, cases.area_code AS "areaCode",
            cases.model_version AS "modelVersion", cases.reporter_id AS "reporterId", cases.device_hash AS "deviceHash",
            array_remove(ARRAY[cases.responsible_person_id, cases.assignee_person_id]
              || ARRAY(SELECT parts.person_id FROM case_parts AS parts
                        WHERE parts.tenant_id = $1 AND parts.case_id = cases.case_id), NULL)::text[] AS "personIds",
            array_remove(ARRAY[
                CASE WHEN cases.responsible_person_id IS NULL THEN cases.responsible_org_id END,
                CASE WHEN cases.assignee_person_id IS NULL THEN cases.assignee_org_id END, cases.host_org_id]
              || ARRAY(SELECT parts.org_id FROM case_parts AS parts
                        WHERE parts.tenant_id = $1 AND parts.case_id = cases.case_id), NULL)::text[] AS "orgIds",
            ARRAY(SELECT f.follower FROM case_followers AS f
                   WHERE f.tenant_id = $1 AND f.case_id = cases.case_id AND f.follower = ANY ($3::text[])) AS followers
       FROM cases WHERE cases.tenant_id = $1 AND cases.case_id = ANY ($2::uuid[])`,
    [
      tx.tenantId,
      [...new Set(hints.map(({ caseId }) => caseId))],
      [...new Set(listeners.flatMap(({ request }) => followerKeys(request.viewer)))],
    ],
  );
  return rows;
}

function mayKnow(model: Model, viewer: Viewer, sight: CaseSight): boolean {
  const isOwn =
    sight.reporterId === null
      ? sight.deviceHash !== null && viewer.deviceHash?.equals(sight.deviceHash) === true
      : sight.reporterId === viewer.personId;
  if (isOwn || followerKeys(viewer).some((key) => sight.followers.includes(key))) return true;
  if (viewer.personId !== null && sight.personIds.includes(viewer.personId)) return true;
  return viewer.posts.some(
    ({ orgId, role, areas }) =>
      sight.orgIds.includes(orgId) ||
      (reads(model, role, sight.kind) && areas.some((area) => sight.areaCode.startsWith(area))),
  );
}

function reads(model: Model, role: string, kind: string): boolean {
  const kinds = model.roles[role]?.reads ?? [];
  return kinds.includes('*') || kinds.includes(kind);
}

/** Keys under which a viewer may follow a case. */
function followerKeys({ personId, deviceHash }: Viewer): string[] {
  return [
    ...(personId === null ? [] : [`person:${personId}`]),
    ...(deviceHash === null ? [] : [`device:${deviceHash.toString('hex')}`]),
  ];
}
