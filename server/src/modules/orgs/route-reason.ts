/** Why a case went to a post, as it is kept with the case: in Chinese. Whoever reads English gets the same in English. */
import { inSentence, type Locale } from '@linli/contract';
import type { Model } from '@linli/model';

export interface RouteReason {
  orgName: string;
  /** The area by which the post covers the place. */
  areaName: string;
  /** Of the role, in Chinese. */
  title: string;
  /** Who was passed over, and why. */
  passed: readonly string[];
}

export function routeReason({ orgName, areaName, title, passed }: RouteReason): string {
  return `${orgName}负责“${areaName}”，由${title}受理${passed.length === 0 ? '' : `（${passed.join('；')}）`}`;
}

/** Why a holder is passed over: a level above has taken back what the case is about. */
export function passedReason(orgName: string, item: { title: string; basis: string; from: string }): string {
  return `${orgName}已收回：“${item.title}”，依据${item.basis}，自 ${item.from} 起`;
}

const reasonForm = /^(.+?)负责“(.+?)”，由(.+?)受理(?:（(.+)）)?$/;
const passedForm = /^(.+)已收回：“(.+)”，依据(.+)，自 (\S+) 起$/;

/** What was not written by routing but by whoever handed the case on stays as they wrote it. */
export function routeReasonIn(locale: Locale, model: Model, reason: string): string {
  const parts = locale === 'en' ? reasonForm.exec(reason) : null;
  if (parts === null) return reason;
  const [, orgName = '', areaName = '', titleZh = '', passed = ''] = parts;
  const title = Object.values(model.roles).find((role) => role.title.zh === titleZh)?.title.en ?? titleZh;
  const others = passed.split('；').filter((words) => words !== '');
  const over = others.length === 0 ? '' : ` (${others.map(passedInEnglish).join('; ')})`;
  return `${orgName} covers “${areaName}”; its ${inSentence(title)} takes such cases${over}`;
}

function passedInEnglish(words: string): string {
  const parts = passedForm.exec(words);
  if (parts === null) return words;
  const [, orgName = '', title = '', basis = '', from = ''] = parts;
  return `not ${orgName}: “${title}” was taken back on ${from}, basis: ${basis}`;
}
