import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { sessionConsolePhrases } from '../../features/session/console-phrases.ts';
import { type Preferences, savePreferences } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { type DevicePreferences, setPreferences } from '../../ui/preferences.ts';
import { sessionKey } from './session.ts';

/** Keeps it on the device at once and with the person as soon as the server answers. */
export function useSavePreferences() {
  const t = usePhrases(sessionConsolePhrases);
  const client = useQueryClient();
  const { message } = App.useApp();
  const save = useMutation({
    mutationFn: (change: Preferences) => savePreferences(change),
    onSuccess: (session, { locale }) => {
      client.setQueryData(sessionKey, session);
      // Some of what the server said was in the language before.
      if (locale !== undefined)
        void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
    },
    onError: () => message.info(t('notSaved')),
  });
  return (change: Pick<Partial<DevicePreferences>, 'locale' | 'largeType'>) => {
    setPreferences(change);
    save.mutate(change);
  };
}
