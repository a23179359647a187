import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useCommandId } from '../../console/command-id.ts';
import type { PowerReply } from '../../ui/api/index.ts';

/** The register as shown, of every day, and the histories of its items. */
export function useLookAgain(): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'powers' });
}

/** Sends a command about the register; the body stays as it was when it is refused. */
export function usePowerCommand<Body extends object>(
  send: (body: Body & { commandId: string }) => Promise<PowerReply>,
  done: string,
  onClose: () => void,
) {
  const { message } = App.useApp();
  const commandIdFor = useCommandId();
  const lookAgain = useLookAgain();
  const save = useMutation({
    mutationFn: (body: Body) => send({ ...body, commandId: commandIdFor(body) }),
    onSuccess: () => {
      message.success(done);
      lookAgain();
      onClose();
    },
  });
  return save;
}

/** Swedish writes days as the wire does. */
export function todayHere(): string {
  return new Date().toLocaleDateString('sv-SE');
}
