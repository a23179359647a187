import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Input } from 'antd';
import { useState } from 'react';
import { useCommandId } from '../../../console/command-id.ts';
import { DeedDialog, DeedForm } from '../../../console/look/DeedForm.tsx';
import { voidPaper } from '../../../ui/api/index.ts';
import { usePhrases } from '../../../ui/i18n/index.ts';
import { Field } from '../../cases/ConsoleField.tsx';
import { deskPhrases } from './desk-phrases.ts';
import { type DeskPaper, lookAtDesk } from './desk-queries.ts';
import { useEntryTitle } from './paper-words.ts';

/** Both readings of a paper are void, with the reason; two persons read it anew. */
export function ConsoleVoidPaper({
  ballotId,
  paper,
  onClose,
}: {
  ballotId: string;
  paper: DeskPaper | null;
  onClose: () => void;
}) {
  const t = usePhrases(deskPhrases);
  const titleOf = useEntryTitle();
  return (
    <DeedDialog
      open={paper !== null}
      title={paper === null ? '' : t('voidOf', { title: titleOf(paper) })}
      onClose={onClose}
    >
      {paper === null ? null : <VoidForm ballotId={ballotId} paperRef={paper.ref} onClose={onClose} />}
    </DeedDialog>
  );
}

function VoidForm({
  ballotId,
  paperRef,
  onClose,
}: {
  ballotId: string;
  paperRef: string;
  onClose: () => void;
}) {
  const t = usePhrases(deskPhrases);
  const client = useQueryClient();
  const { message } = App.useApp();
  const commandIdFor = useCommandId();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: (body: { ref: string; reason: string }) =>
      voidPaper(ballotId, { ...body, commandId: commandIdFor(body) }),
    onSuccess: () => {
      message.success(t('voided'));
      lookAtDesk(client, ballotId);
      onClose();
    },
  });
  const isFine = reason.trim().length >= 2;
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('voidPaper')}
      onSubmit={() => {
        setTried(true);
        if (isFine) save.mutate({ ref: paperRef, reason: reason.trim() });
      }}
      onClose={onClose}
    >
      <p>{t('voidLead')}</p>
      <Field title={t('reason')} required invalid={tried && !isFine ? t('needed') : undefined}>
        {(field) => (
          <Input
            {...field}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </DeedForm>
  );
}
