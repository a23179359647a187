import { RowsWhenNear } from '../../console/look/RowsWhenNear.tsx';
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

/** Each home that changes hands. */
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
          <RowsWhenNear
            key={from}
            queryKey={['plan-changes', planId, from]}
            read={async (signal) =>
              (await getPlanChanges(planId, { from, limit: blockRows }, signal)).changes
            }
            line={(change) => <ChangeLine key={change.homeCode} change={change} />}
            rows={Math.min(blockRows, total - from)}
            lineHeightPx={lineHeightPx}
            columns={4}
            isFirst={from === 0}
            roomClassName="plan-changes-room"
            failed={`${t('blockFailed')} · ${t('retry')}`}
          />
        ))}
      </table>
    </section>
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
