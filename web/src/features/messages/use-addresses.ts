import { useMutation } from '@tanstack/react-query';
import { newCommandId } from '../../ui/api/index.ts';
import { confirmEmail, connectEmail, type MessageSettings } from '../../ui/api/message-endpoints.ts';
import { useTakeSettings } from './message-settings.ts';

/** What looks like an address; whether it is one, a code says that is sent there. */
export const addressPattern = /^\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*$/;
export const codePattern = /^\d{6}$/;
export const addressLength = 200;
export const codeLength = 6;

/** E-mail: addresses that are told, the one that waits for its code, and the two steps to a new one. */
export function useAddresses(
  settings: MessageSettings,
  told: { onError?: (error: Error) => void; onEntered?: () => void } = {},
) {
  const take = useTakeSettings();
  const onError = told.onError === undefined ? {} : { onError: told.onError };
  const addresses = settings.channels.filter(({ channel }) => channel === 'email');
  const enter = useMutation({
    mutationFn: (address: string) => connectEmail({ commandId: newCommandId(), address: address.trim() }),
    onSuccess: (next) => {
      take(next);
      told.onEntered?.();
    },
    ...onError,
  });
  const confirm = useMutation({
    mutationFn: ({ channelId, code }: { channelId: string; code: string }) => confirmEmail(channelId, code),
    onSuccess: take,
    ...onError,
  });
  return { addresses, unconfirmed: addresses.filter(({ isConfirmed }) => !isConfirmed), enter, confirm };
}
