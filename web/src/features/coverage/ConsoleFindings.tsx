import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { type FindingKind, getFindings } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { coveragePhrases } from './coverage-phrases.ts';
import { FindingLine } from './FindingLine.tsx';

/** The rows behind one figure, page by page. */
export function ConsoleFindings({
  area,
  kind,
  onClose,
}: {
  area: string;
  kind: FindingKind;
  onClose: () => void;
}) {
  const t = usePhrases(coveragePhrases);
  const found = useInfiniteQuery({
    queryKey: ['coverage', 'findings', area, kind],
    queryFn: ({ pageParam, signal }) =>
      getFindings({ area, kind, ...(pageParam === null ? {} : { after: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const head = useRef<HTMLDivElement>(null);
  // On a phone the figures fill the window: the list they open would stand below it, unseen.
  useEffect(() => head.current?.scrollIntoView({ block: 'nearest' }), []);
  const findings = found.data?.pages.flatMap((page) => page.findings) ?? [];
  return (
    <section className="findings" aria-labelledby="findings-title">
      <div ref={head} className="section-head findings-head">
        <h2 id="findings-title">{t('findings', { kind: t(kind) })}</h2>
        <Button onClick={onClose}>{t('closeList')}</Button>
      </div>
      {found.isPending ? (
        <LoadingLines lines={3} />
      ) : found.data === undefined ? (
        <FailedState error={found.error} onRetry={() => void found.refetch()} />
      ) : findings.length === 0 ? (
        <EmptyState title={t('none')} detail={t('noneDetail')} />
      ) : (
        <>
          <ul className="lines">
            {findings.map((finding, at) => (
              // One office may be missing at several places, one place may lack several offices.
              <FindingLine
                key={`${finding.area?.code} ${finding.org?.orgId} ${finding.role?.key} ${finding.post?.postId ?? at}`}
                finding={finding}
              />
            ))}
          </ul>
          <div className="more">
            {found.hasNextPage ? (
              <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                {t('more')}
              </Button>
            ) : (
              <p className="soft" role="status">
                {t('allShown', { n: findings.length })}
              </p>
            )}
          </div>
        </>
      )}
    </section>
  );
}
