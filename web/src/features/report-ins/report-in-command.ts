import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useCommandId } from '../../console/command-id.ts';

/** Sends a command about somebody who reported in; what was typed stays when it is refused. */
export function useReportInCommand<Body extends object>(
  send: (body: Body & { commandId: string }) => Promise<unknown>,
  done: string,
  onClose: () => void,
) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const commandIdFor = useCommandId();
  return useMutation({
    mutationFn: (body: Body) => send({ ...body, commandId: commandIdFor(body) }),
    onSuccess: () => {
      message.success(done);
      void client.invalidateQueries({ queryKey: ['report-ins'] });
      onClose();
    },
  });
}
