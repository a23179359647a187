import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type FeedMade,
  getFeeds,
  type MakeFeed,
  makeFeed,
  newCommandId,
  withdrawFeed,
} from '../../ui/api/index.ts';

const feedsKey = ['calendar-feeds'] as const;

/** My addresses for calendar programs. A new one is shown once: afterwards only its hash is known. */
export function useFeeds(isAsked: boolean) {
  const client = useQueryClient();
  const list = useQuery({ queryKey: feedsKey, queryFn: ({ signal }) => getFeeds(signal), enabled: isAsked });
  const again = () => void client.invalidateQueries({ queryKey: feedsKey });
  const make = useMutation({
    mutationFn: (what: Omit<MakeFeed, 'commandId'>): Promise<FeedMade> =>
      makeFeed({ ...what, commandId: newCommandId() }),
    onSuccess: again,
  });
  const withdraw = useMutation({
    mutationFn: (feedId: string) => withdrawFeed(feedId, { commandId: newCommandId() }),
    onSuccess: (_reply, feedId) => {
      if (make.data?.feed.feedId === feedId) make.reset();
      again();
    },
  });
  return {
    list,
    make,
    withdraw,
    present: list.data?.feeds.filter(({ withdrawnAt }) => withdrawnAt === null) ?? [],
  };
}

/** The address with the house in front; programs that know it open it at once under `webcal:`. */
export function feedAddress(address: string): { plain: string; program: string } {
  const plain = new URL(address, location.origin).href;
  return { plain, program: plain.replace(/^https?:/, 'webcal:') };
}
