/** Who may see and change organisations and posts. The ability `administer` reaches as far as the areas of its post. */
import { localDateOf } from '@linli/engine';
import type { Ability, Model } from '@linli/model';
import { problem } from '../../platform/http/index.ts';
import { hasAbility, type Viewer } from '../people/index.ts';

/** Organisations are for those who work here: residents learn who is there from their place. */
export function requirePost(viewer: Viewer): void {
  if (viewer.personId === null) throw problem('sign-in-required');
  if (viewer.posts.length === 0) throw problem('not-found');
}

export function requireAdministrator(model: Model, viewer: Viewer): void {
  requirePost(viewer);
  if (!hasAbility(viewer, 'administer')) throw mayNot(model);
}

/** Over all these areas; without any, over the whole city. */
export function reaches(
  model: Model,
  viewer: Viewer,
  ability: Ability,
  areaCodes: readonly string[],
): boolean {
  const places = areaCodes.length === 0 ? [model.jurisdiction] : areaCodes;
  return places.every((areaCode) => hasAbility(viewer, ability, areaCode));
}

export function requireReach(model: Model, viewer: Viewer, areaCodes: readonly string[]): void {
  if (!reaches(model, viewer, 'administer', areaCodes)) throw mayNot(model);
}

/** Figures and lists of a place are for those whose organisation covers it. Places are known to everybody, so: 403. */
export function requireCover(model: Model, viewer: Viewer, areaCode: string): void {
  requirePost(viewer);
  if (viewer.posts.some(({ areas }) => areas.some((area) => areaCode.startsWith(area)))) return;
  throw problem('forbidden', {
    detail: {
      zh: `可以查看的人：所在组织覆盖这里（${areaCode === model.jurisdiction ? '全域' : areaCode}）的工作人员。`,
      en: `Who may look: staff whose organisation covers ${areaCode === model.jurisdiction ? 'the whole city' : areaCode}.`,
    },
  });
}

/** Names are open to one's own organisation and to those who look after it or over it. */
export function hasDuty(
  model: Model,
  viewer: Viewer,
  org: { orgId: string; covers: readonly { areaCode: string }[] },
): boolean {
  const areaCodes = org.covers.map(({ areaCode }) => areaCode);
  return (
    viewer.posts.some(({ orgId }) => orgId === org.orgId) ||
    reaches(model, viewer, 'administer', areaCodes) ||
    reaches(model, viewer, 'oversee', areaCodes)
  );
}

function mayNot(model: Model) {
  const titles = Object.values(model.roles).filter(({ can }) => can.includes('administer'));
  const zh = titles.map(({ title }) => title.zh).join('、');
  const en = titles.map(({ title }) => title.en).join(', ');
  return problem('forbidden', {
    detail: {
      zh: `可以办理的人：管辖这里的${zh}。`,
      en: `Who may do this: ${en} of a place that includes this one.`,
    },
  });
}

export function today(model: Model, now: string): string {
  return localDateOf(now, model.timeZone);
}
