import { Input, Select } from 'antd';
import { useState } from 'react';
import { DeedDialog, DeedForm } from '../../console/look/DeedForm.tsx';
import { enterDutyHours, fieldMessage, type ReportInsPage } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { reportInConsolePhrases } from './console-phrases.ts';
import { useReportInCommand } from './report-in-command.ts';

type Row = ReportInsPage['reportIns'][number];
type Services = ReportInsPage['services'];

/** Hours of duty, entered in the duty ledger by the community. */
export function ConsoleDutyHours({
  row,
  services,
  onClose,
}: {
  row: Row | null;
  services: Services;
  onClose: () => void;
}) {
  const t = usePhrases(reportInConsolePhrases);
  return (
    <DeedDialog
      open={row !== null}
      title={row === null ? '' : t('dutyHoursOf', { name: row.name })}
      onClose={onClose}
    >
      {row === null ? null : <HoursForm row={row} services={services} onClose={onClose} />}
    </DeedDialog>
  );
}

function HoursForm({ row, services, onClose }: { row: Row; services: Services; onClose: () => void }) {
  const t = usePhrases(reportInConsolePhrases);
  // Swedish writes days as the wire does.
  const [doneOn, setDoneOn] = useState(new Date().toLocaleDateString('sv-SE'));
  const [minutes, setMinutes] = useState('');
  const label = useLabel();
  const [service, setService] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const save = useReportInCommand<{
    doneOn: string;
    minutes: number;
    service: string;
    note: string | null;
  }>((body) => enterDutyHours(row.reportInId, body), t('entered'), onClose);
  const isTime = /^\d+$/.test(minutes) && Number(minutes) >= 1 && Number(minutes) <= 1440;
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('dutyHours')}
      onSubmit={() => {
        setTried(true);
        if (!isTime || service === null || doneOn === '') return;
        save.mutate({
          doneOn,
          minutes: Number(minutes),
          service,
          note: note.trim() === '' ? null : note.trim(),
        });
      }}
      onClose={onClose}
    >
      <p>{t('dutyLead')}</p>
      <Field title={t('day')} required invalid={fieldMessage(save.error, '/doneOn')}>
        {(field) => (
          <Input {...field} type="date" value={doneOn} onChange={(event) => setDoneOn(event.target.value)} />
        )}
      </Field>
      <Field title={t('minutes')} required invalid={tried && !isTime ? t('minutesBad') : undefined}>
        {(field) => (
          <Input
            {...field}
            inputMode="numeric"
            value={minutes}
            onChange={(event) => setMinutes(event.target.value)}
          />
        )}
      </Field>
      <Field
        title={t('service')}
        required
        invalid={tried && service === null ? t('needed') : fieldMessage(save.error, '/service')}
      >
        {({ id }) => (
          <Select
            id={id}
            value={service}
            options={services.map(({ key, title }) => ({ value: key, label: label(title) }))}
            onChange={(key: string | null) => setService(key)}
          />
        )}
      </Field>
      <Field title={t('note')}>
        {(field) => (
          <Input {...field} maxLength={300} value={note} onChange={(event) => setNote(event.target.value)} />
        )}
      </Field>
    </DeedForm>
  );
}
