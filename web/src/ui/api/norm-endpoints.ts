import type * as contract from '@linli/contract';
import { get } from './request.ts';
import type { Out } from './wire.ts';

/** Addresses of norms, once. */

export type NormsView = Out<typeof contract.NormsView>;
export type NormView = NormsView['norms'][number];
export type NormUnitsPage = Out<typeof contract.NormUnitsPage>;
export type NormUnit = NormUnitsPage['units'][number];
export type NormRows = Out<typeof contract.NormRows>;
export type NormStateKey = NormUnit['state'];

export interface NormScope {
  area?: string | undefined;
  on?: string | undefined;
}

type Signal = AbortSignal | undefined;
const normPath = (norm: string) => `/api/norms/${encodeURIComponent(norm)}/units`;

export const getNorms = (query: NormScope, signal?: Signal) =>
  get<NormsView>('/api/norms', { query: { ...query }, signal });
export const getNormUnits = (
  norm: string,
  query: NormScope & {
    state?: string | undefined;
    areaClass?: string | undefined;
    after?: string | undefined;
  },
  signal?: Signal,
) => get<NormUnitsPage>(normPath(norm), { query: { ...query }, signal });
export const getNormRows = (norm: string, unit: string, on: string | undefined, signal?: Signal) =>
  get<NormRows>(`${normPath(norm)}/${encodeURIComponent(unit)}`, { query: { on }, signal });
