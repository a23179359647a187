import { Input } from 'antd';
import { useState } from 'react';
import { DeedForm } from '../../console/look/DeedForm.tsx';
import {
  type EndEstablishmentPost,
  type EstablishmentPostView,
  endEstablishmentPost,
  fieldMessage,
} from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { establishmentPhrases } from './console-phrases.ts';
import { useEstablishmentCommand } from './establishment-command.ts';

/** Ends a vacant post of the establishment. */
export function ConsoleEndEstablishment({
  post,
  onClose,
}: {
  post: EstablishmentPostView;
  onClose: () => void;
}) {
  const t = usePhrases(establishmentPhrases);
  const [lastDay, setLastDay] = useState('');
  const [basis, setBasis] = useState('');
  const [isMissing, setMissing] = useState(false);
  const save = useEstablishmentCommand<Omit<EndEstablishmentPost, 'commandId'>>(
    (body) => endEstablishmentPost(post.establishmentPostId, body),
    t('ended'),
    onClose,
  );
  const submit = () => {
    setMissing(basis.trim() === '');
    if (basis.trim() === '') return;
    save.mutate({ basis: basis.trim(), ...(lastDay === '' ? {} : { lastDay }) });
  };
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('end')}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{t('endLead')}</p>
      <Field
        title={t('basis')}
        hint={t('basisHint')}
        required
        invalid={isMissing ? t('required', { field: t('basis') }) : fieldMessage(save.error, '/basis')}
      >
        {(field) => (
          <Input
            {...field}
            maxLength={300}
            value={basis}
            onChange={(event) => setBasis(event.target.value)}
          />
        )}
      </Field>
      <Field title={t('lastDay')} hint={t('lastDayHint')} invalid={fieldMessage(save.error, '/lastDay')}>
        {(field) => (
          <Input
            {...field}
            type="date"
            value={lastDay}
            onChange={(event) => setLastDay(event.target.value)}
          />
        )}
      </Field>
    </DeedForm>
  );
}
