import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import { type CaseView, getCase, getCases, ProblemError } from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { partyConsolePhrases } from './console-phrases.ts';

/** Lists do not carry parts, so the newest open ones are opened; more of them would keep the page waiting. */
const opened = 20;
const ended = new Set(['closed', 'withdrawn', 'merged']);

/** Open cases of a compound on which two or more have parts: where the parties must act together. */
export function ConsoleSharedCases({ area }: { area: { code: string; name: string } }) {
  const t = usePhrases(partyConsolePhrases);
  const label = useLabel();
  const shared = useQuery({
    queryKey: ['parties-cases', area.code],
    queryFn: async ({ signal }) => {
      const { cases } = await getCases({ area: area.code, limit: 100 }, signal);
      const open = cases.filter(({ station }) => !ended.has(station)).slice(0, opened);
      const views = await Promise.all(open.map(({ caseId }) => findCase(caseId, signal)));
      return {
        looked: open.length,
        cases: views.flatMap((view) => (view !== null && view.parts.length > 1 ? [view] : [])),
      };
    },
    staleTime: 60_000,
  });
  return (
    <section aria-labelledby="parties-cases">
      <h2 id="parties-cases" className="section-title">
        {t('cases')}
      </h2>
      {shared.isPending ? (
        <LoadingLines lines={2} />
      ) : shared.data === undefined ? (
        <FailedState error={shared.error} onRetry={() => void shared.refetch()} />
      ) : (
        <>
          <p className="soft">{t('casesLead', { name: area.name, n: shared.data.looked })}</p>
          {shared.data.cases.length === 0 ? (
            <p>{t('casesNone')}</p>
          ) : (
            <ul className="shared-cases">
              {shared.data.cases.map((one) => (
                <li key={one.caseId}>
                  <p>
                    <Link href={`/cases/${one.caseId}`}>{one.title}</Link>{' '}
                    <span className="soft figures">{one.number}</span>{' '}
                    <span className="tag">{label(one.stationTitle)}</span>
                  </p>
                  <ul className="shared-parts">
                    {one.parts.map((part) => (
                      <SharedPart key={part.partId} part={part} />
                    ))}
                  </ul>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}

function SharedPart({ part }: { part: CaseView['parts'][number] }) {
  const t = usePhrases(partyConsolePhrases);
  const locale = useLocale();
  const isSigned = part.signedAt !== null;
  return (
    <li>
      {t('part', { org: part.holder.orgName, task: part.task })}{' '}
      <span className={isSigned ? 'tag tag-good' : part.isOver ? 'tag tag-danger' : 'tag'}>
        {isSigned
          ? t('partSigned')
          : part.isOver
            ? t('partLate')
            : t('partOpen', { day: new Date(part.dueAt).toLocaleDateString(locale) })}
      </span>
    </li>
  );
}

/** One that went out of sight since the list was made is left out. */
async function findCase(caseId: string, signal: AbortSignal): Promise<CaseView | null> {
  try {
    return (await getCase(caseId, signal)).case;
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) return null;
    throw error;
  }
}
