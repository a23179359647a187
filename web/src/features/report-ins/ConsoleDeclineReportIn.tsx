import { Input } from 'antd';
import { useState } from 'react';
import { DeedDialog, DeedForm } from '../../console/look/DeedForm.tsx';
import { declineReportIn, fieldMessage, type ReportInsPage } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { reportInConsolePhrases } from './console-phrases.ts';
import { useReportInCommand } from './report-in-command.ts';

type Row = ReportInsPage['reportIns'][number];

/** The community does not confirm it; the person reads the reason. */
export function ConsoleDeclineReportIn({ row, onClose }: { row: Row | null; onClose: () => void }) {
  const t = usePhrases(reportInConsolePhrases);
  return (
    <DeedDialog
      open={row !== null}
      title={row === null ? '' : t('declineOf', { name: row.name })}
      onClose={onClose}
    >
      {row === null ? null : <DeclineForm row={row} onClose={onClose} />}
    </DeedDialog>
  );
}

function DeclineForm({ row, onClose }: { row: Row; onClose: () => void }) {
  const t = usePhrases(reportInConsolePhrases);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const save = useReportInCommand<{ reason: string }>(
    (body) => declineReportIn(row.reportInId, body),
    t('declined'),
    onClose,
  );
  const isReason = reason.trim().length >= 2;
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('decline')}
      onSubmit={() => {
        setTried(true);
        if (isReason) save.mutate({ reason: reason.trim() });
      }}
      onClose={onClose}
    >
      <p>{t('declineLead')}</p>
      <Field
        title={t('reason')}
        required
        invalid={tried && !isReason ? t('deedBad') : fieldMessage(save.error, '/reason')}
      >
        {(field) => (
          <Input
            {...field}
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </DeedForm>
  );
}
