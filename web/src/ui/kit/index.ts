export * from './Button.tsx';
export * from './Choices.tsx';
export * from './Field.tsx';
export * from './Icon.tsx';
export * from './Notice.tsx';
export * from './Sheet.tsx';
export * from './States.tsx';
export * from './Time.tsx';
