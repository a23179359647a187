import { sendCommand } from './command.ts';
import { get, request } from './request.ts';
import type {
  AcceptPlan,
  AddItem,
  AddSeries,
  AdjournGathering,
  AnswerDuty,
  Appoint,
  AreaList,
  AreaMap,
  AskToSpeak,
  AssignSeat,
  AttendanceCode,
  BeginPlan,
  BringTopic,
  BulkReply,
  BulkRequest,
  CadencePage,
  CalendarFeeds,
  CalendarPage,
  CallGathering,
  CardConsent,
  CardReply,
  CardView,
  CaseList,
  CaseReply,
  CheckedIn,
  CheckIn,
  Cities,
  Colleagues,
  CompoundGrids,
  ConvertedLine,
  ConvertLine,
  CountHands,
  CoverageMap,
  CoverageView,
  DeclineReportIn,
  DemoPeople,
  DiscussItem,
  DutiesPage,
  DutyReply,
  EndGrid,
  EndPost,
  EndPower,
  EndReportIn,
  EndSegment,
  EndSeries,
  EnterAttendance,
  EnterDutyHours,
  EnterPower,
  EnterVolunteerHours,
  EvaluatePower,
  FeedbackView,
  FeedMade,
  FindingKind,
  FindingsPage,
  FollowReply,
  FormationReply,
  GatheringCounts,
  GatheringReply,
  GatheringWords,
  GiveFeedback,
  GridReply,
  HoldersReply,
  HoursReply,
  ImportFaults,
  ImportList,
  ImportReply,
  Inbox,
  ItemBecomesCase,
  ItemHolders,
  MakeFeed,
  MinutesReply,
  ModelView,
  MoveGathering,
  MyHours,
  NearestAreas,
  NoteItem,
  OfferSeat,
  OpenCase,
  OrderItems,
  OrgList,
  OrgOnDay,
  OrgReply,
  OutboxList,
  OutboxReply,
  PartiesView,
  PeopleFound,
  PhoneCodeSent,
  PhotoReply,
  PlaceAnswers,
  PlanChanges,
  PlanCompounds,
  PlanList,
  PlanMembers,
  PlanReply,
  PostReply,
  PowerHistory,
  PowerListKey,
  PowerRegister,
  PowerReply,
  Preferences,
  PresentGrids,
  PutMotion,
  ReclaimPower,
  ReportIn,
  ReportInChoices,
  ReportInHours,
  ReportInReply,
  ReportInsPage,
  ResolveItem,
  RevealReply,
  Reveals,
  SaveGrid,
  SaveOrg,
  SaveSegment,
  SaveWorkGroup,
  SecretaryWeek,
  SegmentHistory,
  SegmentList,
  SegmentReply,
  SeriesList,
  SeriesReply,
  Session,
  SetAvailability,
  SetLecturers,
  SetSeries,
  SimilarReply,
  SimilarRequest,
  Spot,
  StationKey,
  StrikeAttendance,
  StrikeHours,
  SuggestReply,
  SupportTopic,
  TopicReply,
  TopicsPage,
  VerbRequest,
  VolunteerCertificate,
  WhoIsThere,
  Workbench,
  WorkGroupReply,
  WorkGroups,
  WriteMinutes,
} from './wire.ts';

/** Every address of the server that the faces use, once. */

type Signal = AbortSignal | undefined;
const part = encodeURIComponent;

// session
export const getSession = (signal?: Signal) => get<Session>('/api/session', { signal });
export const getCities = (signal?: Signal) => get<Cities>('/api/cities', { signal });
export const askPhoneCode = (phone: string) =>
  request<PhoneCodeSent>('POST', '/api/session/phone-code', { body: { phone } });
export const signInByPhone = (body: { phone: string; code: string; name?: string }) =>
  request<Session>('POST', '/api/session/phone', { body });
export const signInByPassword = (body: { login: string; password: string }) =>
  request<Session>('POST', '/api/session/password', { body });
