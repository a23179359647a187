import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useCommandId } from '../../console/command-id.ts';

/** Everything about gatherings is kept under this word, so that one line looks at all of it again. */
export const gatheringsKey: QueryKey = ['gatherings'];
export const gatheringKey = (gatheringId: string): QueryKey => ['gatherings', 'one', gatheringId];

/** Sends one deed with an id of its own; what was typed stays when it is refused. A gathering that comes back is shown at once. */
export function useDeed<Body extends object>(
  send: (body: Body & { commandId: string }) => Promise<unknown>,
  { done, onDone }: { done?: string; onDone?: () => void } = {},
) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const commandIdFor = useCommandId();
  return useMutation({
    mutationFn: (body: Body) => send({ ...body, commandId: commandIdFor(body) }),
    onSuccess: (reply) => {
      const gathering = (reply as { gathering?: { gatheringId: string } } | undefined)?.gathering;
      if (gathering !== undefined)
        client.setQueryData(gatheringKey(gathering.gatheringId), { data: reply, keptAt: null });
      void client.invalidateQueries({ queryKey: gatheringsKey });
      if (done !== undefined) message.success(done);
      onDone?.();
    },
  });
}
