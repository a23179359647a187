export { enterPerson, type NewPerson } from './commands/enter-person.ts';
export { setPassword } from './commands/set-password.ts';
export { hashPassword } from './commands/sign-in-by-password.ts';
export { findPeople } from './find-people.ts';
export { type AttemptLimit, spendAttempt } from './limits.ts';
export { once, type SentCommand } from './once.ts';
export { registerPeople } from './routes.ts';
export { type SmsAdapter, smsOf } from './sms.ts';
export {
  ensureDevice,
  hasAbility,
  recogniseViewer,
  senderOf,
  type Viewer,
  type ViewerPost,
  viewerOf,
} from './viewer.ts';
