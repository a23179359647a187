/**
 * What goes over the wire, as types only: importing a schema as a value would pull the validator into the
 * bundle of every phone.
 */
import type * as contract from '@linli/contract';

export type Out<S> = S extends { _zod: { output: infer O } } ? O : never;
export type In<S> = S extends { _zod: { input: infer I } } ? I : never;

export type {
  AreaSummary,
  BallotChoices,
  BallotCount,
  BallotPhase,
  BallotQuestionView,
  BallotResultView,
  BallotStudyView,
  BallotSummary,
  BallotVerbView,
  BallotView,
  CadenceRow,
  CaseSummary,
  CaseView,
  City,
  ClockView,
  DemoPerson,
  GatheringCount,
  GatheringForm,
  GatheringState,
  GatheringSummary,
  GatheringVerb,
  GatheringView,
  HistoryView,
  HolderView,
  ImportFault,
  ImportView,
  Label,
  Locale,
  ModelView,
  MyBallotEntry,
  NominationView,
  OpenCase,
  OrgView,
  PlanBound,
  PlanChange,
  PlanChanges,
  PlanCompounds,
  PlanGrid,
  PlanImpossible,
  PlanMembers,
  PlanProposal,
  PlanSummary,
  PlanView,
  PowerHistory,
  PowerListKey,
  PowerRegister,
  PowerReply,
  PowerRowView,
  PowerView,
  PresentGrids,
  Problem,
  ResolutionView,
  RungMeeting,
  SecretaryWeek,
  SeriesView,
  Session,
  StaleMinutes,
  TopicView,
  VerbRequest,
  VerbView,
} from '@linli/contract';
export type AcceptPlan = In<typeof contract.AcceptPlan>;
export type AddItem = In<typeof contract.AddItem>;
export type AddSeries = In<typeof contract.AddSeries>;
export type AgendaItem = Out<typeof contract.AgendaItem>;
export type AnswerDuty = In<typeof contract.AnswerDuty>;
export type Answers = Out<typeof contract.Answers>;
export type AnswerValue = Out<typeof contract.AnswerValue>;
export type Appoint = In<typeof contract.Appoint>;
export type AreaList = Out<typeof contract.AreaList>;
export type AreaMap = Out<typeof contract.AreaMap>;
export type AskToSpeak = In<typeof contract.AskToSpeak>;
export type AskView = Out<typeof contract.AskView>;
export type AssignSeat = In<typeof contract.AssignSeat>;
export type AttendanceCode = Out<typeof contract.AttendanceCode>;
export type Attendee = Out<typeof contract.Attendee>;
export type BeginPlan = In<typeof contract.BeginPlan>;
export type BringTopic = In<typeof contract.BringTopic>;
export type BulkReply = Out<typeof contract.BulkReply>;
export type BulkRequest = In<typeof contract.BulkRequest>;
export type CadencePage = Out<typeof contract.CadencePage>;
export type GatheringCounts = Out<typeof contract.GatheringCounts>;
export type CalendarFeed = Out<typeof contract.CalendarFeed>;
export type CalendarFeeds = Out<typeof contract.CalendarFeeds>;
export type CalendarPage = Out<typeof contract.Calendar>;
export type CallGathering = In<typeof contract.CallGathering>;
export type CardConsent = In<typeof contract.GiveConsent>;
export type CardReply = Out<typeof contract.CardReply>;
export type CardView = Out<typeof contract.CardView>;
export type CaseList = Out<typeof contract.CaseList>;
export type CaseReply = Out<typeof contract.CaseReply>;
export type CheckedIn = Out<typeof contract.CheckedIn>;
export type CheckIn = In<typeof contract.CheckIn>;
export type Cities = Out<typeof contract.Cities>;
export type Colleagues = Out<typeof contract.Colleagues>;
export type CompoundGrids = Out<typeof contract.CompoundGrids>;
export type CountHands = In<typeof contract.CountHands>;
export type CoverageMap = Out<typeof contract.CoverageMap>;
export type CoverageView = Out<typeof contract.CoverageView>;
export type DemoPeople = Out<typeof contract.DemoPeople>;
export type DiscussItem = In<typeof contract.DiscussItem>;
export type DutiesPage = Out<typeof contract.DutiesPage>;
export type DutyReply = Out<typeof contract.DutyReply>;
export type EndGrid = In<typeof contract.EndGrid>;
export type EndPost = In<typeof contract.EndPost>;
export type EndPower = In<typeof contract.EndPower>;
export type DeclineReportIn = In<typeof contract.DeclineReportIn>;
export type EndReportIn = In<typeof contract.EndReportIn>;
export type EndSeries = In<typeof contract.EndSeries>;
export type EnterAttendance = In<typeof contract.EnterAttendance>;
export type EnterDutyHours = In<typeof contract.EnterDutyHours>;
export type EnterPower = In<typeof contract.EnterPower>;
export type EnterVolunteerHours = In<typeof contract.EnterVolunteerHours>;
export type EntitledView = Out<typeof contract.EntitledView>;
export type EvaluatePower = In<typeof contract.EvaluatePower>;
export type FeedbackView = Out<typeof contract.FeedbackView>;
export type FeedMade = Out<typeof contract.FeedMade>;
export type Finding = Out<typeof contract.Finding>;
export type FindingKind = Out<typeof contract.FindingKind>;
export type FindingsPage = Out<typeof contract.FindingsPage>;
export type FollowReply = Out<typeof contract.FollowReply>;
export type FormationReply = Out<typeof contract.FormationReply>;
export type GatheringReply = Out<typeof contract.GatheringReply>;
export type GatheringWords = In<typeof contract.WithReason>;
export type GiveFeedback = In<typeof contract.GiveFeedback>;
export type GridsView = Out<typeof contract.GridsView>;
export type HoldersReply = Out<typeof contract.HoldersReply>;
export type HoursReply = Out<typeof contract.HoursReply>;
export type ImportFaults = Out<typeof contract.ImportFaults>;
export type ImportList = Out<typeof contract.ImportList>;
export type ImportReply = Out<typeof contract.ImportReply>;
export type Inbox = Out<typeof contract.Inbox>;
export type InboxMessage = Out<typeof contract.InboxMessage>;
export type ItemBecomesCase = In<typeof contract.ItemBecomesCase>;
export type ItemHolders = Out<typeof contract.ItemHolders>;
export type ItemVerb = Out<typeof contract.ItemVerb>;
export type LiveBallot = Out<typeof contract.LiveBallot>;
export type LiveCase = Out<typeof contract.LiveCase>;
export type LiveChange = Out<typeof contract.LiveChange>;
export type LiveGathering = Out<typeof contract.LiveGathering>;
export type LiveInbox = Out<typeof contract.LiveInbox>;
export type MakeFeed = In<typeof contract.MakeFeed>;
export type MinutesPart = Out<typeof contract.MinutesPart>;
export type MinutesReply = Out<typeof contract.MinutesReply>;
export type MotionView = Out<typeof contract.MotionView>;
export type AdjournGathering = In<typeof contract.AdjournGathering>;
export type MoveGathering = In<typeof contract.MoveGathering>;
export type MyHours = Out<typeof contract.MyHours>;
export type NearestAreas = Out<typeof contract.NearestAreas>;
export type NoteItem = In<typeof contract.NoteItem>;
export type OfferSeat = In<typeof contract.OfferSeat>;
export type OrderItems = In<typeof contract.OrderItems>;
export type OrgList = Out<typeof contract.OrgList>;
export type OrgOnDay = Out<typeof contract.OrgOnDay>;
export type OrgReply = Out<typeof contract.OrgReply>;
export type OutboxList = Out<typeof contract.Outbox>;
export type OutboxMessage = Out<typeof contract.OutboxMessage>;
export type OutboxReply = Out<typeof contract.OutboxReply>;
export type PartiesView = Out<typeof contract.PartiesView>;
export type PeopleFound = Out<typeof contract.PeopleFound>;
export type PhoneCodeSent = Out<typeof contract.PhoneCodeSent>;
export type PhotoReply = Out<typeof contract.PhotoReply>;
export type PlaceAnswers = Out<typeof contract.PlaceAnswers>;
export type PlanList = Out<typeof contract.PlanList>;
export type PlanReply = Out<typeof contract.PlanReply>;
export type Position = Out<typeof contract.Position>;
export type PostReply = Out<typeof contract.PostReply>;
export type PostView = Out<typeof contract.PostView>;
export type Preferences = In<typeof contract.Preferences>;
export type PutMotion = In<typeof contract.PutMotion>;
export type QueueView = Out<typeof contract.QueueView>;
export type ReclaimPower = In<typeof contract.ReclaimPower>;
export type ReportIn = In<typeof contract.ReportIn>;
export type ReportInChoices = Out<typeof contract.ReportInChoices>;
export type ReportInHours = Out<typeof contract.ReportInHours>;
export type ReportInReply = Out<typeof contract.ReportInReply>;
export type ReportInsPage = Out<typeof contract.ReportInsPage>;
export type ResolveItem = In<typeof contract.ResolveItem>;
export type Reveal = Out<typeof contract.Reveal>;
export type RevealReply = Out<typeof contract.RevealReply>;
export type Reveals = Out<typeof contract.Reveals>;
export type GridReply = Out<typeof contract.GridReply>;
export type SaveGrid = In<typeof contract.SaveGrid>;
export type SaveOrg = In<typeof contract.SaveOrg>;
export type SaveWorkGroup = In<typeof contract.SaveWorkGroup>;
export type SeatView = Out<typeof contract.SeatView>;
export type SaveSegment = In<typeof contract.SaveSegment>;
export type EndSegment = In<typeof contract.EndSegment>;
export type ConvertLine = In<typeof contract.ConvertLine>;
export type ConvertedLine = Out<typeof contract.ConvertedLine>;
export type SegmentHistory = Out<typeof contract.SegmentHistory>;
export type SegmentList = Out<typeof contract.SegmentList>;
export type SegmentReply = Out<typeof contract.SegmentReply>;
export type SegmentView = Out<typeof contract.SegmentView>;
export type SeriesList = Out<typeof contract.SeriesList>;
export type SeriesReply = Out<typeof contract.SeriesReply>;
export type SessionPost = Out<typeof contract.SessionPost>;
export type SetAvailability = In<typeof contract.SetAvailability>;
export type SetLecturers = In<typeof contract.SetLecturers>;
export type SetSeries = In<typeof contract.SetSeries>;
export type SimilarReply = Out<typeof contract.SimilarReply>;
export type SimilarRequest = In<typeof contract.SimilarRequest>;
export type SpeakerView = Out<typeof contract.SpeakerView>;
export type Spot = Out<typeof contract.Spot>;
export type StationKey = Out<typeof contract.StationKey>;
export type StrikeAttendance = In<typeof contract.StrikeAttendance>;
export type StrikeHours = In<typeof contract.StrikeHours>;
export type SuggestReply = Out<typeof contract.SuggestReply>;
export type SupportTopic = In<typeof contract.SupportTopic>;
export type TopicReply = Out<typeof contract.TopicReply>;
export type TopicsPage = Out<typeof contract.TopicsPage>;
export type VolunteerCertificate = Out<typeof contract.VolunteerCertificate>;
export type WhoIsThere = Out<typeof contract.WhoIsThere>;
export type Workbench = Out<typeof contract.Workbench>;
export type WorkGroup = Out<typeof contract.WorkGroup>;
export type WorkGroupReply = Out<typeof contract.WorkGroupReply>;
export type WorkGroups = Out<typeof contract.WorkGroups>;
export type WriteMinutes = In<typeof contract.WriteMinutes>;
