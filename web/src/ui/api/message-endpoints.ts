import type * as contract from '@linli/contract';
import { sendCommand } from './command.ts';
import { get, request } from './request.ts';
import type { In, Out } from './wire.ts';

/** Addresses of how messages reach a person, once. */

const part = encodeURIComponent;

export type MessageSettings = Out<typeof contract.MessageSettings>;
export type MessageChannel = contract.MessageChannel;
export type MessageGroup = contract.MessageGroup;
export type SaveMessageSettings = In<typeof contract.SaveMessageSettings>;
export type ConnectPush = In<typeof contract.ConnectPush>;

interface Reply {
  settings: MessageSettings;
}
const settingsIn = ({ settings }: Reply): MessageSettings => settings;

export const getMessageSettings = (signal?: AbortSignal) =>
  get<Reply>('/api/messages/settings', { signal }).then(settingsIn);
export const saveMessageSettings = (body: SaveMessageSettings) =>
  sendCommand<Reply>('/api/messages/settings', body).then(settingsIn);
export const connectPush = (body: ConnectPush) =>
  sendCommand<Reply>('/api/messages/channels/push', body).then(settingsIn);
export const connectEmail = (body: { commandId: string; address: string }) =>
  sendCommand<Reply>('/api/messages/channels/email', body).then(settingsIn);
export const confirmEmail = (channelId: string, code: string) =>
  request<Reply>('POST', `/api/messages/channels/${part(channelId)}/confirm`, { body: { code } }).then(
    settingsIn,
  );
export const disconnectChannel = (channelId: string, commandId: string) =>
  sendCommand<Reply>(`/api/messages/channels/${part(channelId)}/disconnect`, { commandId }).then(settingsIn);
