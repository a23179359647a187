export type { Addressee } from './addressees.ts';
export { messageTasks } from './deliver.ts';
export { unreadCount } from './inbox.ts';
export { publishInbox } from './live.ts';
export { type CaseTelling, messagesFor, type OutgoingMessage, type Told } from './messages-for.ts';
export { registerMessages } from './routes.ts';
export { type Telling, tell } from './tell.ts';
export type { TemplateData, TemplateName } from './templates.ts';
export { messageSteps, type SharedSql, saidColumns } from './write-messages.ts';
