import { Input } from 'antd';
import { useState } from 'react';
import { DeedDialog, DeedForm } from '../../console/look/DeedForm.tsx';
import { endReportIn, fieldMessage, type ReportInsPage } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { reportInConsolePhrases } from './console-phrases.ts';
import { useReportInCommand } from './report-in-command.ts';

type Row = ReportInsPage['reportIns'][number];

/** Ends a report-in, today or on another last day. */
export function ConsoleEndReportIn({ row, onClose }: { row: Row | null; onClose: () => void }) {
  const t = usePhrases(reportInConsolePhrases);
  return (
    <DeedDialog
      open={row !== null}
      title={row === null ? '' : t('endOf', { name: row.name })}
      onClose={onClose}
    >
      {row === null ? null : <EndForm row={row} onClose={onClose} />}
    </DeedDialog>
  );
}

function EndForm({ row, onClose }: { row: Row; onClose: () => void }) {
  const t = usePhrases(reportInConsolePhrases);
  const [lastDay, setLastDay] = useState('');
  const save = useReportInCommand<{ reportedTo?: string }>(
    (body) => endReportIn(row.reportInId, body),
    t('ended'),
    onClose,
  );
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('end')}
      onSubmit={() => save.mutate(lastDay === '' ? {} : { reportedTo: lastDay })}
      onClose={onClose}
    >
      <p>{t('endLead')}</p>
      <Field title={t('lastDay')} hint={t('fromHint')} invalid={fieldMessage(save.error, '/reportedTo')}>
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