export const signOut = () => request<void>('DELETE', '/api/session');
export const savePreferences = (body: Preferences) =>
  request<Session>('PATCH', '/api/session/preferences', { body });
export const getDemoPeople = (signal?: Signal) => get<DemoPeople>('/api/demo/people', { signal });
export const demoSignIn = (person: string) =>
  request<Session>('POST', '/api/demo/sign-in', { body: { person } });

// model
export const getModel = (signal?: Signal) => get<ModelView>('/api/model', { signal });

// areas
export const getAreas = (query: { under?: string; q?: string; level?: string }, signal?: Signal) =>
  get<AreaList>('/api/areas', { query, signal });
export const getNearestAreas = (longitude: number, latitude: number, signal?: Signal) =>
  get<NearestAreas>('/api/areas/nearest', { query: { longitude, latitude }, signal });
export const getAreaMap = (code: string, signal?: Signal) =>
  get<AreaMap>(`/api/areas/${part(code)}/map`, { signal });
export const getWhoIsThere = (code: string, signal?: Signal) =>
  get<WhoIsThere>(`/api/areas/${part(code)}/who`, { signal });
export const getSpot = (spotCode: string, signal?: Signal) =>
  get<Spot>(`/api/spots/${part(spotCode)}`, { signal });

// imports of areas
export const getImports = (signal?: Signal) => get<ImportList>('/api/imports', { signal });
export const getImport = (importId: string, signal?: Signal) =>
  get<ImportReply>(`/api/imports/${part(importId)}`, { signal });
export const getImportFaults = (importId: string, query: { from: number; limit: number }, signal?: Signal) =>
  get<ImportFaults>(`/api/imports/${part(importId)}/faults`, { query, signal });
export const applyImport = (importId: string, commandId: string) =>
  sendCommand<ImportReply>(`/api/imports/${part(importId)}/apply`, { commandId });
export const cancelImport = (importId: string, commandId: string) =>
  sendCommand<ImportReply>(`/api/imports/${part(importId)}/cancel`, { commandId });
export const importTemplatePath = '/api/imports/template';
export const markedFilePath = (importId: string) => `/api/imports/${part(importId)}/marked-file`;
export const areaExportPath = (format: 'xlsx' | 'geojson') => `/api/areas/export?format=${format}`;

// cases
export interface CaseListFilter {
  queue?: string | undefined;
  mine?: true | undefined;
  station?: StationKey | undefined;
  kind?: string | undefined;
  severity?: 'urgent' | 'ordinary' | 'hard' | undefined;
  area?: string | undefined;
  q?: string | undefined;
  over?: true | undefined;
  shared?: true | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}
export const getCases = (filter: CaseListFilter, signal?: Signal) =>
  get<CaseList>('/api/cases', { query: { ...filter }, signal });
export const getCase = (caseId: string, signal?: Signal) =>
  get<CaseReply>(`/api/cases/${part(caseId)}`, { signal });
export const openCasePath = '/api/cases';
export const openCase = (body: OpenCase) => sendCommand<CaseReply>(openCasePath, body);
export const verbPath = (caseId: string, verb: string) => `/api/cases/${part(caseId)}/verbs/${part(verb)}`;
export const doVerb = (caseId: string, verb: string, body: VerbRequest) =>
  sendCommand<CaseReply>(verbPath(caseId, verb), body);
export const doBulk = (body: BulkRequest) => request<BulkReply>('POST', '/api/cases/bulk', { body });
export const getHolders = (caseId: string, verb: string, signal?: Signal) =>
  get<HoldersReply>(`/api/cases/${part(caseId)}/holders`, { query: { verb }, signal });
export const suggestCategory = (kind: string, text: string, signal?: Signal) =>
  request<SuggestReply>('POST', '/api/cases/suggest', { body: { kind, text }, signal });
export const findSimilar = (body: SimilarRequest, signal?: Signal) =>
  request<SimilarReply>('POST', '/api/cases/similar', { body, signal });
