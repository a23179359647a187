/** Who acted, as records keep it for good: `NAME · POST`, the post in Chinese. Whoever reads English gets its title in English. */
import { type Label, type Locale, postInEnglish } from '@linli/contract';
import type { Model } from '@linli/model';

const mark = ' · ';

export function keptLabelIn(locale: Locale, model: Model, label: string): string {
  if (locale !== 'en') return label;
  const at = label.indexOf(mark);
  const name = at === -1 ? '' : label.slice(0, at + mark.length);
  return name + postInEnglish(label.slice(name.length), titlesOf(model.roles), titlesOf(model.orgKinds));
}

function titlesOf(titled: Readonly<Record<string, { title: Label }>>): Label[] {
  return Object.values(titled).map(({ title }) => title);
}
