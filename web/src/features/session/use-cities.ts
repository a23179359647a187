import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { type City, getCities } from '../../ui/api/index.ts';

/** Asked again while a city is being made up, so that its progress can be seen. */
const askAgainMs = 2_000;

/** Cities that can be walked into, and those of a demo that are still being made up. */
export function useCities(): { ready: City[]; building: City[] } {
  const client = useQueryClient();
  const cities = useQuery({
    queryKey: ['cities'],
    queryFn: ({ signal }) => getCities(signal),
    staleTime: 600_000,
    refetchInterval: ({ state }) => (state.data?.cities.some(isBuilding) ? askAgainMs : false),
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
  return { ready: all.filter((city) => !isBuilding(city)), building };
}

function isBuilding({ building }: City): boolean {
  return building !== null;
}
