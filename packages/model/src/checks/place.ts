/** Areas, coverage and routes. */
import { type Fault, faultAt } from '../faults.ts';
import { find, keyOf, select, type Written } from '../written.ts';

/** Protects a city from starting half declared: what every city must say. */
export function cityIsComplete(model: Written): Fault[] {
  if (find(model, ['foundation'])?.value === true) return [];
  return ['title', 'jurisdiction', 'time-zone', 'levels', 'org-kinds', 'roles', 'calendars', 'cases']
    .filter((key) => !find(model, [key]))
    .map((key) => faultAt(model, `"${key}" is missing: every city says it (or extends a model that does)`));
}

/** Protects containment by prefix: a child's code must be longer than its parent's. */
export function codeLengthsGrow(model: Written): Fault[] {
  const lengths = select(model, 'levels[].code-length');
  return lengths.flatMap((length, index) => {
    const before = lengths[index - 1];
    if (!before || Number(length.value) > Number(before.value)) return [];
    return [faultAt(length, `must be longer than the level before (${String(before.value)})`)];
  });
}

/** Protects look-ups: in a list, a key may stand for one thing only. */
export function listedKeysDiffer(model: Written): Fault[] {
  return [...select(model, 'levels'), ...select(model, 'ladders.*.rungs')].flatMap((list) => {
    const seen = new Set<unknown>();
    return select(list, '[].key').flatMap((key) => {
      const isDouble = seen.has(key.value);
      seen.add(key.value);
      return isDouble ? [faultAt(key, `"${String(key.value)}" stands above already`)] : [];
    });
  });
}

/** Protects the outermost area: the code of the jurisdiction must be one of a declared level. */
export function jurisdictionHasALevel(model: Written): Fault[] {
  const jurisdiction = find(model, ['jurisdiction']);
  if (typeof jurisdiction?.value !== 'string') return [];
  const { length } = jurisdiction.value;
  const lengths = select(model, 'levels[].code-length').map((each) => Number(each.value));
  if (lengths.length === 0 || lengths.includes(length)) return [];
  return [
    faultAt(jurisdiction, `no level has codes of ${length} characters; there are ${lengths.join(', ')}`),
  ];
}

/** Protects routing: a case is routed by place, so a routed role must belong to organisations that cover areas of a level. */
export function routesCoverByPlace(model: Written): Fault[] {
  return select(model, 'cases.*.route[]').flatMap((role) => {
    const orgKind = select(model, `roles.${String(role.value)}.in`)[0];
    if (!orgKind || !find(model, ['org-kinds', String(orgKind.value)])) return [];
    if (find(model, ['org-kinds', String(orgKind.value), 'level'])) return [];
    const message = `cannot be routed to by place: org-kinds.${String(orgKind.value)} has no level`;
    return [faultAt(role, `"${String(role.value)}" ${message}`)];
  });
}

/** Protects norms of size from contradicting themselves. */
export function boundsAreInOrder(model: Written): Fault[] {
  const bounded = [
    ...select(model, 'org-kinds.*.members'),
    ...select(model, 'org-kinds.*.committee.seats'),
    ...select(model, 'formations.*.areas'),
    ...select(model, 'formations.*.members'),
    ...select(model, 'formations.*.members-of-each'),
    ...select(model, 'formations.*.grids-of-each'),
    ...select(model, 'roles.*.serves'),
    ...select(model, 'grids.*'),
    ...select(model, 'norms.*'),
    ...select(model, 'norms.*.by-class.*'),
    ...select(model, 'norms.*.new-from.existing[]'),
    ...select(model, 'cases.*.asks.*'),
    ...select(model, 'cases.*.stations.*.asks.*'),
  ];
  return bounded.flatMap((bounds) => {
    const min = find(bounds, ['min']);
    const max = find(bounds, ['max']);
    const [least, most] = [readNumber(min), readNumber(max)];
    if (!min || least === undefined || most === undefined || least <= most) return [];
    return [faultAt(min, `at least ${least} but at most ${most}`)];
  });
}

function readNumber(written: Written | undefined): number | undefined {
  return typeof written?.value === 'number' ? written.value : undefined;
}

/** Protects deadlines and "today": a zone the calendar does not know would move them all. */
export function timeZoneIsKnown(model: Written): Fault[] {
  const zone = find(model, ['time-zone']);
  if (typeof zone?.value !== 'string') return [];
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone.value });
    return [];
  } catch {
    return [faultAt(zone, `no such time zone "${zone.value}"; an IANA name such as Asia/Shanghai`)];
  }
}

/** Protects the queue of a role nobody could read: a role that acts on cases should be able to open them. */
export function actingRolesRead(model: Written): Fault[] {
  return select(model, 'cases.*').flatMap((kind) =>
    [...select(kind, 'route[]'), ...select(kind, 'stations.assigned.to[]')].flatMap((role) => {
      const declared = find(model, ['roles', String(role.value)]);
      if (!declared) return [];
      const reads = select(declared, 'reads[]').map((each) => each.value);
      if (reads.includes('*') || reads.includes(keyOf(kind))) return [];
      return [
        faultAt(
          role,
          `"${String(role.value)}" could not read it: add ${keyOf(kind)} to roles.${String(role.value)}.reads`,
        ),
      ];
    }),
  );
}
