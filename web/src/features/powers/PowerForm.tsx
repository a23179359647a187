import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useKeys } from '../../console/keys/keyboard.ts';
import { problemWords } from '../../console/look/states.tsx';
import { consolePhrases } from '../../console/phrases.ts';
import type { PowerReply } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { powerConsolePhrases } from './console-phrases.ts';
import { useCommandId, useLookAgain } from './power-command.ts';

/** A dialog over the register; its contents are made anew each time it opens. */
export function PowerDialog({
  open,
  title,
  onClose,
  children,
}: {
  open: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
}) {
  useKeys('powers', [], { closed: true, on: open });
  return (
    <Modal open={open} title={title} footer={null} onCancel={onClose} destroyOnHidden>
      {open ? children : null}
    </Modal>
  );
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

/** What stands around the fields: the refusal above them, the deed below. */
export function PowerFields({
  error,
  isSending,
  deed,
  isGrave = false,
  onSubmit,
  onClose,
  children,
}: {
  error: unknown;
  isSending: boolean;
  deed: string;
  isGrave?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = usePhrases(powerConsolePhrases);
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
        <Button type="primary" danger={isGrave} size="large" htmlType="submit" loading={isSending}>
          {deed}
        </Button>
        <Button size="large" onClick={onClose}>
          {frame('cancel')}
        </Button>
      </div>
    </form>
  );
}
