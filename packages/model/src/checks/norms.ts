/** Norms, and what differs by class of compound. */
import { type Fault, faultAt, faultAtKey, unknownWord } from '../faults.ts';
import { declaredBoundsPath, type NormFigure } from '../norms.ts';
import { find, keyOf, keysOf, select, type Written } from '../written.ts';

/** Which keys each figure needs, and which it may have besides. */
const keysOfFigure: Record<NormFigure, { needs: string[]; may: string[] }> = {
  'member-share': { needs: ['of', 'members-of'], may: ['roles', 'new-from'] },
  grids: { needs: ['per'], may: [] },
  'members-per-grid': { needs: ['of'], may: ['new-from'] },
  'homes-per-member': { needs: ['roles'], may: [] },
  'branch-coverage': { needs: ['per'], may: [] },
};
const keysThatDiffer = ['of', 'per', 'roles', 'members-of', 'new-from'];

/** Protects figures from counting nothing, or something that no figure reads. */
export function normsSayWhatTheyCount(model: Written): Fault[] {
  return select(model, 'norms.*').flatMap((norm) => {
    const figure = find(norm, ['figure']);
    const keys = keysOfFigure[String(figure?.value) as NormFigure];
    if (!figure || !keys) return [];
    const missing = keys.needs
      .filter((key) => !find(norm, [key]))
      .map((key) => faultAt(figure, `says of whom it is asked: \`${key}\``));
    const foreign = keysThatDiffer
      .filter((key) => !keys.needs.includes(key) && !keys.may.includes(key))
      .flatMap((key) => find(norm, [key]) ?? [])
      .map((written) => faultAtKey(written, `has no meaning for the figure ${String(figure.value)}`));
    return [...missing, ...foreign];
  });
}

/** Protects every reader of the list: who is counted can be counted. */
export function normsCanBeCounted(model: Written): Fault[] {
  const levels = select(model, 'levels[].key').map((key) => String(key.value));
  return select(model, 'norms.*').flatMap((norm) => {
    const figure = find(norm, ['figure']);
    if (!figure) return [];
    switch (figure.value as NormFigure) {
      case 'member-share':
        return [...committeesHaveSeats(model, norm), ...membersAreRecorded(model, norm)];
      case 'grids':
        return find(model, ['coverage', 'grids-of'])
          ? aroundLevel(levels, norm, 'grids-of', model)
          : [faultAt(figure, 'say in `coverage.grids-of` what grids consist of')];
      case 'branch-coverage':
        return find(model, ['coverage', 'rate-of'])
          ? aroundLevel(levels, norm, 'rate-of', model)
          : [faultAt(figure, 'say in `coverage.rate-of` what is counted as covered')];
      case 'homes-per-member':
        return select(norm, 'roles[]')
          .filter((role) => find(model, ['roles', String(role.value)]))
          .filter(
            (role) =>
              !find(model, ['roles', String(role.value), 'serves']) &&
              !levels.includes(String(find(model, ['roles', String(role.value), 'per'])?.value)),
          )
          .map((role) =>
            faultAt(role, `roles.${String(role.value)} answers for no areas: it needs \`serves\``),
          );
      default:
        return [];
    }
  });
}

function committeesHaveSeats(model: Written, norm: Written): Fault[] {
  const kinds = select(norm, 'of[]').map((kind) => String(kind.value));
  const roles = select(norm, 'roles[]');
  const elsewhere = roles
    .filter((role) => {
      const orgKind = find(model, ['roles', String(role.value), 'in']);
      return orgKind !== undefined && !kinds.includes(String(orgKind.value));
    })
    .map((role) => faultAt(role, `is held in none of: ${kinds.join(', ')}`));
  if (roles.length > 0) return elsewhere;
  return select(norm, 'of[]')
    .filter((kind) => find(model, ['org-kinds', String(kind.value)]))
    .filter((kind) => select(model, `org-kinds.${String(kind.value)}.committee.roles[]`).length === 0)
    .map((kind) =>
      faultAt(
        kind,
        `nobody is said to sit on its committee: say \`roles\`, or org-kinds.${String(kind.value)}.committee.roles`,
      ),
    );
}

