import type { PlanBound } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { planPhrases } from './plan-phrases.ts';

/** Every bound of the model, and how grids and duties stand against it. */
export function PlanBounds({ bounds, label }: { bounds: readonly PlanBound[]; label: string }) {
  const t = usePhrases(planPhrases);
  const inWords = useLabel();
  const wanted = ({ min, max }: PlanBound): string =>
    min !== null && max !== null
      ? t('between', { min, max })
      : min !== null
        ? t('atLeast', { min })
        : max === 0
          ? '0'
          : max !== null
            ? t('atMost', { max })
            : t('free');
  const found = ({ least, most }: PlanBound): string =>
    least === null || most === null
      ? '—'
      : least === most
        ? String(least)
        : t('between', { min: least, max: most });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="plan-scroll" tabIndex={0} aria-label={label}>
      <table className="plan-table">
        <thead>
          <tr>
            <th scope="col" className="plan-cell">
              {t('bound')}
            </th>
            <th scope="col" className="plan-cell plan-figure">
              {t('wanted')}
            </th>
            <th scope="col" className="plan-cell plan-figure">
              {t('found')}
            </th>
            <th scope="col" className="plan-cell">
              {t('holds')}
            </th>
          </tr>
        </thead>
        <tbody>
          {bounds.map((one) => (
            <tr key={one.bound}>
              <th scope="row" className="plan-cell">
                {inWords(one.title)}
                {one.source === null ? null : <span className="plan-source">{one.source}</span>}
              </th>
              <td className="plan-cell plan-figure">{wanted(one)}</td>
              <td className="plan-cell plan-figure">{found(one)}</td>
              <td className="plan-cell">
                <span className={one.holds ? 'plan-kept' : 'plan-broken'}>
                  <span aria-hidden="true">{one.holds ? '✓ ' : '✗ '}</span>
                  {t(one.holds ? 'yes' : 'no')}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
