import type * as contract from '@linli/contract';
import { sendCommand } from './command.ts';
import { NoAnswerError, ProblemError } from './problem.ts';
import { get, request, requestHeaders } from './request.ts';
import type { BallotView, In, Out, Problem } from './wire.ts';

/** Addresses of ballots, once. */

type Signal = AbortSignal | undefined;
const part = encodeURIComponent;

export type BallotList = Out<typeof contract.BallotList>;
export type BallotKinds = Out<typeof contract.BallotKinds>;
export type BallotHistory = Out<typeof contract.BallotHistory>;
export type BallotEntryProof = Out<typeof contract.BallotEntryProof>;
export type RollLook = Out<typeof contract.RollLook>;
export type BallotDesk = Out<typeof contract.BallotDesk>;
export type BallotFile = Out<typeof contract.BallotFile>;
export type ConveneBallot = In<typeof contract.ConveneBallot>;
export type BallotVerbRequest = In<typeof contract.BallotVerbRequest>;
export type IssueSlips = In<typeof contract.IssueSlips>;
export type IssueSlipsReply = Out<typeof contract.IssueSlipsReply>;
export type CastSlip = In<typeof contract.CastSlip>;
export type SlipReceipt = Out<typeof contract.SlipReceipt>;
export type Nominate = In<typeof contract.Nominate>;
export type ElectedView = Out<typeof contract.ElectedView>;
export type AppointElected = In<typeof contract.AppointElected>;
export type Nominations = Out<typeof contract.Nominations>;
export type ReadPapers = In<typeof contract.ReadPapers>;
export type HandPapers = In<typeof contract.HandPapers>;
export type ReadPapersReply = Out<typeof contract.ReadPapersReply>;
export type CatalogueView = Out<typeof contract.CatalogueView>;
export type CatalogueAnswers = Out<typeof contract.CatalogueAnswers>;
export type EditCatalogue = In<typeof contract.EditCatalogue>;
export type OwnershipRegister = Out<typeof contract.OwnershipRegister>;
export type OwnershipHome = Out<typeof contract.OwnershipHome>;
export type EnterOwnership = In<typeof contract.EnterOwnership>;
export type EnterHomeAreas = In<typeof contract.EnterHomeAreas>;
export type ImportOwnerships = In<typeof contract.ImportOwnerships>;
export type ImportOwnershipsReply = Out<typeof contract.ImportOwnershipsReply>;
export type MyOwnerships = Out<typeof contract.MyOwnerships>;
type EntryReply = Out<typeof contract.BallotEntryReply>;
type Reply = { ballot: BallotView };
type Plainly = { commandId: string };

