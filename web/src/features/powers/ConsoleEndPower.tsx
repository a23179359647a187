import { Input } from 'antd';
import { useState } from 'react';
import { DeedForm } from '../../console/look/DeedForm.tsx';
import { type EndPower, endPower, fieldMessage, type PowerView } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { powerConsolePhrases } from './console-phrases.ts';
import { usePowerCommand } from './power-command.ts';

/** Ends an item: now, or after a last day. */
export function ConsoleEndPower({ power, onClose }: { power: PowerView; onClose: () => void }) {
  const t = usePhrases(powerConsolePhrases);
  const [lastDay, setLastDay] = useState('');
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const save = usePowerCommand<Omit<EndPower, 'commandId'>>(
    (body) => endPower(power.powerId, body),
    t('ended'),
    onClose,
  );
  const submit = () => {
    setMissing(reason.trim() === '');
    if (reason.trim() === '') return;
    save.mutate({ reason: reason.trim(), ...(lastDay === '' ? {} : { lastDay }) });
  };
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('end')}
      isGrave
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{t('endLead')}</p>
      <Field title={t('validTo')} hint={t('lastDayHint')} invalid={fieldMessage(save.error, '/lastDay')}>
        {(field) => (
          <Input
            {...field}
            type="date"
            value={lastDay}
            onChange={(event) => setLastDay(event.target.value)}
          />
        )}
      </Field>
      <Field
        title={t('reason')}
        required
        invalid={isMissing ? t('required', { field: t('reason') }) : fieldMessage(save.error, '/reason')}
      >
        {(field) => (
          <Input.TextArea
            {...field}
            maxLength={500}
            autoSize={{ minRows: 2, maxRows: 6 }}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </DeedForm>
  );
}
