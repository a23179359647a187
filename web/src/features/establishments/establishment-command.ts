import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useCommandId } from '../../console/command-id.ts';

/** Sends a command about posts of the establishment; what was typed stays as it was when it is refused. */
export function useEstablishmentCommand<Body extends object>(
  send: (body: Body & { commandId: string }) => Promise<unknown>,
  done: string,
  onClose: () => void,
) {
  const { message } = App.useApp();
  const client = useQueryClient();
  const commandIdFor = useCommandId();
  return useMutation({
    mutationFn: (body: Body) => send({ ...body, commandId: commandIdFor(body) }),
    onSuccess: () => {
      message.success(done);
      void client.invalidateQueries({
        predicate: ({ queryKey: [first] }) =>
          ['establishments', 'orgs', 'coverage', 'session'].includes(String(first)),
      });
      onClose();
    },
  });
}
