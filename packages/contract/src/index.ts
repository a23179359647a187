export * from './areas.ts';
export * from './cases.ts';
export * from './errors.ts';
export * from './imports.ts';
export * from './messages.ts';
export * from './orgs.ts';
export * from './session.ts';
export * from './text.ts';
