import { Input, Select } from 'antd';
import { useState } from 'react';
import { DeedForm } from '../../console/look/DeedForm.tsx';
import {
  fieldMessage,
  type PowerRegister,
  type PowerView,
  type ReclaimPower,
  reclaimPower,
} from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { powerConsolePhrases } from './console-phrases.ts';
import { todayHere, usePowerCommand } from './power-command.ts';

/** Takes an item back from a day on. */
export function ConsoleReclaimPower({
  power,
  orgKinds,
  onClose,
}: {
  power: PowerView;
  orgKinds: PowerRegister['choices']['orgKinds'];
  onClose: () => void;
}) {
  const t = usePhrases(powerConsolePhrases);
  const label = useLabel();
  const [from, setFrom] = useState(todayHere());
  const [lead, setLead] = useState<string | null>(power.lead?.key ?? null);
  const [basis, setBasis] = useState('');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState<string[]>([]);
  const save = usePowerCommand<Omit<ReclaimPower, 'commandId'>>(
    (body) => reclaimPower(power.powerId, body),
    t('reclaimed'),
    onClose,
  );
  const submit = () => {
    const lacking = [
      lead === null ? '/lead' : '',
      basis.trim() === '' ? '/basis' : '',
      reason.trim() === '' ? '/reason' : '',
    ].filter(Boolean);
    setMissing(lacking);
    if (lacking.length > 0 || lead === null) return;
    save.mutate({ lead, basis: basis.trim(), reason: reason.trim(), ...(from === '' ? {} : { from }) });
  };
  const invalid = (at: string, field: string) =>
    missing.includes(at) ? t('required', { field }) : fieldMessage(save.error, at);
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('reclaim')}
      isGrave
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{t('reclaimLead')}</p>
      <Field title={t('from')} hint={t('validFromHint')} invalid={fieldMessage(save.error, '/from')}>
        {(field) => (
          <Input
            {...field}
            type="date"
            min={todayHere()}
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
        )}
      </Field>
      <Field title={t('takenBy')} required invalid={invalid('/lead', t('takenBy'))}>
        {(field) => (
          <Select
            {...field}
            value={lead}
            options={orgKinds.map(({ key, title }) => ({ value: key, label: label(title) }))}
            onChange={setLead}
          />
        )}
      </Field>
      <Field
        title={t('reclaimBasis')}
        hint={t('basisHint')}
        required
        invalid={invalid('/basis', t('reclaimBasis'))}
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
      <Field title={t('reason')} required invalid={invalid('/reason', t('reason'))}>
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
