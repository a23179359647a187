/** Names that the page and the service worker must share. */
export const outboxName = 'linli-resident';
export const syncTag = 'linli-outbox';
