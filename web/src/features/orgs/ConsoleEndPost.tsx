import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useCommandId } from '../../console/command-id.ts';
import { useKeys } from '../../console/keys/keyboard.ts';
import { problemWords } from '../../console/look/states.tsx';
import { consolePhrases } from '../../console/phrases.ts';
import { type EndPost, endPost, fieldMessage, type PostView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { orgConsolePhrases } from './console-phrases.ts';
import { useLookAgain } from './org-command.ts';

/** Ends a post: now, or after a last day. */
export function ConsoleEndPost({ post, onClose }: { post: PostView | null; onClose: () => void }) {
  const t = usePhrases(orgConsolePhrases);
  const label = useLabel();
  useKeys('end-post', [], { closed: true, on: post !== null });
  return (
    <Modal
      open={post !== null}
      title={post === null ? '' : t('endOf', { name: post.name, role: label(post.roleTitle) })}
      footer={null}
      onCancel={onClose}
      destroyOnHidden
    >
      {post === null ? null : <EndForm post={post} onClose={onClose} />}
    </Modal>
  );
}

function EndForm({ post, onClose }: { post: PostView; onClose: () => void }) {
  const t = usePhrases(orgConsolePhrases);
  const frame = usePhrases(consolePhrases);
  const { message } = App.useApp();
  const commandIdFor = useCommandId();
  const lookAgain = useLookAgain();
  const [lastDay, setLastDay] = useState('');
  const save = useMutation({
    mutationFn: (body: EndPost) => endPost(post.postId, body),
    onSuccess: () => {
      message.success(t('ended'));
      lookAgain();
      onClose();
    },
  });
  const refusal = save.error === null ? null : problemWords(save.error, t('noAnswer'));
  return (
    <form
      className="verb-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const body = lastDay === '' ? {} : { heldTo: lastDay };
        save.mutate({ commandId: commandIdFor(body), ...body });
      }}
    >
      {refusal === null ? null : (
        <Alert type="error" role="alert" title={refusal.title} description={refusal.detail} />
      )}
      <p>{t('endLead')}</p>
      <Field title={t('lastDay')} hint={t('endNow')} invalid={fieldMessage(save.error, '/heldTo')}>
        {(field) => (
          <Input
            {...field}
            type="date"
            value={lastDay}
            onChange={(event) => setLastDay(event.target.value)}
          />
        )}
      </Field>
      <div className="verb-form-foot">
        <Button type="primary" danger size="large" htmlType="submit" loading={save.isPending}>
          {t('end')}
        </Button>
        <Button size="large" onClick={onClose}>
          {frame('cancel')}
        </Button>
      </div>
    </form>
  );
}