export const followPath = (caseId: string) => `/api/cases/${part(caseId)}/follow`;
export const follow = (caseId: string, body: { commandId: string; follow: boolean }) =>
  sendCommand<FollowReply>(followPath(caseId), body);
export const revealReporter = (caseId: string, reason: string) =>
  request<RevealReply>('POST', `/api/cases/${part(caseId)}/reveal`, { body: { reason } });
export const getWorkbench = (signal?: Signal) => get<Workbench>('/api/workbench', { signal });

// messages
export const getInbox = (cursor?: string, signal?: Signal) =>
  get<Inbox>('/api/messages', { query: { cursor }, signal });
export const markRead = (messageIds?: string[]) =>
  request<{ unread: number }>('POST', '/api/messages/read', { body: { messageIds } });
export const getOutbox = (
  query: { status?: 'waiting' | 'sent' | 'failed' | 'withdrawn'; cursor?: string },
  signal?: Signal,
) => get<OutboxList>('/api/outbox', { query, signal });
export const getWorkGroups = (signal?: Signal) => get<WorkGroups>('/api/work-groups', { signal });
export const saveWorkGroup = (body: SaveWorkGroup) => sendCommand<WorkGroupReply>('/api/work-groups', body);
export const retryMessage = (messageId: string, commandId: string) =>
  sendCommand<OutboxReply>(`/api/outbox/${part(messageId)}/retry`, { commandId });

// photos
export const uploadsPath = '/api/uploads';
export const finishPhoto = (uploadId: string, city?: string | null) =>
  request<PhotoReply>('POST', '/api/photos', { body: { uploadId }, city });
export const photoUrl = (photoId: string, size: 'thumbnail' | 'full' = 'full') =>
  `/api/photos/${part(photoId)}${size === 'thumbnail' ? '/thumbnail' : ''}`;

// people
export const getMyReveals = (signal?: Signal) => get<Reveals>('/api/reveals/mine', { signal });

// orgs
export const getOrgs = (
  query: { under?: string; area?: string; q?: string; kind?: string; after?: string },
  signal?: Signal,
) => get<OrgList>('/api/orgs', { query, signal });
export const saveOrg = (body: SaveOrg) => sendCommand<OrgReply>('/api/orgs', body);
export const getOrg = (orgId: string, on?: string, signal?: Signal) =>
  get<OrgOnDay>(`/api/orgs/${part(orgId)}`, { query: { on }, signal });
export const getGrids = (area: string, signal?: Signal) =>
  get<CompoundGrids>('/api/grids', { query: { area }, signal });
export const saveGrid = (body: SaveGrid) => sendCommand<GridReply>('/api/grids', body);
export const endGrid = (gridId: string, body: EndGrid) =>
  sendCommand<GridReply>(`/api/grids/${part(gridId)}/end`, body);
export const findPeople = (q: string, signal?: Signal) =>
  get<PeopleFound>('/api/people', { query: { q }, signal });
export const appoint = (body: Appoint) => sendCommand<PostReply>('/api/posts', body);
export const endPost = (postId: string, body: EndPost) =>
  sendCommand<PostReply>(`/api/posts/${part(postId)}/end`, body);

// plans
export const getPlanCompounds = (signal?: Signal) => get<PlanCompounds>('/api/plans/compounds', { signal });
export const getPresentGrids = (compound: string, signal?: Signal) =>
  get<PresentGrids>('/api/plans/present', { query: { compound }, signal });
export const getPlanMembers = (compound: string, signal?: Signal) =>
  get<PlanMembers>('/api/plans/members', { query: { compound }, signal });
export const setAvailability = (body: SetAvailability) =>
  sendCommand<{ personId: string }>('/api/plans/availability', body);
export const getPlans = (compound: string, signal?: Signal) =>
  get<PlanList>('/api/plans', { query: { compound }, signal });
export const getPlan = (planId: string, signal?: Signal) =>
  get<PlanReply>(`/api/plans/${part(planId)}`, { signal });
