import './formations.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { Link, useSearchParams } from 'wouter';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { useStaffSession } from '../../console/session/session.ts';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { checkFormations, type FormationReply } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { formationConsolePhrases } from './console-phrases.ts';

/** Organisations that break the rules of size, with the reason and what would mend it, in the places one's posts cover. */
export default function ConsoleFormations() {
  const t = usePhrases(formationConsolePhrases);
  const { posts } = useStaffSession();
  const [search, setSearch] = useSearchParams();
  const places = [
    ...new Map(posts.flatMap(({ covers }) => covers.map((one) => [one.areaCode, one.name]))).entries(),
  ];
  const area = places.find(([code]) => code === search.get('area'))?.[0] ?? places[0]?.[0];
  const name = places.find(([code]) => code === area)?.[1] ?? '';
  const found = useInfiniteQuery({
    queryKey: ['orgs-formations', area],
    queryFn: ({ signal, pageParam }) =>
      checkFormations(
        {
          ...(area === undefined ? {} : { area }),
          ...(pageParam === null ? {} : { after: pageParam }),
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  const checks = found.data?.pages.flatMap((page) => page.checks) ?? [];
  return (
    <>
      <PageHead title={t('title')} summary={t('lead')} />
      {places.length > 1 ? (
        <search className="filters" aria-label={t('place')}>
          <Select
            className="filter-area"
            aria-label={t('place')}
            value={area ?? ''}
            options={places.map(([value, label]) => ({ value, label }))}
            onChange={(value: string) => setSearch({ area: value }, { replace: true })}
          />
        </search>
      ) : null}
      {found.isPending ? (
        <LoadingLines lines={4} />
      ) : found.data === undefined ? (
        <FailedState error={found.error} onRetry={() => void found.refetch()} />
      ) : checks.length === 0 && !found.hasNextPage ? (
        <EmptyState title={t('none')} detail={t('noneDetail', { name })} />
      ) : (
        <>
          <ul className="formations">
            {checks.map((check) => (
              <FormationItem key={check.org?.orgId ?? check.kind} check={check} />
            ))}
          </ul>
          {found.hasNextPage ? (
            <p className="formations-more">
              <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                {t('more')}
              </Button>
            </p>
          ) : null}
        </>
      )}
    </>
  );
}

function FormationItem({ check }: { check: FormationReply['checks'][number] }) {
  const t = usePhrases(formationConsolePhrases);
  const label = useLabel();
  const name = check.org?.name ?? '';
  return (
    <li className="formation">
      <div className="formation-head">
        <h2>{name}</h2>
        <span className="tag">{label(check.kindTitle)}</span>
        <span className="soft">
          {check.members === null ? t('membersUnknown') : t('members', { n: check.members })} ·{' '}
          {t('areas', { n: check.areas })}
        </span>
        <Link href={`/orgs?q=${encodeURIComponent(name)}`} aria-label={t('toOrgOf', { name })}>
          {t('toOrg')}
        </Link>
      </div>
      <ul className="formation-rules">
        {check.broken.map((one) => (
          <li key={`${one.rule} ${one.reason.zh}`}>
            <p>{label(one.reason)}</p>
            <p>{t('nextStep', { step: label(one.nextStep) })}</p>
            {one.source === null ? null : (
              <p className="soft" lang="zh-CN">
                {t('source', { source: one.source })}
              </p>
            )}
          </li>
        ))}
      </ul>
    </li>
  );
}
