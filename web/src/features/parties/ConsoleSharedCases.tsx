import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link } from 'wouter';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import { type CaseView, getCase, getCases, ProblemError } from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { dateWords } from '../../ui/time/words.ts';
import { partyConsolePhrases } from './console-phrases.ts';

/** Lists do not carry parts: each case of a page is opened. */
const perPage = 20;

/** Open cases of a compound on which two or more have parts: where the parties must act together. */
export function ConsoleSharedCases({ area }: { area: { code: string; name: string } }) {
  const t = usePhrases(partyConsolePhrases);
  const label = useLabel();
  const shared = useInfiniteQuery({
    queryKey: ['parties-cases', area.code],
    queryFn: async ({ signal, pageParam }) => {
      const { cases, nextCursor } = await getCases(
        {
          area: area.code,
          shared: true,
          limit: perPage,
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
        signal,
      );
      const views = await Promise.all(cases.map(({ caseId }) => findCase(caseId, signal)));
      return { cases: views.filter((view) => view !== null), nextCursor };
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 60_000,
  });
  const cases = shared.data?.pages.flatMap((page) => page.cases) ?? [];
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
          <p className="soft">{t('casesLead', { name: area.name })}</p>
          {cases.length === 0 && !shared.hasNextPage ? (
            <p>{t('casesNone')}</p>
          ) : (
            <ul className="shared-cases">
              {cases.map((one) => (
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
          {shared.hasNextPage ? (
            <p className="shared-more">
              <Button loading={shared.isFetchingNextPage} onClick={() => void shared.fetchNextPage()}>
                {t('casesMore')}
              </Button>
            </p>
          ) : null}
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
            : t('partOpen', { day: dateWords(part.dueAt, { locale, now: Date.now() }) })}
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
