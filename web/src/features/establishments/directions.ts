import type { EstablishmentPostView } from '../../ui/api/index.ts';
import type { establishmentPhrases } from './console-phrases.ts';

/** Phrases of where a post was moved, seen by the levels of the two organisations. */
export const directionPhrases = {
  down: 'wentDown',
  up: 'wentUp',
  across: 'wentAcross',
} as const satisfies Record<
  NonNullable<EstablishmentPostView['direction']>,
  keyof typeof establishmentPhrases
>;
