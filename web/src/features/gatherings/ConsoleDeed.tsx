import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useKeys } from '../../console/keys/keyboard.ts';
import { problemWords } from '../../console/look/states.tsx';
import { consolePhrases } from '../../console/phrases.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { useCommandId } from '../orgs/org-command.ts';
import { calendarConsolePhrases } from './calendar-console-phrases.ts';

/** Everything about gatherings is kept under this word, so that one line looks at all of it again. */
export const gatheringsKey: QueryKey = ['gatherings'];
export const gatheringKey = (gatheringId: string): QueryKey => ['gatherings', 'one', gatheringId];

/** A dialog over the page; what is in it is made anew each time it opens. */
export function DeedDialog({
  title,
  open,
  onClose,
  children,
}: {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  useKeys('gathering-deed', [], { closed: true, on: open });
  return (
    <Modal open={open} title={title} footer={null} onCancel={onClose} destroyOnHidden>
      {open ? children : null}
    </Modal>
  );
}

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

/** A refusal in place, in the words of the server. */
export function Refusal({ error }: { error: unknown }) {
  const t = usePhrases(calendarConsolePhrases);
  if (error === null || error === undefined) return null;
  const { title, detail } = problemWords(error, t('noAnswer'));
  return <Alert type="error" role="alert" title={title} description={detail} />;
}

/** What stands around the fields of a deed: the refusal above them, the deed below. */
export function DeedForm({
  error,
  isSending,
  deed,
  onSubmit,
  onClose,
  children,
}: {
  error: unknown;
  isSending: boolean;
  deed: string;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const frame = usePhrases(consolePhrases);
  return (
    <form
      className="verb-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Refusal error={error} />
      {children}
      <div className="verb-form-foot">
        <Button type="primary" size="large" htmlType="submit" loading={isSending}>
          {deed}
        </Button>
        <Button size="large" onClick={onClose}>
          {frame('cancel')}
        </Button>
      </div>
    </form>
  );
}
