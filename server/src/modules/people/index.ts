export { hashPassword } from './commands/sign-in-by-password.ts';
export { registerPeople } from './routes.ts';
export { ensureDevice, hasAbility, senderOf, type Viewer, type ViewerPost } from './viewer.ts';