export interface BallotFilter {
  area?: string | undefined;
  state?: 'running' | 'past' | 'all' | undefined;
  kind?: string | undefined;
  mine?: true | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

const ballotPath = (ballotId: string, deed?: string) =>
  `/api/ballots/${part(ballotId)}${deed === undefined ? '' : `/${deed}`}`;
const entryPath = (ballotId: string, entryId: string, deed: string) =>
  ballotPath(ballotId, `entries/${part(entryId)}/${deed}`);

export const getBallots = (query: BallotFilter, signal?: Signal) =>
  get<BallotList>('/api/ballots', { query: { ...query }, signal });
export const getBallotKinds = (signal?: Signal) => get<BallotKinds>('/api/ballots/kinds', { signal });
export const getBallot = (ballotId: string, signal?: Signal) => get<Reply>(ballotPath(ballotId), { signal });
export const conveneBallot = (body: ConveneBallot) => sendCommand<Reply>('/api/ballots', body);
export const doBallotVerb = (ballotId: string, verb: string, body: BallotVerbRequest) =>
  sendCommand<Reply>(ballotPath(ballotId, `verbs/${part(verb)}`), body);
export const getBallotHistory = (ballotId: string, signal?: Signal) =>
  get<BallotHistory>(ballotPath(ballotId, 'history'), { signal });
/** Logged for everybody it shows. */
export const lookAtRoll = (ballotId: string, body: In<typeof contract.LookAtRoll>, signal?: Signal) =>
  request<RollLook>('POST', ballotPath(ballotId, 'roll/look'), { body, signal });
export const bundlePath = (ballotId: string) => ballotPath(ballotId, 'bundle');

// voting
export const castBallot = (
  ballotId: string,
  entryId: string,
  body: { commandId: string; choices: CastSlip['choices'] },
) => sendCommand<EntryReply>(entryPath(ballotId, entryId, 'cast'), body);
export type PlainEntryDeed = 'serve' | 'take-back' | 'proxy/end';
export const doEntry = (ballotId: string, entryId: string, deed: PlainEntryDeed, body: Plainly) =>
  sendCommand<EntryReply>(entryPath(ballotId, entryId, deed), body);
export const giveProxy = (
  ballotId: string,
  entryId: string,
  body: { commandId: string; to: { personId: string } | { phone: string; name: string } },
) => sendCommand<EntryReply>(entryPath(ballotId, entryId, 'proxy'), body);
export const issueSlips = (ballotId: string, entryId: string, body: IssueSlips) =>
  sendCommand<IssueSlipsReply>(entryPath(ballotId, entryId, 'slips'), body);
export const getEntryProof = (ballotId: string, entryId: string, signal?: Signal) =>
  get<BallotEntryProof>(entryPath(ballotId, entryId, 'proof'), { signal });
export const supportPetition = (ballotId: string, body: In<typeof contract.SupportPetition>) =>
  sendCommand<Reply>(ballotPath(ballotId, 'petition'), body);
export const enterBirthDate = (body: { commandId: string; bornOn: string; personId?: string }) =>
  sendCommand<void>('/api/ballots/birth-date', body);

/** Room for a slip with some thirty choices on it. */
const bodyBlock = 2_048;

/**
 * White space at the end changes nothing for whoever reads JSON. Encryption on the way hides what is sent and not how long it
 * is, and logs of proxies may keep the length of a request beside an address: “for” would be four letters shorter.
 */
export function filledBody(body: object): string {
  const text = JSON.stringify(body);
  const length = new TextEncoder().encode(text).length;
  return text + ' '.repeat((bodyBlock - (length % bodyBlock)) % bodyBlock);
}

/**
 * What has to do with the box goes without a cookie: the server refuses whoever says who they are. The same slip again is the
 * same vote, so it may be tried as often as need be.
 */
async function withoutCookie<T>(
  city: string | null,
  path: string,
  body: CastSlip | { token: string },
  { keepalive = false }: { keepalive?: boolean } = {},
): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      credentials: 'omit',
      // A request that outlives the page it was sent from.
      keepalive,
      // The session, which would say which city this is, stays at home.
      headers: requestHeaders({ body, city }),
      body: filledBody(body),
    });
  } catch {
    throw new NoAnswerError('offline');
  }
  const reply: unknown = await response.json();
  if (!response.ok) throw new ProblemError(reply as Problem);
  return reply as T;
}
export const castSlip = (
  city: string | null,
  ballotId: string,
  slip: CastSlip,
  how: { keepalive?: boolean } = {},
) => withoutCookie<Out<typeof contract.CastSlipReply>>(city, ballotPath(ballotId, 'slips'), slip, how);
export const getSlipReceipt = (city: string | null, ballotId: string, token: string) =>
  withoutCookie<SlipReceipt>(city, ballotPath(ballotId, 'slips/receipt'), { token });

// evidence of a municipal system
export async function keepBallotFile(ballotId: string, file: File): Promise<BallotFile> {
  let response: Response;
  try {
    response = await fetch(ballotPath(ballotId, `files/${part(file.name.slice(-120))}`), {
      method: 'PUT',
      credentials: 'same-origin',
      headers: { ...requestHeaders(), 'content-type': 'application/octet-stream' },
      body: file,
    });
  } catch {
    throw new NoAnswerError('offline');
  }
  const reply: unknown = await response.json().catch(() => undefined);
  if (response.ok) return reply as BallotFile;
  if (typeof reply === 'object' && reply !== null && 'detail' in reply)
    throw new ProblemError(reply as Problem);
  // A proxy in between that takes no large files answers in its own way.
  throw new NoAnswerError('slow');
}
export const ballotFilePath = (ballotId: string, fileId: string) =>
  ballotPath(ballotId, `files/${part(fileId)}`);

// nominations
export const getNominations = (ballotId: string, signal?: Signal) =>
  get<Nominations>(ballotPath(ballotId, 'nominations'), { signal });