export const getPlanChanges = (planId: string, query: { from: number; limit: number }, signal?: Signal) =>
  get<PlanChanges>(`/api/plans/${part(planId)}/changes`, { query, signal });
export const beginPlan = (body: BeginPlan) => sendCommand<PlanReply>('/api/plans', body);
export const cancelPlan = (planId: string, commandId: string) =>
  sendCommand<PlanReply>(`/api/plans/${part(planId)}/cancel`, { commandId });
export const acceptPlan = (planId: string, body: AcceptPlan) =>
  sendCommand<PlanReply>(`/api/plans/${part(planId)}/accept`, body);

// coverage
export const getCoverage = (area?: string, signal?: Signal) =>
  get<CoverageView>('/api/coverage', { query: { area }, signal });
export const getFindings = (
  query: { area?: string; kind: FindingKind; after?: string; limit?: number },
  signal?: Signal,
) => get<FindingsPage>('/api/coverage/findings', { query, signal });
export const getCoverageMap = (area?: string, signal?: Signal) =>
  get<CoverageMap>('/api/coverage/map', { query: { area }, signal });
export const getPlaceAnswers = (
  query: { area: string; on?: string } | { longitude: number; latitude: number; on?: string },
  signal?: Signal,
) => get<PlaceAnswers>('/api/coverage/place', { query, signal });

// segments
export const getSegments = (query: { area?: string; on?: string }, signal?: Signal) =>
  get<SegmentList>('/api/segments', { query, signal });
export const getSegment = (segmentId: string, signal?: Signal) =>
  get<SegmentHistory>(`/api/segments/${part(segmentId)}`, { signal });
export const saveSegment = (body: SaveSegment) => sendCommand<SegmentReply>('/api/segments', body);
export const endSegment = (segmentId: string, body: EndSegment) =>
  sendCommand<SegmentReply>(`/api/segments/${part(segmentId)}/end`, body);
export const convertLine = (body: ConvertLine, signal?: Signal) =>
  request<ConvertedLine>('POST', '/api/segments/line', { body, signal });

// cards
export const getCard = (postId: string, city: string | null | undefined, signal?: Signal) =>
  get<CardView>(`/api/cards/${part(postId)}`, { city, signal });
export const giveConsent = (postId: string, body: CardConsent) =>
  sendCommand<CardReply>(`/api/cards/${part(postId)}/consents`, body);
export const withdrawConsent = (postId: string, body: CardConsent) =>
  sendCommand<CardReply>(`/api/cards/${part(postId)}/withdraw`, body);

// parties and formations
export const getParties = (area: string, signal?: Signal) =>
  get<PartiesView>('/api/parties', { query: { area }, signal });
export const checkFormations = (
  query: {
    area?: string;
    after?: string;
    org?: string;
    kind?: string;
    formation?: string;
    members?: string;
    areas?: string;
  },
  signal?: Signal,
) => get<FormationReply>('/api/formations/check', { query, signal });

// report-ins
export const getReportIns = (
  query: { community: string; state?: 'to-confirm' | 'confirmed'; after?: string },
  signal?: Signal,
) => get<ReportInsPage>('/api/report-ins', { query, signal });
export const getReportInChoices = (of: 'community' | 'employer', q: string, signal?: Signal) =>
  get<ReportInChoices>('/api/report-ins/choices', { query: { of, ...(q === '' ? {} : { q }) }, signal });
export const getReportInHours = (reportInId: string, signal?: Signal) =>
  get<ReportInHours>(`/api/report-ins/${part(reportInId)}/hours`, { signal });
export const confirmReportIn = (reportInId: string, commandId: string) =>
  sendCommand<ReportInReply>(`/api/report-ins/${part(reportInId)}/confirm`, { commandId });
export const declineReportIn = (reportInId: string, body: DeclineReportIn) =>
  sendCommand<ReportInReply>(`/api/report-ins/${part(reportInId)}/decline`, body);
export const strikeHours = (ledger: 'duty' | 'volunteer', entryId: string, body: StrikeHours) =>
  sendCommand<HoursReply>(`/api/${ledger}-hours/${part(entryId)}/strike`, body);
