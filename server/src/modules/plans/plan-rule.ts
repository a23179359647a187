/** What the model says about grids and who serves in them, as the planning needs it. */
import type { Bounds, Label, Level, Model } from '@linli/model';

export interface PlanRule {
  /** Level of the areas that are divided into grids. */
  whole: Level;
  /** Level of the areas grids consist of. */
  gridsOf: Level;
  /** Level of what each member serves. */
  homes: Level;
  /** Role whose holders serve homes in person. */
  role: string;
  roleTitle: Label;
  /** Kind of the organisation each grid has. */
  orgKind: string;
  orgKindTitle: Label;
  /** Kind that such an organisation stands under. */
  under: string | null;
  /** How such an organisation is formed, where the kind allows a way of its own for grids. */
  formation: string | null;
  grids: Bounds & { source: string | null };
  /** By way of forming the organisation over an area that shares it with others: in place of `grids`. */
  gridsJointly: Record<string, Bounds & { source: string | null }>;
  members: Bounds & { source: string | null };
  homesPerMember: Bounds & { source: string | null };
}

/** null: the model has no grids, or nobody who serves homes in person. */
export function planRule(model: Model): PlanRule | null {
  const { coverage, levels, roles, orgKinds, formations, gridsPer, sources } = model;
  if (coverage === null || coverage.gridsOf === null) return null;
  const levelOf = (key: string | null): Level | undefined => levels.find((level) => level.key === key);
  const role = coverage.answeredBy.find((key) => roles[key]?.serves?.level === coverage.homes);
  const gridsOf = levelOf(coverage.gridsOf);
  const homes = levelOf(coverage.homes);
  const declared = role === undefined ? undefined : roles[role];
  if (role === undefined || !declared || !gridsOf || !homes) return null;
  const around = levels[levels.indexOf(gridsOf) - 1];
  const whole = levelOf(Object.keys(gridsPer)[0] ?? null) ?? around;
  const kind = orgKinds[declared.orgKind];
  if (!whole || !kind) return null;
  const none: Bounds = { min: null, max: null };
  const sourced = (bounds: Bounds | null | undefined, path: string) => ({
    ...(bounds ?? none),
    source: sources[path] ?? null,
  });
  return {
    whole,
    gridsOf,
    homes,
    role,
    roleTitle: declared.title,
    orgKind: declared.orgKind,
    orgKindTitle: kind.title,
    under: kind.under,
    formation: kind.formation.find((key) => formations[key]?.covers === 'grid') ?? null,
    grids: sourced(gridsPer[whole.key], `grids.${whole.key}`),
    gridsJointly: Object.fromEntries(
      Object.entries(formations).flatMap(([key, { gridsOfEach }]) =>
        gridsOfEach === null ? [] : [[key, sourced(gridsOfEach, `formations.${key}.grids-of-each`)]],
      ),
    ),
    members: sourced(kind.members, `org-kinds.${declared.orgKind}.members`),
    homesPerMember: sourced(declared.serves?.bounds, `roles.${role}.serves`),
  };
}
