import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Page } from '../../resident/shell/Page.tsx';
import { getMyReveals, ProblemError, type Reveal } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Blank, Bones, buttonClass, ErrorNotice, Time } from '../../ui/kit/index.ts';
import { sessionPhrases } from '../session/session-phrases.ts';

/** Every look at my masked data, with who, when and why. */
export function ResidentReveals() {
  const t = usePhrases(sessionPhrases);
  const reveals = useQuery({ queryKey: ['reveals'], queryFn: ({ signal }) => getMyReveals(signal) });
  const { data, error } = reveals;
  return (
    <Page title={t('reveals')} back="/me">
      {data === undefined ? (
        error instanceof ProblemError && error.code === 'sign-in-required' ? (
          <Blank
            icon="person"
            title={t('signInForThis')}
            action={
              <Link to="/sign-in?to=/me/reveals" className={buttonClass({ primary: true })}>
                {t('signIn')}
              </Link>
            }
          />
        ) : error ? (
          <ErrorNotice error={error} onRetry={() => void reveals.refetch()} />
        ) : (
          <Bones lines={4} />
        )
      ) : data.reveals.length === 0 ? (
        <Blank icon="eye" title={t('noReveals')}>
          {t('noRevealsText')}
        </Blank>
      ) : (
        <div className="stack">
          <p className="muted">{t('noRevealsText')}</p>
          <ul className="stack">
            {data.reveals.map((one) => (
              <RevealCard key={one.revealId} one={one} />
            ))}
          </ul>
        </div>
      )}
    </Page>
  );
}

function RevealCard({ one }: { one: Reveal }) {
  const t = usePhrases(sessionPhrases);
  const label = useLabel();
  const fields: Record<string, keyof typeof sessionPhrases> = {
    phone: 'revealField_phone',
    name: 'revealField_name',
    'ballot-roll': 'revealField_roll',
  };
  const field = t(fields[one.field] ?? 'revealField_contact');
  return (
    <li className="card">
      <p>
        <strong>{one.byName}</strong> {t('revealLine', { field })}
      </p>
      <p className="small muted">{[one.byOrgName, label(one.byRoleTitle)].filter(Boolean).join(' · ')}</p>
      <p>{t('revealReason', { reason: one.reason })}</p>
      <p className="small muted case-card-foot">
        <Time at={one.at} />
        {one.caseId && one.caseNumber && (
          <Link to={`/cases/${one.caseId}`}>{t('revealCase', { number: one.caseNumber })}</Link>
        )}
      </p>
    </li>
  );
}