export const reportIn = (body: ReportIn) => sendCommand<ReportInReply>('/api/report-ins', body);
export const endReportIn = (reportInId: string, body: EndReportIn) =>
  sendCommand<ReportInReply>(`/api/report-ins/${part(reportInId)}/end`, body);
export const enterDutyHours = (reportInId: string, body: EnterDutyHours) =>
  sendCommand<HoursReply>(`/api/report-ins/${part(reportInId)}/hours`, body);
export const enterVolunteerHours = (body: EnterVolunteerHours) =>
  sendCommand<HoursReply>('/api/volunteer-hours', body);
export const getMyHours = (signal?: Signal) => get<MyHours>('/api/hours/mine', { signal });
export const getVolunteerCertificate = (signal?: Signal) =>
  get<VolunteerCertificate>('/api/hours/certificate', { signal });
export const getFeedback = (query: { employer: string; from?: string; to?: string }, signal?: Signal) =>
  get<FeedbackView>('/api/report-ins/feedback', { query, signal });

// powers
export const getPowers = (query: { list?: PowerListKey; on?: string; category?: string }, signal?: Signal) =>
  get<PowerRegister>('/api/powers', { query, signal });
export const getPower = (powerId: string, signal?: Signal) =>
  get<PowerHistory>(`/api/powers/${part(powerId)}`, { signal });
export const enterPower = (body: EnterPower) => sendCommand<PowerReply>('/api/powers', body);
export const reclaimPower = (powerId: string, body: ReclaimPower) =>
  sendCommand<PowerReply>(`/api/powers/${part(powerId)}/reclaim`, body);
export const evaluatePower = (powerId: string, body: EvaluatePower) =>
  sendCommand<PowerReply>(`/api/powers/${part(powerId)}/evaluate`, body);
export const endPower = (powerId: string, body: EndPower) =>
  sendCommand<PowerReply>(`/api/powers/${part(powerId)}/end`, body);

// gatherings
export interface CalendarFilter {
  from: string;
  to: string;
  org?: string | undefined;
  area?: string | undefined;
  kind?: string | undefined;
  mine?: true | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}
export interface TopicFilter {
  area?: string | undefined;
  org?: string | undefined;
  kind?: string | undefined;
  mine?: true | undefined;
  state?: 'open' | 'ended' | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}
export interface DutyFilter {
  org?: string | undefined;
  state?: 'running' | 'late' | 'ended' | undefined;
  cursor?: string | undefined;
}
type Plainly = { commandId: string };
const gatheringPath = (gatheringId: string, deed?: string) =>
  `/api/gatherings/${part(gatheringId)}${deed === undefined ? '' : `/${deed}`}`;
export const getCalendar = (query: CalendarFilter, signal?: Signal) =>
  get<CalendarPage>('/api/gatherings', { query: { ...query }, signal });
export const getGathering = (gatheringId: string, signal?: Signal) =>
  get<GatheringReply>(gatheringPath(gatheringId), { signal });
export const callGathering = (body: CallGathering) => sendCommand<GatheringReply>('/api/gatherings', body);
/** Deeds that say nothing but that they are done. */
export type PlainDeed = 'announce' | 'open' | 'end' | 'post-minutes' | 'sign-up' | 'sign-off';
export const doGathering = (gatheringId: string, deed: PlainDeed, body: Plainly) =>
  sendCommand<GatheringReply>(gatheringPath(gatheringId, deed), body);
export const moveGathering = (gatheringId: string, body: MoveGathering) =>
  sendCommand<GatheringReply>(gatheringPath(gatheringId, 'move'), body);
export const adjournGathering = (gatheringId: string, body: AdjournGathering) =>
  sendCommand<GatheringReply>(gatheringPath(gatheringId, 'adjourn'), body);
export const closeGathering = (gatheringId: string, deed: 'cancel' | 'not-held', body: GatheringWords) =>
  sendCommand<GatheringReply>(gatheringPath(gatheringId, deed), body);
