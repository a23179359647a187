export * from './language.ts';
export * from './phrases.ts';
