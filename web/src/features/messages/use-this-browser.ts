import { useMutation } from '@tanstack/react-query';
import type { MessageSettings } from '../../ui/api/message-endpoints.ts';
import { useBrowserState, useTakeSettings } from './message-settings.ts';
import type { messageSettingsPhrases } from './settings-phrases.ts';
import { connectBrowser, disconnectBrowser } from './this-browser.ts';

/** Why this browser cannot be told anything, in the words of the page. */
const whyNot = {
  unable: 'pushUnable',
  'to-install': 'pushToInstall',
  refused: 'pushRefused',
} as const satisfies Record<string, keyof typeof messageSettingsPhrases>;

/** Pushes to this browser: whether they come, the press that changes it, and the other browsers that are told too. */
export function useThisBrowser(
  settings: MessageSettings,
  told: { onError?: (error: Error) => void; onUnreachable?: () => void } = {},
) {
  const take = useTakeSettings();
  const browser = useBrowserState(settings);
  const press = useMutation({
    mutationFn: (isOn: boolean) => (isOn ? connectBrowser(settings) : disconnectBrowser(settings)),
    onSuccess: (next) => {
      if (next === 'unreachable') told.onUnreachable?.();
      if (typeof next === 'string') void browser.refetch();
      else take(next);
    },
    ...(told.onError === undefined ? {} : { onError: told.onError }),
  });
  const { state, channelId } = browser.data ?? {};
  return {
    /** Undefined while the browser is still being looked at. */
    state,
    whyNot: state === undefined || state === 'on' || state === 'off' ? null : whyNot[state],
    isUnreachable: press.data === 'unreachable',
    isBusy: press.isPending,
    error: press.error,
    turn: (isOn: boolean): void => press.mutate(isOn),
    // Which of them is this one is known only while it is on.
    others: settings.channels.filter(
      ({ channel, channelId: other }) => channel === 'push' && other !== channelId,
    ),
  };
}