export const addItem = (gatheringId: string, body: AddItem) =>
  sendCommand<GatheringReply>(gatheringPath(gatheringId, 'items'), body);
export const orderItems = (gatheringId: string, body: OrderItems) =>
  sendCommand<GatheringReply>(gatheringPath(gatheringId, 'order'), body);
export const discussItem = (gatheringId: string, body: DiscussItem) =>
  sendCommand<GatheringReply>(gatheringPath(gatheringId, 'discuss'), body);
const itemPath = (gatheringId: string, itemId: string, deed: string) =>
  gatheringPath(gatheringId, `items/${part(itemId)}/${deed}`);
export const resolveItem = (gatheringId: string, itemId: string, body: ResolveItem) =>
  sendCommand<GatheringReply>(itemPath(gatheringId, itemId, 'resolve'), body);
export type ItemEnding = 'carry-over' | 'send-down' | 'send-up' | 'withdraw';
export const endItem = (gatheringId: string, itemId: string, deed: ItemEnding, body: GatheringWords) =>
  sendCommand<GatheringReply>(itemPath(gatheringId, itemId, deed), body);
export const noteItem = (gatheringId: string, itemId: string, body: NoteItem) =>
  sendCommand<GatheringReply>(itemPath(gatheringId, itemId, 'note'), body);
export const itemBecomesCase = (gatheringId: string, itemId: string, body: ItemBecomesCase) =>
  sendCommand<GatheringReply>(itemPath(gatheringId, itemId, 'become-case'), body);
export const getItemHolders = (gatheringId: string, itemId: string, q: string, signal?: Signal) =>
  get<ItemHolders>(itemPath(gatheringId, itemId, 'holders'), {
    query: { q: q === '' ? undefined : q },
    signal,
  });
export const putMotion = (gatheringId: string, itemId: string, body: PutMotion) =>
  sendCommand<GatheringReply>(itemPath(gatheringId, itemId, 'motions'), body);
export const countHands = (gatheringId: string, motionId: string, body: CountHands) =>
  sendCommand<GatheringReply>(gatheringPath(gatheringId, `motions/${part(motionId)}/count`), body);
export const minutesPath = (gatheringId: string, minutesPart: string) =>
  gatheringPath(gatheringId, `minutes/${part(minutesPart)}`);
export const writeMinutes = (gatheringId: string, minutesPart: string, body: WriteMinutes) =>
  sendCommand<MinutesReply>(minutesPath(gatheringId, minutesPart), body, { method: 'PUT', pausesMs: [] });
export const getAttendanceCode = (gatheringId: string, signal?: Signal) =>
  get<AttendanceCode>(gatheringPath(gatheringId, 'code'), { signal });
export const checkInPath = (gatheringId: string) => gatheringPath(gatheringId, 'check-in');
/** Tried once: without signal the code is kept, and would be too old after a pause. */
export const checkIn = (gatheringId: string, body: CheckIn) =>
  sendCommand<CheckedIn>(checkInPath(gatheringId), body, { pausesMs: [] });
export const attendancePath = (gatheringId: string) => gatheringPath(gatheringId, 'attendance');
export const enterAttendance = (gatheringId: string, body: EnterAttendance) =>
  sendCommand<GatheringReply>(attendancePath(gatheringId), body, { pausesMs: [] });
export const strikeAttendance = (gatheringId: string, body: StrikeAttendance) =>
  sendCommand<GatheringReply>(gatheringPath(gatheringId, 'attendance/strike'), body);
export const askToSpeak = (gatheringId: string, body: AskToSpeak) =>
  sendCommand<GatheringReply>(gatheringPath(gatheringId, 'speakers'), body);
export const leadSpeaker = (gatheringId: string, speakerId: string, deed: 'begin' | 'done', body: Plainly) =>
  sendCommand<GatheringReply>(gatheringPath(gatheringId, `speakers/${part(speakerId)}/${deed}`), body);
