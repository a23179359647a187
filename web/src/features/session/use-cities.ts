import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { type Cities, type City, getCities } from '../../ui/api/index.ts';

/** Asked again while a city is being made up, so that its progress can be seen. */
const askAgainMs = 2_000;

/** Cities that can be walked into, those of a demo that are still being made up, and those nobody has set up yet. */
export function useCities({ enabled = true }: { enabled?: boolean } = {}): {
  ready: City[];
  building: City[];
  unopened: Cities['unopened'];
} {
  const client = useQueryClient();
  const cities = useQuery({
    queryKey: ['cities'],
    queryFn: ({ signal }) => getCities(signal),
    staleTime: 600_000,
    enabled,
    refetchInterval: ({ state: { data } }) =>
      data?.cities.some(isBuilding) || (data?.unopened.length ?? 0) > 0 ? askAgainMs : false,
  });
  const all = cities.data?.cities ?? [];
  const building = all.filter(isBuilding);
  const left = building.length;
  const leftBefore = useRef(left);
  // Its persons are on offer from the moment in which it is complete.
  useEffect(() => {
    if (left < leftBefore.current) void client.invalidateQueries({ queryKey: ['demo-people'] });
    leftBefore.current = left;
  }, [client, left]);
  const unopened = cities.data?.unopened ?? [];
  const waits = unopened.length > 0;
  const waited = useRef(waits);
  // What was asked before was answered for a city that nobody is in.
  useEffect(() => {
    if (waited.current && !waits) void client.invalidateQueries();
    waited.current = waits;
  }, [client, waits]);
  return {
    ready: all.filter((city) => !isBuilding(city)),
    building,
    unopened,
  };
}

function isBuilding({ building }: City): boolean {
  return building !== null;
}
