import { Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { DeedDialog, DeedForm } from '../../console/look/DeedForm.tsx';
import {
  type EnterEstablishmentPosts,
  type EstablishmentsView,
  enterEstablishmentPosts,
  fieldMessage,
} from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { establishmentPhrases } from './console-phrases.ts';
import { EstablishmentOrgField } from './EstablishmentOrgField.tsx';
import { useEstablishmentCommand } from './establishment-command.ts';

/** Enters posts of the establishment where they are. */
export function ConsoleEnterEstablishment({
  kinds,
  open,
  onClose,
}: {
  kinds: EstablishmentsView['establishments'];
  open: boolean;
  onClose: () => void;
}) {
  const t = usePhrases(establishmentPhrases);
  return (
    <DeedDialog open={open} title={t('enter')} onClose={onClose}>
      <EnterForm kinds={kinds} onClose={onClose} />
    </DeedDialog>
  );
}

function EnterForm({ kinds, onClose }: { kinds: EstablishmentsView['establishments']; onClose: () => void }) {
  const t = usePhrases(establishmentPhrases);
  const label = useLabel();
  const [key, setKey] = useState(kinds[0]?.key ?? '');
  const [org, setOrg] = useState<{ orgId: string; name: string } | null>(null);
  const [count, setCount] = useState(1);
  const [from, setFrom] = useState('');
  const [basis, setBasis] = useState('');
  const [missing, setMissing] = useState<string[]>([]);
  const save = useEstablishmentCommand<Omit<EnterEstablishmentPosts, 'commandId'>>(
    enterEstablishmentPosts,
    t('entered', { n: count }),
    onClose,
  );
  const submit = () => {
    const lacking = [org === null ? '/orgId' : '', basis.trim() === '' ? '/basis' : ''].filter(Boolean);
    setMissing(lacking);
    if (lacking.length > 0 || org === null) return;
    save.mutate({ key, orgId: org.orgId, count, basis: basis.trim(), ...(from === '' ? {} : { from }) });
  };
  const invalid = (at: string, field: string) =>
    missing.includes(at) ? t('required', { field }) : fieldMessage(save.error, at);
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('enter')}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{t('enterLead')}</p>
      <Field title={t('kind')} required invalid={fieldMessage(save.error, '/key')}>
        {(field) => (
          <Select
            {...field}
            value={key}
            options={kinds.map((kind) => ({ value: kind.key, label: label(kind.title) }))}
            onChange={setKey}
          />
        )}
      </Field>
      <EstablishmentOrgField
        title={t('org')}
        value={org}
        invalid={invalid('/orgId', t('org'))}
        onChange={setOrg}
      />
      <Field title={t('count')} required invalid={fieldMessage(save.error, '/count')}>
        {(field) => (
          <InputNumber
            {...field}
            min={1}
            max={200}
            precision={0}
            value={count}
            onChange={(value) => setCount(value ?? 1)}
          />
        )}
      </Field>
      <Field title={t('basis')} hint={t('basisHint')} required invalid={invalid('/basis', t('basis'))}>
        {(field) => (
          <Input
            {...field}
            maxLength={300}
            value={basis}
            onChange={(event) => setBasis(event.target.value)}
          />
        )}
      </Field>
      <Field title={t('firstDay')} hint={t('dayHint')} invalid={fieldMessage(save.error, '/from')}>
        {(field) => (
          <Input {...field} type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
        )}
      </Field>
    </DeedForm>
  );
}
