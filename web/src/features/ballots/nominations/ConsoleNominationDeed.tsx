import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Input } from 'antd';
import { useState } from 'react';
import { useCommandId } from '../../../console/command-id.ts';
import { DeedDialog, DeedForm } from '../../../console/look/DeedForm.tsx';
import { doNomination, type NominationView } from '../../../ui/api/index.ts';
import { usePhrases } from '../../../ui/i18n/index.ts';
import { Field } from '../../cases/ConsoleField.tsx';
import { nominationPhrases } from './nomination-phrases.ts';

export interface Deed {
  verb: NominationView['verbs'][number];
  nomination: NominationView;
}

export const ofWords = {
  accept: 'of-accept',
  reject: 'of-reject',
  withdraw: 'of-withdraw',
} as const satisfies Record<Deed['verb'], keyof typeof nominationPhrases>;
export const verbWords = {
  accept: 'accept',
  reject: 'reject',
  withdraw: 'withdraw',
} as const satisfies Record<Deed['verb'], keyof typeof nominationPhrases>;
const leadWords = {
  accept: 'lead-accept',
  reject: 'lead-reject',
  withdraw: 'lead-withdraw',
} as const satisfies Record<Deed['verb'], keyof typeof nominationPhrases>;

/** Vetting, and a candidate who does not want to stand: each with its ground. */
export function ConsoleNominationDeed({
  ballotId,
  deed,
  onClose,
}: {
  ballotId: string;
  deed: Deed | null;
  onClose: () => void;
}) {
  const t = usePhrases(nominationPhrases);
  return (
    <DeedDialog
      open={deed !== null}
      title={deed === null ? '' : t(ofWords[deed.verb], { name: deed.nomination.name })}
      onClose={onClose}
    >
      {deed === null ? null : <DeedFields ballotId={ballotId} deed={deed} onClose={onClose} />}
    </DeedDialog>
  );
}

function DeedFields({ ballotId, deed, onClose }: { ballotId: string; deed: Deed; onClose: () => void }) {
  const t = usePhrases(nominationPhrases);
  const client = useQueryClient();
  const { message } = App.useApp();
  const commandIdFor = useCommandId();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const { verb, nomination } = deed;
  const isNeeded = verb !== 'accept';
  const save = useMutation({
    mutationFn: (body: { reason?: string }) =>
      doNomination(ballotId, nomination.nominationId, verb, { ...body, commandId: commandIdFor(body) }),
    onSuccess: (list) => {
      client.setQueryData(['ballot', ballotId, 'nominations'], list);
      void client.invalidateQueries({ queryKey: ['ballot', ballotId] });
      message.success(t('done'));
      onClose();
    },
  });
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t(verbWords[verb])}
      onSubmit={() => {
        setTried(true);
        if (isNeeded && reason.trim() === '') return;
        save.mutate(reason.trim() === '' ? {} : { reason: reason.trim() });
      }}
      onClose={onClose}
    >
      <p>{t(leadWords[verb])}</p>
      <Field
        title={t('ground')}
        required={isNeeded}
        invalid={tried && isNeeded && reason.trim() === '' ? t('needed') : undefined}
      >
        {(field) => (
          <Input.TextArea
            {...field}
            rows={3}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </DeedForm>
  );
}
