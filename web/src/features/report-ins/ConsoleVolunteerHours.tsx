import { Input } from 'antd';
import { useState } from 'react';
import { DeedDialog, DeedForm } from '../../console/look/DeedForm.tsx';
import { enterVolunteerHours, fieldMessage, type ReportInsPage } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { reportInConsolePhrases } from './console-phrases.ts';
import { useReportInCommand } from './report-in-command.ts';

type Row = ReportInsPage['reportIns'][number];

/** Hours given freely, entered in their own ledger by the organisation they were given to. */
export function ConsoleVolunteerHours({ row, onClose }: { row: Row | null; onClose: () => void }) {
  const t = usePhrases(reportInConsolePhrases);
  return (
    <DeedDialog
      open={row !== null}
      title={row === null ? '' : t('volunteerOf', { name: row.name })}
      onClose={onClose}
    >
      {row === null ? null : <HoursForm row={row} onClose={onClose} />}
    </DeedDialog>
  );
}

function HoursForm({ row, onClose }: { row: Row; onClose: () => void }) {
  const t = usePhrases(reportInConsolePhrases);
  // Swedish writes days as the wire does.
  const [doneOn, setDoneOn] = useState(new Date().toLocaleDateString('sv-SE'));
  const [minutes, setMinutes] = useState('');
  const [deed, setDeed] = useState('');
  const [tried, setTried] = useState(false);
  const save = useReportInCommand<{
    personId: string;
    orgId: string;
    doneOn: string;
    minutes: number;
    deed: string;
  }>((body) => enterVolunteerHours(body), t('entered'), onClose);
  const isTime = /^\d+$/.test(minutes) && Number(minutes) >= 1 && Number(minutes) <= 1440;
  const isDeed = deed.trim().length >= 2;
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('volunteer')}
      onSubmit={() => {
        setTried(true);
        if (!isTime || !isDeed || doneOn === '') return;
        save.mutate({
          personId: row.personId,
          orgId: row.community.orgId,
          doneOn,
          minutes: Number(minutes),
          deed: deed.trim(),
        });
      }}
      onClose={onClose}
    >
      <p>{t('volunteerLead')}</p>
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
      <Field title={t('deed')} required invalid={tried && !isDeed ? t('deedBad') : undefined}>
        {(field) => (
          <Input {...field} maxLength={200} value={deed} onChange={(event) => setDeed(event.target.value)} />
        )}
      </Field>
    </DeedForm>
  );
}
