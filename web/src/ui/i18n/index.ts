export * from './language.ts';
export * from './marks.ts';
export * from './phrases.ts';
