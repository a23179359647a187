import type { CSSProperties } from 'react';
import type { GridsView } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { gridColour } from './grid-colours.ts';
import { planPhrases } from './plan-phrases.ts';

/** The grids as a list: it says all that the map says. */
export function PlanGrids({ view, label }: { view: GridsView; label: string }) {
  const t = usePhrases(planPhrases);
  if (view.grids.length === 0) return <p className="soft">{t('noGrids')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="plan-scroll" tabIndex={0} aria-label={label}>
      <table className="plan-table plan-grids">
        <thead>
          <tr>
            <th scope="col" className="plan-cell">
              {t('grid')}
            </th>
            <th scope="col" className="plan-cell plan-figure">
              {t('homes')}
            </th>
            <th scope="col" className="plan-cell plan-figure">
              {t('members')}
            </th>
            <th scope="col" className="plan-cell plan-figure">
              {t('homesEach')}
            </th>
            <th scope="col" className="plan-cell plan-buildings">
              {t('buildings')}
            </th>
          </tr>
        </thead>
        <tbody>
          {view.grids.map(
            ({ gridId, number, name, orgId, orgName, homes, members, homesPerMember, buildings }) => (
              <tr key={gridId}>
                <th scope="row" className="plan-cell">
                  <span className="plan-swatch" style={{ '--swatch': gridColour(number) } as CSSProperties}>
                    {number}
                  </span>
                  {name} {orgId === null ? <span className="tag tag-amber">{t('newGrid')}</span> : null}
                  <span className="plan-source">{orgName}</span>
                </th>
                <td className="plan-cell plan-figure">{homes}</td>
                <td className="plan-cell plan-figure">{members}</td>
                <td className="plan-cell plan-figure">
                  {homesPerMember === null
                    ? '—'
                    : homesPerMember.least === homesPerMember.most
                      ? homesPerMember.least
                      : t('between', { min: homesPerMember.least, max: homesPerMember.most })}
                </td>
                <td className="plan-cell plan-buildings">
                  {buildings.map((one) => one.name).join(t('listed'))}
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </section>
  );
}
