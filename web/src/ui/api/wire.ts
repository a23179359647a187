/**
 * What goes over the wire, as types only: importing a schema as a value would pull the validator into the
 * bundle of every phone.
 */
import type * as contract from '@linli/contract';

type Out<S> = S extends { _zod: { output: infer O } } ? O : never;
type In<S> = S extends { _zod: { input: infer I } } ? I : never;

export type {
  AreaSummary,
  CaseSummary,
  CaseView,
  City,
  ClockView,
  DemoPerson,
  HistoryView,
  HolderView,
  ImportFault,
  ImportView,
  Label,
  Locale,
  ModelView,
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
  Session,
  VerbRequest,
  VerbView,
} from '@linli/contract';
export type AcceptPlan = In<typeof contract.AcceptPlan>;
export type Answers = Out<typeof contract.Answers>;
export type AnswerValue = Out<typeof contract.AnswerValue>;
export type Appoint = In<typeof contract.Appoint>;
export type AreaList = Out<typeof contract.AreaList>;
export type AreaMap = Out<typeof contract.AreaMap>;
export type AskView = Out<typeof contract.AskView>;
export type BeginPlan = In<typeof contract.BeginPlan>;
export type BulkReply = Out<typeof contract.BulkReply>;
export type BulkRequest = In<typeof contract.BulkRequest>;
export type CardConsent = In<typeof contract.GiveConsent>;
export type CardReply = Out<typeof contract.CardReply>;
export type CardView = Out<typeof contract.CardView>;
export type CaseList = Out<typeof contract.CaseList>;
export type CaseReply = Out<typeof contract.CaseReply>;
export type Cities = Out<typeof contract.Cities>;
export type CoverageMap = Out<typeof contract.CoverageMap>;
export type CoverageView = Out<typeof contract.CoverageView>;
export type DemoPeople = Out<typeof contract.DemoPeople>;
export type EndPost = In<typeof contract.EndPost>;
export type EndPower = In<typeof contract.EndPower>;
export type EndReportIn = In<typeof contract.EndReportIn>;
export type EnterPower = In<typeof contract.EnterPower>;
export type EnterDutyHours = In<typeof contract.EnterDutyHours>;
export type EnterVolunteerHours = In<typeof contract.EnterVolunteerHours>;
export type EvaluatePower = In<typeof contract.EvaluatePower>;
export type FeedbackView = Out<typeof contract.FeedbackView>;
export type Finding = Out<typeof contract.Finding>;
export type FindingKind = Out<typeof contract.FindingKind>;
export type FindingsPage = Out<typeof contract.FindingsPage>;
export type FollowReply = Out<typeof contract.FollowReply>;
export type FormationReply = Out<typeof contract.FormationReply>;
export type GridsView = Out<typeof contract.GridsView>;
export type HoldersReply = Out<typeof contract.HoldersReply>;
export type HoursReply = Out<typeof contract.HoursReply>;
export type ImportFaults = Out<typeof contract.ImportFaults>;
export type ImportList = Out<typeof contract.ImportList>;
export type ImportReply = Out<typeof contract.ImportReply>;
export type Inbox = Out<typeof contract.Inbox>;
export type InboxMessage = Out<typeof contract.InboxMessage>;
export type LiveCase = Out<typeof contract.LiveCase>;
export type LiveChange = Out<typeof contract.LiveChange>;
export type LiveInbox = Out<typeof contract.LiveInbox>;
export type MyHours = Out<typeof contract.MyHours>;
export type NearestAreas = Out<typeof contract.NearestAreas>;
export type OrgList = Out<typeof contract.OrgList>;
export type OrgOnDay = Out<typeof contract.OrgOnDay>;
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
export type QueueView = Out<typeof contract.QueueView>;
export type ReclaimPower = In<typeof contract.ReclaimPower>;
export type ReportIn = In<typeof contract.ReportIn>;
export type ReportInReply = Out<typeof contract.ReportInReply>;
export type ReportInsPage = Out<typeof contract.ReportInsPage>;
export type Reveal = Out<typeof contract.Reveal>;
export type RevealReply = Out<typeof contract.RevealReply>;
export type Reveals = Out<typeof contract.Reveals>;
export type SaveWorkGroup = In<typeof contract.SaveWorkGroup>;
export type SessionPost = Out<typeof contract.SessionPost>;
export type SetAvailability = In<typeof contract.SetAvailability>;
export type SimilarReply = Out<typeof contract.SimilarReply>;
export type SimilarRequest = In<typeof contract.SimilarRequest>;
export type Spot = Out<typeof contract.Spot>;
export type StationKey = Out<typeof contract.StationKey>;
export type SuggestReply = Out<typeof contract.SuggestReply>;
export type VolunteerCertificate = Out<typeof contract.VolunteerCertificate>;
export type WhoIsThere = Out<typeof contract.WhoIsThere>;
export type Workbench = Out<typeof contract.Workbench>;
export type WorkGroup = Out<typeof contract.WorkGroup>;
export type WorkGroupReply = Out<typeof contract.WorkGroupReply>;
export type WorkGroups = Out<typeof contract.WorkGroups>;
