import { PrinterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useId, useState } from 'react';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { getFeedback } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { reportInConsolePhrases } from './console-phrases.ts';
import { useHoursWords } from './use-hours-words.ts';
import { useMyOrgs } from './use-my-orgs.ts';

/** What those sent by one’s own employer did: in the order of names as the server gives it, nothing to sort by. */
export function ConsoleFeedback() {
  const t = usePhrases(reportInConsolePhrases);
  const label = useLabel();
  const words = useHoursWords();
  const mine = useMyOrgs();
  const [org, setOrg] = useState(mine[0]?.orgId ?? '');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const fromId = useId();
  const toId = useId();
  const feedback = useQuery({
    queryKey: ['report-ins', 'feedback', org, from, to],
    queryFn: ({ signal }) =>
      getFeedback({ employer: org, ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) }, signal),
    enabled: org !== '',
    placeholderData: (before) => before,
  });
  const { data } = feedback;
  return (
    <>
      <search className="filters" aria-label={t('employer')}>
        <Select
          className="report-in-org"
          aria-label={t('org')}
          value={org}
          options={mine.map(({ orgId, name }) => ({ value: orgId, label: name }))}
          onChange={setOrg}
        />
        <span className="report-in-day">
          <label htmlFor={fromId}>{t('from')}</label>
          <Input
            id={fromId}
            type="date"
            value={from === '' ? (data?.from ?? '') : from}
            onChange={(event) => setFrom(event.target.value)}
          />
        </span>
        <span className="report-in-day">
          <label htmlFor={toId}>{t('until')}</label>
          <Input
            id={toId}
            type="date"
            value={to === '' ? (data?.to ?? '') : to}
            onChange={(event) => setTo(event.target.value)}
          />
        </span>
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
          {t('print')}
        </Button>
      </search>
      {feedback.isPending ? (
        <LoadingLines lines={3} />
      ) : data === undefined ? (
        <FailedState error={feedback.error} onRetry={() => void feedback.refetch()} />
      ) : data.people.length === 0 ? (
        <EmptyState title={t('feedbackNone')} detail={t('feedbackNoneDetail')} />
      ) : (
        <>
          <p>{t('feedbackLead', { name: data.employer.name, from: data.from, to: data.to })}</p>
          {data.services.length === 0 ? null : (
            <section aria-labelledby="feedback-services">
              <h2 id="feedback-services" className="section-title">
                {t('services')}
              </h2>
              <ul className="report-ins">
                {data.services.map((one) => (
                  <li key={one.service} className="report-in">
                    <span className="report-in-main">{label(one.title)}</span>
                    <span className="figures">{words(one.minutes)}</span>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section aria-labelledby="feedback-people">
            <h2 id="feedback-people" className="section-title">
              {t('people')}
            </h2>
            <ul className="report-ins">
              {data.people.map((one) => (
                <li key={`${one.personId} ${one.reportedFrom}`} className="report-in">
                  <div className="report-in-main">
                    <p>
                      <strong>{one.name}</strong>
                    </p>
                    <p className="soft">
                      {t('person', { community: one.communityName, day: one.reportedFrom })}
                    </p>
                  </div>
                  <span className="figures">
                    {t('personDone', { n: one.days, hours: words(one.minutes) })}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
    </>
  );
}
