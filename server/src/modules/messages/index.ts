export { messageTasks } from './deliver.ts';
export { unreadCount } from './inbox.ts';
export { publishInbox } from './live.ts';
export { registerMessages } from './routes.ts';
export { messagesFor, type OutgoingMessage, type Telling, type Told } from './tell.ts';
