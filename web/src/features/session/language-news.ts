import type { Session } from '../../ui/api/index.ts';
import { getPreferences } from '../../ui/preferences.ts';

/**
 * Is this device read in another language than the house's, and the person may never have said so? Then it is kept with them,
 * and their messages come in it. Not in a demo, whose persons many people share.
 */
export function isLanguageNews({ locale, demo }: Session): boolean {
  return !demo && locale === getPreferences().locale && locale !== 'zh-CN';
}
