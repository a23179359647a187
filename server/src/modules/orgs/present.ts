/** Organisations and posts for one viewer. */
import type { OrgList, OrgView, PostView } from '@linli/contract';
import type { Label, Model } from '@linli/model';
import type { z } from 'zod';
import { maskName } from '../../platform/secrets/index.ts';
import type { Viewer } from '../people/index.ts';
import { hasDuty, reaches } from './policy.ts';
import type { OrgFound, PostRow } from './store.ts';

export function presentOrg(model: Model, viewer: Viewer, org: OrgFound, today: string): OrgView {
  const { orgId, kind, name, parentOrgId, formation, validFrom, validTo, covers, hasChildren } = org;
  const held = new Set(org.posts.filter(({ heldFrom }) => heldFrom <= today).map(({ role }) => role));
  return {
    orgId,
    kind,
    kindTitle: titleOf(model.orgKinds, kind),
    name,
    parentOrgId,
    formation,
    validFrom,
    validTo,
    covers,
    posts: org.posts.map((post) => presentPost(model, viewer, org, post)),
    vacancies: rolesIn(model, kind)
      .filter(({ key }) => !held.has(key))
      .map(({ key, title }) => ({ role: key, roleTitle: title })),
    hasChildren,
    mayAdminister: reaches(
      model,
      viewer,
      'administer',
      covers.map(({ areaCode }) => areaCode),
    ),
  };
}

export function presentPost(
  model: Model,
  viewer: Viewer,
  org: Pick<OrgFound, 'orgId' | 'covers'>,
  post: PostRow,
): z.output<typeof PostView> {
  const { postId, role, personId, name, heldFrom, heldTo, pledge } = post;
  const isOpen =
    personId === viewer.personId ||
    model.roles[role]?.shown.includes('name') === true ||
    hasDuty(model, viewer, org);
  return {
    postId,
    role,
    roleTitle: titleOf(model.roles, role),
    personId,
    name: isOpen ? name : maskName(name),
    heldFrom,
    heldTo,
    pledge,
  };
}

/** What the model knows, for the forms. */
export function presentKinds(model: Model): z.output<typeof OrgList>['kinds'] {
  return Object.entries(model.orgKinds).map(([key, kind]) => {
    const { title, level, under, sentBy } = kind;
    const formations = kind.formation.flatMap((way) => {
      const found = model.formations[way];
      return found ? [{ key: way, title: found.title, covers: found.covers }] : [];
    });
    return {
      key,
      title,
      level,
      levelTitle: model.levels.find((one) => one.key === level)?.title ?? null,
      under,
      sentBy,
      formations,
      isSized: kind.members !== null || kind.committee !== null || formations.length > 0,
      roles: rolesIn(model, key),
    };
  });
}

function rolesIn(model: Model, kind: string): z.output<typeof OrgList>['kinds'][number]['roles'] {
  return Object.entries(model.roles)
    .filter(([, { orgKind }]) => orgKind === kind)
    .map(([key, { title, seats, opinion, serves, per }]) => ({
      key,
      title,
      seats,
      opinion: opinion === null ? null : { kind: opinion, title: titleOf(model.caseKinds, opinion) },
      establishment:
        Object.entries(model.establishments).find(([, { roles }]) => roles.includes(key))?.[0] ?? null,
      serves:
        serves === null
          ? null
          : {
              level: serves.level,
              title: model.levels.find((one) => one.key === serves.level)?.title ?? { zh: '', en: '' },
              isHome: model.coverage?.homes === serves.level,
            },
      segment: per?.of === 'segment' ? { kind: per.key, title: titleOf(model.segmentKinds, per.key) } : null,
    }));
}

/** A word of an older model that the present one no longer has stands for itself. */
export function titleOf(titled: Record<string, { title: Label }>, key: string): Label {
  return titled[key]?.title ?? { zh: key, en: key };
}