export const setLecturers = (gatheringId: string, body: SetLecturers) =>
  sendCommand<GatheringReply>(gatheringPath(gatheringId, 'lecturers'), body);
export const giveFeedback = (gatheringId: string, body: GiveFeedback) =>
  sendCommand<GatheringReply>(gatheringPath(gatheringId, 'feedback'), body);
export type SeatDeed = 'take' | 'give-up' | 'take-back' | 'swap' | 'refuse';
const seatPath = (gatheringId: string, seat: number, deed: string) =>
  gatheringPath(gatheringId, `seats/${seat}/${deed}`);
export const doSeat = (gatheringId: string, seat: number, deed: SeatDeed, body: Plainly) =>
  sendCommand<GatheringReply>(seatPath(gatheringId, seat, deed), body);
export const offerSeat = (gatheringId: string, seat: number, body: OfferSeat) =>
  sendCommand<GatheringReply>(seatPath(gatheringId, seat, 'offer'), body);
export const assignSeat = (gatheringId: string, seat: number, body: AssignSeat) =>
  sendCommand<GatheringReply>(seatPath(gatheringId, seat, 'assign'), body);
export const getColleagues = (gatheringId: string, signal?: Signal) =>
  get<Colleagues>(gatheringPath(gatheringId, 'colleagues'), { signal });

// series
export const getSeries = (orgId: string, signal?: Signal) =>
  get<SeriesList>(`/api/orgs/${part(orgId)}/series`, { signal });
export const addSeries = (orgId: string, body: AddSeries) =>
  sendCommand<SeriesReply>(`/api/orgs/${part(orgId)}/series`, body);
export const setSeries = (seriesId: string, body: SetSeries) =>
  sendCommand<SeriesReply>(`/api/series/${part(seriesId)}`, body);
export const endSeries = (seriesId: string, body: EndSeries) =>
  sendCommand<SeriesReply>(`/api/series/${part(seriesId)}/end`, body);

// topics
export const getTopics = (query: TopicFilter, signal?: Signal) =>
  get<TopicsPage>('/api/topics', { query: { ...query }, signal });
export const getTopic = (topicId: string, signal?: Signal) =>
  get<TopicReply>(`/api/topics/${part(topicId)}`, { signal });
export const bringTopic = (body: BringTopic) => sendCommand<TopicReply>('/api/topics', body);
export const supportTopic = (topicId: string, body: SupportTopic) =>
  sendCommand<TopicReply>(`/api/topics/${part(topicId)}/support`, body);
export const withdrawTopic = (topicId: string, body: Plainly) =>
  sendCommand<TopicReply>(`/api/topics/${part(topicId)}/withdraw`, body);

// duties, the secretary's week, cadence
export const getDuties = (query: DutyFilter, signal?: Signal) =>
  get<DutiesPage>('/api/duties', { query: { ...query }, signal });
export const answerDuty = (resolutionId: string, body: AnswerDuty) =>
  sendCommand<DutyReply>(`/api/duties/${part(resolutionId)}/answer`, body);
export const getWeek = (on?: string, signal?: Signal) =>
  get<SecretaryWeek>('/api/week', { query: { on }, signal });
export const getCadence = (
  query: { org: string; on?: string; state?: 'held' | 'due' | 'missed' },
  signal?: Signal,
) => get<CadencePage>('/api/cadence', { query, signal });
export const getGatheringCounts = (query: { org?: string; from?: string; to?: string }, signal?: Signal) =>
  get<GatheringCounts>('/api/gathering-counts', { query, signal });

// calendar feeds
export const getFeeds = (signal?: Signal) => get<CalendarFeeds>('/api/calendar-feeds', { signal });
export const makeFeed = (body: MakeFeed) => sendCommand<FeedMade>('/api/calendar-feeds', body);
export const withdrawFeed = (feedId: string, body: Plainly) =>
  sendCommand<CalendarFeeds>(`/api/calendar-feeds/${part(feedId)}/withdraw`, body);
