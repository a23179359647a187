import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useCommandId } from '../../console/command-id.ts';
import { useKeys } from '../../console/keys/keyboard.ts';
import { FailedState, LoadingLines, problemWords } from '../../console/look/states.tsx';
import { consolePhrases } from '../../console/phrases.ts';
import {
  fieldMessage,
  getReportInHours,
  type ReportInHours,
  type ReportInsPage,
  strikeHours,
} from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { reportInConsolePhrases } from './console-phrases.ts';
import { hoursPhrases } from './hours-phrases.ts';
import { useHoursWords } from './use-hours-words.ts';

type Row = ReportInsPage['reportIns'][number];
type Entry = ReportInHours['duty'][number];

/** What the community entered of one person: two ledgers one below the other, and a wrong entry is struck with its reason. */
export function ConsoleReportInHours({ row, onClose }: { row: Row | null; onClose: () => void }) {
  const t = usePhrases(reportInConsolePhrases);
  useKeys('report-in-hours', [], { closed: true, on: row !== null });
  return (
    <Modal
      open={row !== null}
      title={row === null ? '' : t('seeHoursOf', { name: row.name })}
      footer={null}
      width={720}
      onCancel={onClose}
      destroyOnHidden
    >
      {row === null ? null : <Ledgers reportInId={row.reportInId} />}
    </Modal>
  );
}

function Ledgers({ reportInId }: { reportInId: string }) {
  const words = usePhrases(hoursPhrases);
  const found = useQuery({
    queryKey: ['report-in-hours', reportInId],
    queryFn: ({ signal }) => getReportInHours(reportInId, signal),
  });
  if (found.isPending) return <LoadingLines lines={4} />;
  if (found.data === undefined)
    return <FailedState error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <div className="entered">
      {(['duty', 'volunteer'] as const).map((ledger) => (
        <section key={ledger} aria-labelledby={`entered-${ledger}`}>
          <h3 id={`entered-${ledger}`}>{words(ledger)}</h3>
          {found.data[ledger].length === 0 ? (
            <p className="soft">{words(ledger === 'duty' ? 'dutyNone' : 'volunteerNone')}</p>
          ) : (
            <ul className="entered-list">
              {found.data[ledger].toReversed().map((entry) => (
                <EnteredLine key={entry.entryId} {...{ ledger, entry, reportInId }} />
              ))}
            </ul>
          )}
        </section>
      ))}
    </div>
  );
}

function EnteredLine({
  ledger,
  entry,
  reportInId,
}: {
  ledger: 'duty' | 'volunteer';
  entry: Entry;
  reportInId: string;
}) {
  const t = usePhrases(reportInConsolePhrases);
  const words = usePhrases(hoursPhrases);
  const label = useLabel();
  const hours = useHoursWords();
  const [striking, setStriking] = useState(false);
  const what = label(entry.whatTitle);
  return (
    <li data-struck={entry.struck !== null}>
      <div className="entered-one">
        <div>
          <p className="entered-what">{what}</p>
          <p className="soft figures">
            {words('entry', { day: entry.doneOn, hours: hours(entry.minutes), org: entry.orgName })}
          </p>
          {entry.note === null ? null : <p className="soft">{entry.note}</p>}
          {entry.struck === null ? null : (
            <p>
              {words('struck', { reason: entry.struck })}
              <span className="soft figures">
                {' '}
                {[entry.struckBy, entry.struckOn].filter((part) => part !== null).join(' · ')}
              </span>
            </p>
          )}
        </div>
        {entry.verbs.includes('strike') && !striking ? (
          <Button aria-label={t('strikeOf', { what, day: entry.doneOn })} onClick={() => setStriking(true)}>
            {t('strike')}
          </Button>
        ) : null}
      </div>
      {striking ? <StrikeForm {...{ ledger, entry, reportInId }} onClose={() => setStriking(false)} /> : null}
    </li>
  );
}

function StrikeForm({
  ledger,
  entry,
  reportInId,
  onClose,
}: {
  ledger: 'duty' | 'volunteer';
  entry: Entry;
  reportInId: string;
  onClose: () => void;
}) {
  const t = usePhrases(reportInConsolePhrases);
  const frame = usePhrases(consolePhrases);
  const client = useQueryClient();
  const { message } = App.useApp();
  const commandIdFor = useCommandId();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: (body: { reason: string }) =>
      strikeHours(ledger, entry.entryId, { ...body, commandId: commandIdFor(body) }),
    onSuccess: () => {
      message.success(t('struckNow'));
      void client.invalidateQueries({ queryKey: ['report-in-hours', reportInId] });
      onClose();
    },
  });
  const refusal = save.error === null ? null : problemWords(save.error, t('noAnswer'));
  const isReason = reason.trim().length >= 2;
  return (
    <form
      className="verb-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isReason) save.mutate({ reason: reason.trim() });
      }}
    >
      {refusal === null ? null : (
        <Alert type="error" role="alert" title={refusal.title} description={refusal.detail} />
      )}
      <Field
        title={t('strikeWhy')}
        hint={t('strikeLead')}
        required
        invalid={tried && !isReason ? t('deedBad') : fieldMessage(save.error, '/reason')}
      >
        {(field) => (
          <Input
            {...field}
            autoFocus
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <p className="report-in-deeds">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('strike')}
        </Button>
        <Button onClick={onClose}>{frame('cancel')}</Button>
      </p>
    </form>
  );
}
