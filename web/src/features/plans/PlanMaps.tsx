import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useIsDark, useIsPhone } from '../../console/look/theme.ts';
import { type AreaMap, type GridsView, getAreaMap } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { boundsOf, positionsOf } from '../map/cluster.ts';
import { PlanMap } from '../map/PlanMap.tsx';
import { gridColour } from './grid-colours.ts';
import { planPhrases } from './plan-phrases.ts';

type Shown = 'side' | 'before' | 'after';

/** Grids on the plan: each building in its grid's colour and with its number. The tables below say the same. */
export function PlanMaps({
  compound,
  before,
  after,
}: {
  compound: string;
  before: GridsView;
  after?: GridsView;
}) {
  const t = usePhrases(planPhrases);
  const phone = useIsPhone();
  const [shown, setShown] = useState<Shown>(phone ? 'after' : 'side');
  const plan = useQuery({
    queryKey: ['map', compound],
    queryFn: ({ signal }) => getAreaMap(compound, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const hasShapes = plan.data?.features.some(({ properties }) => properties.code !== compound) ?? true;
  if (!hasShapes) return <p className="soft">{t('noShapes')}</p>;
  if (after === undefined) return <GridMap label={t('mapBefore')} plan={plan.data} view={before} />;
  return (
    <>
      <Segmented<Shown>
        aria-label={t('view')}
        value={shown}
        onChange={setShown}
        options={[
          ...(phone ? [] : [{ value: 'side' as const, label: t('side') }]),
          { value: 'before', label: t('before') },
          { value: 'after', label: t('after') },
        ]}
      />
      <div className="plan-maps">
        {shown === 'after' ? null : (
          <figure>
            <figcaption>{t('before')}</figcaption>
            <GridMap label={t('mapBefore')} plan={plan.data} view={before} />
          </figure>
        )}
        {shown === 'before' ? null : (
          <figure>
            <figcaption>{t('after')}</figcaption>
            <GridMap label={t('mapAfter')} plan={plan.data} view={after} />
          </figure>
        )}
      </div>
    </>
  );
}

function GridMap({ label, plan, view }: { label: string; plan: AreaMap | undefined; view: GridsView }) {
  const dark = useIsDark();
  const coloured = useMemo(() => plan && colour(plan, view), [plan, view]);
  return (
    <PlanMap
      label={label}
      plan={coloured}
      points={[]}
      bounds={null}
      dark={dark}
      chosen={null}
      onPoint={() => {}}
      onTogether={() => {}}
    />
  );
}

/** Buildings filled by grid, and the number of the grid as a name of its own in the middle of each. */
function colour(plan: AreaMap, view: GridsView): AreaMap {
  const numberOf = new Map(
    view.grids.flatMap(({ number, buildings }) => buildings.map(({ code }) => [code, number] as const)),
  );
  const features = plan.features.map((feature) => {
    const number = numberOf.get(feature.properties.code);
    if (number === undefined) return feature;
    const properties = { ...feature.properties, level: 'building', name: '', fill: gridColour(number) };
    return { ...feature, properties };
  });
  const numbers = plan.features.flatMap((feature) => {
    const number = numberOf.get(feature.properties.code);
    const box = number === undefined ? null : boundsOf(positionsOf(feature.geometry));
    if (number === undefined || box === null) return [];
    return [
      {
        type: 'Feature' as const,
        id: `number of ${feature.id}`,
        geometry: { type: 'Point', coordinates: [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] },
        properties: { code: feature.properties.code, level: 'grid-number', name: String(number) },
      },
    ];
  });
  return { ...plan, features: [...features, ...numbers] };
}
