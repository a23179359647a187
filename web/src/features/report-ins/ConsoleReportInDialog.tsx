import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useKeys } from '../../console/keys/keyboard.ts';
import { problemWords } from '../../console/look/states.tsx';
import { consolePhrases } from '../../console/phrases.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { useCommandId } from '../orgs/org-command.ts';
import { reportInConsolePhrases } from './console-phrases.ts';

/** A dialog over the list; its contents are made anew each time it opens. */
export function ConsoleReportInDialog({
  title,
  onClose,
  children,
}: {
  /** Null: nothing is asked. */
  title: string | null;
  onClose: () => void;
  children: ReactNode;
}) {
  useKeys('report-ins', [], { closed: true, on: title !== null });
  return (
    <Modal open={title !== null} title={title} footer={null} onCancel={onClose} destroyOnHidden>
      {title === null ? null : children}
    </Modal>
  );
}

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

/** What stands around the fields: the refusal above them, the deed below. */
export function ReportInFields({
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
  const t = usePhrases(reportInConsolePhrases);
  const frame = usePhrases(consolePhrases);
  const refusal = error === null ? null : problemWords(error, t('noAnswer'));
  return (
    <form
      className="verb-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {refusal === null ? null : (
        <Alert type="error" role="alert" title={refusal.title} description={refusal.detail} />
      )}
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
