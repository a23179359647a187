/** How messages reach me: read once, changed at a press, the same on both faces. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { newCommandId } from '../../ui/api/index.ts';
import {
  disconnectChannel,
  getMessageSettings,
  type MessageChannel,
  type MessageGroup,
  type MessageSettings,
  saveMessageSettings,
} from '../../ui/api/message-endpoints.ts';
import { lookAtBrowser } from './this-browser.ts';

export const messageGroups = ['reports', 'votes', 'meetings', 'duties'] as const satisfies MessageGroup[];

export const messageSettingsKey = ['message-settings'];
const browserKey = ['message-settings', 'browser'];

export function useMessageSettings(isOn = true) {
  return useQuery({
    queryKey: messageSettingsKey,
    queryFn: ({ signal }) => getMessageSettings(signal),
    enabled: isOn,
  });
}

export function useBrowserState(settings: MessageSettings) {
  return useQuery({
    queryKey: [...browserKey, settings.channels.map(({ channelId }) => channelId).join()],
    queryFn: () => lookAtBrowser(settings),
    staleTime: 0,
  });
}

/** Takes what the server answered as what holds now. */
export function useTakeSettings(): (settings: MessageSettings) => void {
  const client = useQueryClient();
  return (settings) => {
    client.setQueryData(messageSettingsKey, settings);
    void client.invalidateQueries({ queryKey: browserKey });
  };
}

/** Takes a browser or an address out: nothing goes there any more. */
export function useDisconnect(channelId: string, told: { onError?: (error: Error) => void } = {}) {
  const take = useTakeSettings();
  return useMutation({
    mutationFn: () => disconnectChannel(channelId, newCommandId()),
    onSuccess: take,
    ...(told.onError === undefined ? {} : { onError: told.onError }),
  });
}

/** A time of day while it is typed: kept once it is left, not at each digit. */
export function useTypedTime(value: string, onChange: (value: string) => void) {
  const [typed, setTyped] = useState<string | null>(null);
  return {
    value: typed ?? value,
    onChange: (event: { target: { value: string } }): void => setTyped(event.target.value),
    onBlur: (): void => {
      if (typed !== null && /^\d\d:\d\d$/.test(typed) && typed !== value) onChange(typed);
      setTyped(null);
    },
  };
}

type Wishes = Pick<MessageSettings, 'muted' | 'quiet'>;

/** Seen at once, saved one after another, taken back where it was not saved. */
export function useSaveWishes(told: { onSaved?: () => void; onError?: (error: unknown) => void } = {}) {
  const client = useQueryClient();
  const save = useMutation({
    mutationKey: messageSettingsKey,
    scope: { id: 'message-settings' },
    mutationFn: (wishes: Wishes) => saveMessageSettings({ ...wishes, commandId: newCommandId() }),
    onSuccess: (settings) => {
      // A later press is on its way: its answer will be the newer one.
      if (client.isMutating({ mutationKey: messageSettingsKey }) > 1) return;
      client.setQueryData(messageSettingsKey, settings);
      told.onSaved?.();
    },
    onError: (error) => {
      told.onError?.(error);
      return client.invalidateQueries({ queryKey: messageSettingsKey, exact: true });
    },
  });
  const change = (wished: Partial<Wishes>): void => {
    const before = client.getQueryData<MessageSettings>(messageSettingsKey);
    if (before === undefined) return;
    const after = { ...before, ...wished };
    client.setQueryData(messageSettingsKey, after);
    save.mutate({ muted: after.muted, quiet: after.quiet });
  };
  return { ...save, change };
}

export function isMuted(
  { muted }: Pick<MessageSettings, 'muted'>,
  channel: MessageChannel,
  group: MessageGroup,
): boolean {
  return muted.some((one) => one.channel === channel && one.group === group);
}

/** Do texts come of anything at all? They are wished for or not as a whole. */
export function areTextsOn(settings: Pick<MessageSettings, 'muted'>): boolean {
  return messageGroups.some((group) => !isMuted(settings, 'sms', group));
}

export function withTexts(settings: Pick<MessageSettings, 'muted'>, isOn: boolean): Pick<Wishes, 'muted'> {
  return { muted: withMuted(settings, 'sms', messageGroups, !isOn) };
}

/** Ways among which one may choose for each group of messages. */
export function channelsToChoose(settings: MessageSettings): ('push' | 'email')[] {
  return channelsInUse(settings).filter((channel) => channel !== 'sms');
}

/** The list with this one in it, or without. */
export function withMuted(
  { muted }: Pick<MessageSettings, 'muted'>,
  channel: MessageChannel,
  groups: readonly MessageGroup[],
  isOff: boolean,
): MessageSettings['muted'] {
  const others = muted.filter((one) => one.channel !== channel || !groups.includes(one.group));
  return isOff ? [...others, ...groups.map((group) => ({ channel, group }))] : others;
}

/** Ways outside that are in use: what there is to choose among. */
export function channelsInUse({ channels, phoneMasked }: MessageSettings): MessageChannel[] {
  return [
    ...(channels.some(({ channel }) => channel === 'push') ? (['push'] as const) : []),
    ...(channels.some(({ channel, isConfirmed }) => channel === 'email' && isConfirmed)
      ? (['email'] as const)
      : []),
    ...(phoneMasked === null ? [] : (['sms'] as const)),
  ];
}
