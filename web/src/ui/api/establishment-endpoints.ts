import type * as contract from '@linli/contract';
import { sendCommand } from './command.ts';
import { get } from './request.ts';
import type { In, Out } from './wire.ts';

/** Addresses of two registers: posts of the establishment, and opinions asked for. */

type Signal = AbortSignal | undefined;
const part = encodeURIComponent;

export type EstablishmentsView = Out<typeof contract.EstablishmentsView>;
export type EstablishmentPostView = Out<typeof contract.EstablishmentPostView>;
export type EstablishmentPostsPage = Out<typeof contract.EstablishmentPostsPage>;
export type EstablishmentPostHistory = Out<typeof contract.EstablishmentPostHistory>;
export type EnterEstablishmentPosts = In<typeof contract.EnterEstablishmentPosts>;
export type MoveEstablishmentPosts = In<typeof contract.MoveEstablishmentPosts>;
export type EndEstablishmentPost = In<typeof contract.EndEstablishmentPost>;
export type OpinionsPage = Out<typeof contract.OpinionsPage>;
export type OpinionState = contract.OpinionState;
type Reply = Out<typeof contract.EstablishmentReply>;

export interface EstablishmentPostsFilter {
  on?: string;
  key?: string;
  org?: string;
  moved?: 'down';
  movedOn?: string;
  vacant?: boolean;
  after?: string;
}

export const getEstablishments = (on?: string, signal?: Signal) =>
  get<EstablishmentsView>('/api/establishments', { query: { on }, signal });
export const getEstablishmentPosts = ({ vacant, ...filter }: EstablishmentPostsFilter, signal?: Signal) =>
  get<EstablishmentPostsPage>('/api/establishments/posts', {
    query: { ...filter, ...(vacant === undefined ? {} : { vacant: String(vacant) }) },
    signal,
  });
export const getEstablishmentPost = (id: string, signal?: Signal) =>
  get<EstablishmentPostHistory>(`/api/establishments/posts/${part(id)}`, { signal });
export const enterEstablishmentPosts = (body: EnterEstablishmentPosts) =>
  sendCommand<Reply>('/api/establishments', body);
export const moveEstablishmentPosts = (body: MoveEstablishmentPosts) =>
  sendCommand<Reply>('/api/establishments/move', body);
export const endEstablishmentPost = (id: string, body: EndEstablishmentPost) =>
  sendCommand<Reply>(`/api/establishments/posts/${part(id)}/end`, body);

export interface OpinionsFilter {
  kind?: string;
  state?: OpinionState;
  area?: string;
  after?: string;
}

export const getOpinions = (query: OpinionsFilter, signal?: Signal) =>
  get<OpinionsPage>('/api/opinions', { query: { ...query }, signal });
