import { getTopics, type TopicView } from '../../ui/api/index.ts';

/** The server gives a hundred at most. */
const pageSize = 100;

/**
 * One topic out of the list, newest first: there is no address for one alone. Null: it is not there for this reader. What
 * people open is nearly always among the newest, and so on the first page.
 */
export async function findTopic(topicId: string, signal?: AbortSignal): Promise<TopicView | null> {
  let cursor: string | undefined;
  for (;;) {
    const page = await getTopics({ limit: pageSize, cursor }, signal);
    const found = page.topics.find((one) => one.topicId === topicId);
    if (found !== undefined) return found;
    if (page.nextCursor === null) return null;
    cursor = page.nextCursor;
  }
}
