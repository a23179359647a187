import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { getPlanChanges, type PlanChange } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { planPhrases } from './plan-phrases.ts';

const blockRows = 100;
const lineHeightPx = 42;
const reasonWords = {
  'home-new': 'reasonHomeNew',
  'home-gone': 'reasonHomeGone',
  'member-gone': 'reasonMemberGone',
  'member-over-most': 'reasonMemberOverMost',
  'grid-changed': 'reasonGridChanged',
  'member-under-least': 'reasonMemberUnderLeast',
  'shorter-walk': 'reasonShorterWalk',
} as const satisfies Record<PlanChange['reason'], keyof typeof planPhrases>;

/** Each home that changes hands. Blocks of a hundred are fetched and drawn when they come near the window. */
export function PlanChangesTable({ planId, total }: { planId: string; total: number }) {
  const t = usePhrases(planPhrases);
  const blocks = Math.ceil(total / blockRows);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="plan-changes-frame" tabIndex={0} aria-label={t('changes', { n: total })}>
      <table className="plan-table plan-changes">
        <thead>
          <tr>
            <th scope="col" className="plan-cell">
              {t('home')}
            </th>
            <th scope="col" className="plan-cell">
              {t('from')}
            </th>
            <th scope="col" className="plan-cell">
              {t('to')}
            </th>
            <th scope="col" className="plan-cell">
              {t('reason')}
            </th>
          </tr>
        </thead>
        {Array.from({ length: blocks }, (_, index) => index * blockRows).map((from) => (
          <Block key={from} planId={planId} from={from} rows={Math.min(blockRows, total - from)} />
        ))}
      </table>
    </section>
  );
}

function Block({ planId, from, rows }: { planId: string; from: number; rows: number }) {
  const t = usePhrases(planPhrases);
  const body = useRef<HTMLTableSectionElement>(null);
  const [isNear, setNear] = useState(from === 0);
  const [height, setHeight] = useState(rows * lineHeightPx);
  useEffect(() => {
    const element = body.current;
    if (element === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry === undefined) return;
        // Remembered before it is emptied, so that nothing jumps.
        if (!entry.isIntersecting && entry.boundingClientRect.height > lineHeightPx) {
          setHeight(entry.boundingClientRect.height);
        }
        setNear(entry.isIntersecting);
      },
      { rootMargin: '1200px 0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const changes = useQuery({
    queryKey: ['plan-changes', planId, from],
    queryFn: ({ signal }) => getPlanChanges(planId, { from, limit: blockRows }, signal),
    enabled: isNear,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <tbody ref={body}>
      {isNear && changes.data !== undefined ? (
        changes.data.changes.map((change) => <ChangeLine key={change.homeCode} change={change} />)
      ) : (
        <tr className="plan-changes-room">
          <td colSpan={4} style={{ height }}>
            {changes.isError ? (
              <Button size="small" onClick={() => void changes.refetch()}>
                {t('blockFailed')} · {t('retry')}
              </Button>
            ) : null}
          </td>
        </tr>
      )}
    </tbody>
  );
}

function ChangeLine({ change: { home, from, to, reason } }: { change: PlanChange }) {
  const t = usePhrases(planPhrases);
  return (
    <tr className="plan-change">
      <th scope="row" className="plan-cell">
        {home}
      </th>
      <td className="plan-cell">{from ?? t('nobody')}</td>
      <td className="plan-cell">
        <span aria-hidden="true">→ </span>
        {to ?? t('gone')}
      </td>
      <td className="plan-cell soft plan-reason">{t(reasonWords[reason])}</td>
    </tr>
  );
}
