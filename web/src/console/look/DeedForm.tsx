import { Alert, Button, Modal } from 'antd';
import { type ReactNode, useId } from 'react';
import { usePhrases } from '../../ui/i18n/index.ts';
import { useKeys } from '../keys/keyboard.ts';
import { consolePhrases } from '../phrases.ts';
import { problemWords } from './states.tsx';

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
  useKeys('deed', [], { closed: true, on: open });
  return (
    <Modal open={open} title={title} footer={null} onCancel={onClose} destroyOnHidden>
      {open ? children : null}
    </Modal>
  );
}

/** A refusal in place, in the words of the server. */
export function Refusal({ error }: { error: unknown }) {
  const t = usePhrases(consolePhrases);
  if (error === null || error === undefined) return null;
  const { title, detail } = problemWords(error, t('notSent'));
  return <Alert type="error" role="alert" title={title} description={detail} />;
}

/** What stands around the fields of a deed: the refusal above them, the deed below. */
export function DeedForm({
  error,
  isSending,
  deed,
  lacks = null,
  isGrave = false,
  onSubmit,
  onClose,
  children,
}: {
  error: unknown;
  isSending: boolean;
  deed: string;
  /** What is to be done first: until then the deed cannot be pressed. */
  lacks?: string | null;
  /** It cannot be taken back by another deed. */
  isGrave?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = usePhrases(consolePhrases);
  const lacksId = useId();
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
        <Button
          type="primary"
          danger={isGrave}
          size="large"
          htmlType="submit"
          loading={isSending}
          disabled={lacks !== null}
          {...(lacks === null ? {} : { 'aria-describedby': lacksId })}
        >
          {deed}
        </Button>
        <Button size="large" onClick={onClose}>
          {t('cancel')}
        </Button>
        {lacks === null ? null : (
          <p id={lacksId} className="soft">
            {lacks}
          </p>
        )}
      </div>
    </form>
  );
}
