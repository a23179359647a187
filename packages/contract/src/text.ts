import { z } from 'zod';

/** A text in both languages. */
export const Label = z.object({ zh: z.string(), en: z.string() });
export type Label = z.infer<typeof Label>;

export const Locale = z.enum(['zh-CN', 'en']);
export type Locale = z.infer<typeof Locale>;

/** Instant, ISO 8601 in UTC. */
export const Instant = z.iso.datetime();
/** Made by the client before the first try and sent again unchanged with every retry. */
export const CommandId = z
  .uuid()
  .describe('Made by the client; a retry with the same id gets the first answer back');
export const AreaCode = z
  .string()
  .regex(/^[0-9A-Za-z]{1,32}$/)
  .describe('Area code; a child’s code extends its parent’s');