function membersAreRecorded(model: Written, norm: Written): Fault[] {
  return select(norm, 'members-of[]')
    .filter((kind) => find(model, ['org-kinds', String(kind.value)]))
    .filter((kind) => !hasMembers(model, String(kind.value)))
    .map((kind) => faultAt(kind, 'no role in it has `member: true`, so nobody would ever be counted'));
}

function hasMembers(model: Written, orgKind: string): boolean {
  return select(model, 'roles.*').some(
    (role) => find(role, ['in'])?.value === orgKind && find(role, ['member'])?.value === true,
  );
}

function aroundLevel(levels: string[], norm: Written, key: string, model: Written): Fault[] {
  const per = find(norm, ['per']);
  const inner = levels.indexOf(String(find(model, ['coverage', key])?.value));
  if (!per || inner < 0 || !levels.includes(String(per.value))) return [];
  return levels.indexOf(String(per.value)) < inner
    ? []
    : [faultAt(per, `must be a level around ${levels[inner]}`)];
}

/** Protects a warning from never being given: there is a bound, and a share is at most all of it. */
export function normsHaveBounds(model: Written): Fault[] {
  return select(model, 'norms.*').flatMap((norm) => {
    const bounds = ['min', 'max'].flatMap((key) => [
      ...select(norm, key),
      ...select(norm, `by-class.*.${key}`),
      ...select(norm, `new-from.existing[].${key}`),
    ]);
    const figure = String(find(norm, ['figure'])?.value);
    const tooMuch =
      figure === 'member-share' || figure === 'branch-coverage'
        ? bounds
            .filter(({ value }) => typeof value === 'number' && value > 100)
            .map((written) => faultAt(written, 'is a share in percent: 100 at most'))
        : [];
    if (bounds.length > 0) return tooMuch;
    const path = declaredBoundsPath({
      figure,
      per: find(norm, ['per'])?.value as string | undefined,
      of: select(norm, 'of[]').map(({ value }) => String(value)),
      roles: select(norm, 'roles[]').map(({ value }) => String(value)),
    });
    const declared = path === null ? undefined : find(model, path);
    const isDeclared = ['min', 'max'].some((key) => declared !== undefined && find(declared, [key]));
    return isDeclared
      ? []
      : [
          faultAtKey(
            norm,
            `asks nothing: say \`min\`, \`max\` or \`by-class\`${path ? `, or ${path.join('.')}` : ''}`,
          ),
        ];
  });
}

/** Protects those who were there before: their steps come in order, and each asks for something. */
export function normPathsAreInOrder(model: Written): Fault[] {
  return select(model, 'norms.*.new-from').flatMap((path) => {
    const wrong = [...select(path, 'day'), ...select(path, 'existing[].by')]
      .filter(({ value }) => /^\d{4}-\d{2}-\d{2}$/.test(String(value)) && !isDay(String(value)))
      .map((written) => faultAt(written, `"${String(written.value)}" is no day of the calendar`));
    const steps = select(path, 'existing[]').filter(({ value }) => value instanceof Map);
    const late = steps.flatMap((step, index) => {
      const [by, before] = [find(step, ['by']), steps[index - 1] && find(steps[index - 1]!, ['by'])];
      return by && before && String(by.value) <= String(before.value)
        ? [faultAt(by, `must be later than the step before (${String(before.value)})`)]
        : [];
    });
    const empty = steps
      .filter((step) => !find(step, ['min']) && !find(step, ['max']))
      .map((step) => faultAt(step, 'a step asks for `min` or `max`'));
    return [...wrong, ...late, ...empty];
  });
}

/** Protects rules by class: a misspelt class would silently be under no rule of its own. */
export function classesExist(model: Written): Fault[] {
  const classes = keysOf(model, 'area-classes');
  const listed = select(model, 'cases.*.in-classes[]')
    .filter(({ value }) => typeof value === 'string' && !classes.includes(value))
    .map((written) => unknownWord(written, 'class of areas', classes));
  const keyed = [...select(model, 'norms.*.by-class.*'), ...select(model, 'cases.*.clocks.*.by-class.*')]
    .filter((written) => !classes.includes(keyOf(written)))
    .map((written) =>
      faultAtKey(written, `no such class of areas; there are ${classes.join(', ') || 'none'}`),
    );
  return [...listed, ...keyed];
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
