import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input } from 'antd';
import { useState } from 'react';
import { useCommandId } from '../../console/command-id.ts';
import { FailedState, LoadingLines, problemWords } from '../../console/look/states.tsx';
import { fieldMessage, getMyHours, reportIn } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { ConsoleOrgPicker, type PickedOrg } from './ConsoleOrgPicker.tsx';
import { reportInConsolePhrases } from './console-phrases.ts';
import { useMyOrgs } from './use-my-orgs.ts';

/** One reports in for oneself; nobody is reported in by others. */
export function ConsoleMyReportIn() {
  const t = usePhrases(reportInConsolePhrases);
  const hours = useQuery({ queryKey: ['my-hours'], queryFn: ({ signal }) => getMyHours(signal) });
  if (hours.isPending) return <LoadingLines lines={1} />;
  if (hours.data === undefined)
    return <FailedState error={hours.error} onRetry={() => void hours.refetch()} />;
  const now = hours.data.reportIn;
  return (
    <div className="report-in-mine">
      <p>
        {now === null
          ? t('mineNone')
          : t(now.isConfirmed ? 'mineNow' : 'mineWaits', {
              community: now.community.name,
              day: now.reportedFrom,
              employer: now.employer.name,
            })}
      </p>
      <p>
        <a href="/me/hours">{t('myLedgers')}</a>
      </p>
      {hours.data.verbs.includes('report-in') ? <ReportInForm /> : null}
    </div>
  );
}

function ReportInForm() {
  const t = usePhrases(reportInConsolePhrases);
  const client = useQueryClient();
  const { message } = App.useApp();
  const commandIdFor = useCommandId();
  const [community, setCommunity] = useState<PickedOrg | null>(null);
  const [employer, setEmployer] = useState<PickedOrg | null>(null);
  const [from, setFrom] = useState('');
  const [tried, setTried] = useState(false);
  const mine = useMyOrgs();
  const save = useMutation({
    mutationFn: (body: { communityOrgId: string; employerOrgId: string; reportedFrom?: string }) =>
      reportIn({ ...body, commandId: commandIdFor(body) }),
    onSuccess: () => {
      message.success(t('reportedIn'));
      void client.invalidateQueries({ queryKey: ['my-hours'] });
      void client.invalidateQueries({ queryKey: ['report-ins'] });
    },
  });
  const refusal = save.error === null ? null : problemWords(save.error, t('noAnswer'));
  const missing = (org: PickedOrg | null) => (tried && org === null ? t('needed') : undefined);
  return (
    <form
      className="verb-form report-in-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (community === null || employer === null) return;
        save.mutate({
          communityOrgId: community.orgId,
          employerOrgId: employer.orgId,
          ...(from === '' ? {} : { reportedFrom: from }),
        });
      }}
    >
      {refusal === null ? null : (
        <Alert type="error" role="alert" title={refusal.title} description={refusal.detail} />
      )}
      <Field
        title={t('communityOrg')}
        required
        invalid={missing(community) ?? fieldMessage(save.error, '/communityOrgId')}
      >
        {({ id }) => <ConsoleOrgPicker id={id} value={community} near={mine} onChange={setCommunity} />}
      </Field>
      <Field
        title={t('employerOrg')}
        required
        invalid={missing(employer) ?? fieldMessage(save.error, '/employerOrgId')}
      >
        {({ id }) => <ConsoleOrgPicker id={id} value={employer} near={mine} onChange={setEmployer} />}
      </Field>
      <Field title={t('from')} hint={t('fromHint')} invalid={fieldMessage(save.error, '/reportedFrom')}>
        {(field) => (
          <Input {...field} type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
        )}
      </Field>
      <p>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('reportIn')}
        </Button>
      </p>
    </form>
  );
}
