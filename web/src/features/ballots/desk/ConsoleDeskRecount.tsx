import { Alert } from 'antd';
import type { BallotDesk } from '../../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../../ui/i18n/index.ts';
import { deskPhrases } from './desk-phrases.ts';

/** Said before anybody takes a paper: whoever read it before the recount leaves it to two others. */
export function ConsoleDeskRecount({ recount }: { recount: NonNullable<BallotDesk['recount']> }) {
  const t = usePhrases(deskPhrases);
  const label = useLabel();
  const { notMine, isShort, lent } = recount;
  const listed = (roles: typeof lent) => roles.map((role) => label(role)).join(t('either'));
  return (
    <Alert
      className="desk-recount"
      type={isShort ? 'warning' : 'info'}
      title={t('recount')}
      description={
        <>
          <p>{t('recountLead')}</p>
          {notMine.length === 0 ? null : <p>{t('recountNotMine', { n: notMine.length })}</p>}
          {isShort ? (
            <p>
              {lent.length === 0
                ? t('recountShort', { counters: listed(recount.counters) })
                : t('recountLent', { lent: listed(lent), counters: listed(recount.counters) })}
            </p>
          ) : null}
        </>
      }
    />
  );
}