export const nominate = (ballotId: string, body: Nominate) =>
  sendCommand<Nominations>(ballotPath(ballotId, 'nominations'), body);
export const doNomination = (
  ballotId: string,
  nominationId: string,
  deed: 'accept' | 'reject' | 'withdraw',
  body: { commandId: string; reason?: string },
) => sendCommand<Nominations>(ballotPath(ballotId, `nominations/${part(nominationId)}/${deed}`), body);

// from an election to a post
export const appointElected = (ballotId: string, body: AppointElected) =>
  sendCommand<Reply>(ballotPath(ballotId, 'appoint-elected'), body);

// counting desk
export interface DeskFilter {
  q?: string | undefined;
  state?: 'one-reading' | 'agreed' | 'differs' | 'none' | undefined;
  refs?: string | undefined;
  from?: number | undefined;
  limit?: number | undefined;
}
export const getDesk = (ballotId: string, query: DeskFilter, signal?: Signal) =>
  get<BallotDesk>(ballotPath(ballotId, 'desk'), { query: { ...query }, signal });
export const readPapers = (ballotId: string, body: ReadPapers) =>
  sendCommand<ReadPapersReply>(ballotPath(ballotId, 'papers'), body);
export const voidPaper = (ballotId: string, body: { commandId: string; ref: string; reason: string }) =>
  sendCommand<{ ref: string }>(ballotPath(ballotId, 'papers/void'), body);
export const handPapers = (ballotId: string, body: HandPapers) =>
  sendCommand<{ handed: number }>(ballotPath(ballotId, 'papers/hand'), body);

// catalogue of a survey
export const getCatalogue = (ballotId: string, question?: string, signal?: Signal) =>
  get<CatalogueView>(ballotPath(ballotId, 'catalogue'), { query: { question }, signal });
export const getCatalogueAnswers = (
  ballotId: string,
  group: string,
  query: { question?: string | undefined; from?: number; limit?: number },
  signal?: Signal,
) => get<CatalogueAnswers>(ballotPath(ballotId, `catalogue/${part(group)}`), { query, signal });
export const editCatalogue = (ballotId: string, body: EditCatalogue) =>
  sendCommand<CatalogueView>(ballotPath(ballotId, 'catalogue'), body);

// ownership register
export interface OwnershipFilter {
  compound: string;
  q?: string | undefined;
  lack?: 'owner' | 'area' | 'voter' | undefined;
  from?: number | undefined;
  limit?: number | undefined;
}
export const getOwnershipCompounds = (signal?: Signal) =>
  get<{ compounds: { code: string; name: string }[] }>('/api/ownerships/compounds', { signal });
export const getOwnerships = (query: OwnershipFilter, signal?: Signal) =>
  get<OwnershipRegister>('/api/ownerships', { query: { ...query }, signal });
export const getMyOwnerships = (signal?: Signal) => get<MyOwnerships>('/api/ownerships/mine', { signal });
export const enterOwnership = (body: EnterOwnership) =>
  sendCommand<{ home: OwnershipHome }>('/api/ownerships', body);
export const endOwnership = (
  ownershipId: string,
  body: { commandId: string; lastDay?: string; reason: string },
) => sendCommand<{ home: OwnershipHome }>(`/api/ownerships/${part(ownershipId)}/end`, body);
export const nameVoter = (ownershipId: string, body: Plainly) =>
  sendCommand<{ home: OwnershipHome }>(`/api/ownerships/${part(ownershipId)}/voter`, body);
export const revealOwnership = (ownershipId: string, reason: string) =>
  request<{ name: string; phone: string | null }>('POST', `/api/ownerships/${part(ownershipId)}/reveal`, {
    body: { reason },
  });
export const mergeOwners = (body: { commandId: string; keep: string; merge: string[]; reason: string }) =>
  sendCommand<{ home: OwnershipHome }>('/api/ownerships/merge', body);
export const enterHomeAreas = (body: EnterHomeAreas) =>
  sendCommand<Out<typeof contract.EnterHomeAreasReply>>('/api/ownerships/areas', body);
export const importOwnerships = (body: ImportOwnerships) =>
  sendCommand<ImportOwnershipsReply>('/api/ownerships/import', body);
