import './hours.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { Page } from '../../resident/shell/Page.tsx';
import {
  endReportIn,
  getMyHours,
  getVolunteerCertificate,
  type MyHours,
  newCommandId,
  ProblemError,
} from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Blank, Bones, Button, buttonClass, ErrorNotice, Notice, Sheet } from '../../ui/kit/index.ts';
import { HoursLedger } from './HoursLedger.tsx';
import { hoursPhrases } from './hours-phrases.ts';
import { ResidentReportIn } from './ResidentReportIn.tsx';
import { residentHoursPhrases } from './resident-phrases.ts';
import { saveCertificate } from './save-certificate.ts';
import { useHoursWords } from './use-hours-words.ts';

/** My report-in and my two ledgers, each with its own sum, and the certificate for what was given freely. */
export function ResidentHours() {
  const t = usePhrases(residentHoursPhrases);
  const hours = useQuery({ queryKey: ['my-hours'], queryFn: ({ signal }) => getMyHours(signal) });
  const { data, error } = hours;
  return (
    <Page title={t('title')} back="/me">
      {data === undefined ? (
        error instanceof ProblemError && error.code === 'sign-in-required' ? (
          <Blank
            icon="person"
            title={t('signInForThis')}
            action={
              <Link to="/sign-in?to=/me/hours" className={buttonClass({ primary: true })}>
                {t('signIn')}
              </Link>
            }
          />
        ) : error ? (
          <ErrorNotice error={error} onRetry={() => void hours.refetch()} />
        ) : (
          <Bones lines={5} />
        )
      ) : (
        <div className="stack">
          <MyReportIn of={data.reportIn} declined={data.declined} verbs={data.verbs} />
          <Ledger which="duty" ledger={data.duty} />
          <Ledger which="volunteer" ledger={data.volunteer} />
          {data.volunteer.minutes > 0 && <Certificate />}
        </div>
      )}
    </Page>
  );
}

function MyReportIn({
  of,
  declined,
  verbs,
}: { of: MyHours['reportIn'] } & Pick<MyHours, 'declined' | 'verbs'>) {
  const t = usePhrases(residentHoursPhrases);
  const client = useQueryClient();
  const [asked, setAsked] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [ended, setEnded] = useState(false);
  return (
    <section className="card stack beside-certificate">
      <div role="status">{ended && <Notice kind="good" title={t('ended')} />}</div>
      {of === null ? (
        <>
          <h2>{t('notReportedIn')}</h2>
          {declined === null ? null : (
            <Notice kind="mistake" title={t('declined', { community: declined.community.name })}>
              {t('declinedWhy', { reason: declined.declined ?? '' })}
            </Notice>
          )}
          {verbs.includes('report-in') ? <ResidentReportIn /> : <p className="muted">{t('notHere')}</p>}
        </>
      ) : (
        <>
          <h2>{t(of.isConfirmed ? 'reportedIn' : 'reportInWaits', { community: of.community.name })}</h2>
          <p className="muted">{t('reportedInText', { day: of.reportedFrom, employer: of.employer.name })}</p>
          {of.isConfirmed ? null : <p>{t('reportInWaitsText')}</p>}
          {of.verbs.includes('end') ? (
            <Button wide onClick={() => setAsked(newCommandId())}>
              {t('end')}
            </Button>
          ) : null}
        </>
      )}
      {of !== null && asked !== null && (
        <Sheet title={t('end')} onClose={() => setAsked(null)}>
          <p>{t('endSure')}</p>
          {error !== null && <ErrorNotice error={error} />}
          <Button
            primary
            wide
            busy={busy}
            onClick={async () => {
              setBusy(true);
              try {
                await endReportIn(of.reportInId, { commandId: asked });
                setAsked(null);
                setEnded(true);
                await client.invalidateQueries({ queryKey: ['my-hours'] });
              } catch (failure) {
                setError(failure);
              }
              setBusy(false);
            }}
          >
            {t('end')}
          </Button>
          <Button wide onClick={() => setAsked(null)}>
            {t('cancel')}
          </Button>
        </Sheet>
      )}
    </section>
  );
}

function Ledger({ which, ledger }: { which: 'duty' | 'volunteer'; ledger: MyHours['duty'] }) {
  const t = usePhrases(hoursPhrases);
  const words = useHoursWords();
  const isDuty = which === 'duty';
  return (
    <section className="card stack beside-certificate" data-ledger={which}>
      <h2>{t(isDuty ? 'duty' : 'volunteer')}</h2>
      <p className="muted">{t(isDuty ? 'dutyText' : 'volunteerText')}</p>
      {ledger.entries.length === 0 ? (
        <p>{t(isDuty ? 'dutyNone' : 'volunteerNone')}</p>
      ) : (
        <>
          <p>{t('sum', { hours: words(ledger.minutes) })}</p>
          <HoursLedger entries={ledger.entries} />
        </>
      )}
    </section>
  );
}

/** Regulations on volunteer service, art. 19: true and free. Made when it is asked for, from what stands in the ledger. */
function Certificate() {
  const t = usePhrases(residentHoursPhrases);
  const label = useLabel();
  const words = useHoursWords();
  const [open, setOpen] = useState(false);
  const certificate = useQuery({
    queryKey: ['my-hours', 'certificate'],
    queryFn: ({ signal }) => getVolunteerCertificate(signal),
    enabled: open,
  });
  if (!open) {
    return (
      <Button primary wide onClick={() => setOpen(true)}>
        {t('certificate')}
      </Button>
    );
  }
  const { data, error } = certificate;
  if (data === undefined)
    return error ? <ErrorNotice error={error} onRetry={() => void certificate.refetch()} /> : <Bones />;
  const columns = [t('columnDay'), t('columnMinutes'), t('columnDeed'), t('columnOrg')];
  return (
    <>
      <section className="certificate">
        <h2>{t('certificateTitle')}</h2>
        <p>{t('certificateText', { name: data.name, city: label(data.city), hours: words(data.minutes) })}</p>
        <HoursLedger entries={data.entries} />
        <p className="muted">{t('issued', { day: data.issuedOn })}</p>
      </section>
      <div className="stack certificate-deeds">
        <Button primary wide onClick={() => window.print()}>
          {t('print')}
        </Button>
        <Button
          wide
          onClick={() => saveCertificate(data, columns, `${t('certificateTitle')} ${data.issuedOn}.csv`)}
        >
          {t('save')}
        </Button>
      </div>
    </>
  );
}
