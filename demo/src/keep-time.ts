/** Time does not go back: where days were made to pass, or the machine's clock was set back, the city goes on from there. */
import { type CityModel, type Deps, type MovableClock, readInTenant } from '@linli/server';

export async function keepTime(deps: Deps, cities: readonly CityModel[]): Promise<void> {
  const { clock } = deps;
  if (!isMovable(clock)) return;
  for (const { tenantId } of cities) {
    const [row] = await readInTenant<{ latest: string | null }>(
      deps.db,
      tenantId,
      'SELECT max(at) AS latest FROM history WHERE tenant_id = $1',
      [tenantId],
    );
    if (row?.latest && row.latest > clock.now()) clock.moveTo(row.latest);
  }
}

function isMovable(clock: Deps['clock']): clock is MovableClock {
  return 'moveTo' in clock;
}
