/** Every name a model uses must be one it declares. */

import { stationMeanings } from '../authored.ts';
import { readCondition } from '../conditions.ts';
import { type Fault, faultAt, faultAtKey, unknownWord, wordFault } from '../faults.ts';
import { keyOf, keysOf, select, type Written } from '../written.ts';

export const actorWords = ['anyone', 'resident', 'reporter', 'assignee', 'any-post', 'party'] as const;
const openers = ['anyone', 'resident', 'any-post'];
const movers = ['resident', 'reporter', 'assignee', 'any-post', 'party'];
const reminded = ['reporter', 'assignee', 'party', 'supervisor', 'work-group', 'router'];

/** Each place that names something, with the words it may use. */
function refer(model: Written, patterns: string[], what: string, allowed: readonly string[]): Fault[] {
  return patterns.flatMap((pattern) =>
    select(model, pattern)
      .filter((written) => typeof written.value === 'string' && !allowed.includes(written.value))
      .map((written) => unknownWord(written, what, allowed)),
  );
}

/** Protects every deed: a misspelt role would silently be nobody. */
export function rolesExist(model: Written): Fault[] {
  const roles = keysOf(model, 'roles');
  return [
    ...refer(
      model,
      [
        'cases.*.route[]',
        'cases.*.stations.assigned.to[]',
        'cases.*.parts.parties[]',
        'queues.*.for[]',
        'org-kinds.*.committee.roles[]',
        'roles.*.also[]',
        'roles.*.never-with[]',
        'coverage.answered-by[]',
        'parties.*.of.*.roles[]',
        'norms.*.roles[]',
        'establishments.*.roles[]',
      ],
      'role',
      roles,
    ),
    ...refer(model, ['cases.*.opened-by[]'], 'role', [...roles, ...openers]),
    ...refer(
      model,
      [
        'cases.*.stations.*.by[]',
        'cases.*.pauses.*.by[]',
        'cases.*.pauses.*.ended-by[]',
        'cases.*.parts.added-by[]',
        'cases.*.rating.by[]',
        'ladders.*.climbed-by[]',
        'ladders.*.rungs[].decided-by[]',
      ],
      'role',
      [...roles, ...movers],
    ),
    ...refer(model, ['cases.*.remind.*.to[]'], 'role', [...roles, ...reminded]),
  ];
}

/** Protects the words the house itself uses for actors from being taken by a role. */
export function roleKeysAreFree(model: Written): Fault[] {
  const taken: readonly string[] = [...actorWords, 'supervisor', 'work-group', 'router'];
  return select(model, 'roles.*')
    .filter((role) => taken.includes(keyOf(role)))
    .map((role) =>
      faultAtKey(role, `"${keyOf(role)}" is a word of the house and cannot be the key of a role`),
    );
}

/** Protects coverage: organisations are found by their kind. */
export function orgKindsExist(model: Written): Fault[] {
  const patterns = [
    'org-kinds.*.under',
    'org-kinds.*.more-members',
    'org-kinds.*.sent-by',
    'roles.*.in',
    'nets.*.orgs[]',
    'parties.*.of.*.orgs[]',
    'duties.*.of',
    'report-in.received-by[]',
    'report-in.employed-by[]',
    'powers.*.lead',
    'powers.*.over',
    'norms.*.of[]',
    'norms.*.members-of[]',
    'problems.*.duty',
    'ladders.*.rungs[].host',
  ];
  return refer(model, patterns, 'kind of organisation', keysOf(model, 'org-kinds'));
}

/** Protects the nesting of areas: an unknown level would cover nothing. */
export function levelsExist(model: Written): Fault[] {
  const levels = select(model, 'levels[].key').map((key) => String(key.value));
  const patterns = [
    'org-kinds.*.level',
    'area-classes.*.level',
    'roles.*.serves.level',
    'coverage.homes',
    'coverage.grids-of',
    'coverage.rate-of',
    'nets.*.levels[]',
    'parties.*.level',
    'powers.*.level',
    'norms.*.per',
  ];
  return refer(model, patterns, 'level', levels);
}

/** Protects the check of sizes: an organisation formed in an unknown way would be bound by nothing. */
export function formationsExist(model: Written): Fault[] {
  return refer(model, ['org-kinds.*.formation[]'], 'formation', keysOf(model, 'formations'));
}

/** Protects vacancies: an office for each of what does not exist would never be vacant. */
export function officesHaveTheirPlaces(model: Written): Fault[] {
  const levels = select(model, 'levels[].key').map((key) => String(key.value));
  const segments = keysOf(model, 'segment-kinds');
  const taken = select(model, 'segment-kinds.*')
    .filter((kind) => keyOf(kind) === 'grid' || levels.includes(keyOf(kind)))
    .map((kind) => faultAtKey(kind, `"${keyOf(kind)}" is a level or a word of the house already`));
  const allowed = [...levels, ...segments, 'grid'];
  // Where nothing is said, whoever fills an office for an area serves that area.
  const elsewhere = select(model, 'roles.*.per').filter((per) => {
    const served = select(model, `roles.${String(per.path[1])}.serves.level`)[0];
    return levels.includes(String(per.value)) && served !== undefined && served.value !== per.value;
  });
  return [
    ...refer(model, ['roles.*.per'], 'level or kind of segments', allowed),
    ...elsewhere.map((per) =>
      faultAt(
        per,
        `whoever fills it serves areas of another level: say \`serves: { level: ${String(per.value)} }\``,
      ),
    ),
    ...taken,
  ];
}

/** Protects the trail of a post: it names a channel. */
export function channelsExist(model: Written): Fault[] {
  const channels = keysOf(model, 'nomination-channels');
  return refer(model, ['roles.*.nominated-by[]'], 'nomination channel', channels);
}

/** Protects routing: an item of the register of powers that concerns no known problem would never be asked. */
export function powersNameProblems(model: Written): Fault[] {
  return refer(model, ['powers.*.categories[]'], 'problem', keysOf(model, 'problems'));
}

/** Protects what a role reads, and cases in which a power is exercised or an opinion given. */
export function caseKindsExist(model: Written): Fault[] {
  const kinds = keysOf(model, 'cases');
  return [
    ...refer(model, ['roles.*.reads[]'], 'kind of cases', [...kinds, '*']),
    ...refer(model, ['powers.*.exercised-by[]', 'roles.*.opinion.case'], 'kind of cases', kinds),
  ];
}

/** Protects escalation: a case that names no ladder it could climb would stay where it is. */
export function laddersExist(model: Written): Fault[] {
  return refer(model, ['cases.*.ladder'], 'ladder', keysOf(model, 'ladders'));
}

/** Protects pauses: a clock that should stand still would run on. */
export function pausesExist(model: Written): Fault[] {
  return select(model, 'cases.*').flatMap((kind) =>
    refer(kind, ['clocks.*.paused-in[]'], 'pause', keysOf(kind, 'pauses')),
  );
}

/** Protects reminders and climbing: both wait for a clock that must exist in the kind concerned. */
export function clocksExist(model: Written): Fault[] {
  return select(model, 'cases.*').flatMap((kind) => {
    const clocks = keysOf(kind, 'clocks');
    const ladder = select(kind, 'ladder')[0]?.value;
    const lifted = typeof ladder === 'string' ? select(model, `ladders.${ladder}.climbs-when-over[]`) : [];
    return [
      ...refer(kind, ['remind.*.clock'], 'clock', clocks),
      ...lifted
        .filter((written) => typeof written.value === 'string' && !clocks.includes(written.value))
        .map((written) => {
          const word = String(written.value);
          const message = `cases.${keyOf(kind)} climbs this ladder and has no clock "${word}"`;
          return wordFault(written.at, written.path, message, word, clocks);
        }),
    ];
  });
}

/** Protects the catalogue: a report names a leaf, and leaves hang below groups that exist, never in a ring. */
export function problemsNest(model: Written): Fault[] {
  return [
    ...refer(model, ['problems.*.parent'], 'problem', keysOf(model, 'problems')),
    ...rings(model, 'problems', 'parent'),
  ];
}

/** Protects every walk up the tree of organisations, such as finding the supervisor, from never ending. */
export function orgKindsNest(model: Written): Fault[] {
  return [...rings(model, 'org-kinds', 'under'), ...rings(model, 'org-kinds', 'more-members')];
}

function rings(model: Written, map: string, up: string): Fault[] {
  return select(model, `${map}.*`).flatMap((start) => {
    const path = [keyOf(start)];
    for (;;) {
      const next = select(model, `${map}.${path.at(-1)}.${up}`)[0]?.value;
      if (typeof next !== 'string') return [];
      if (next === path[0]) {
        const link = select(start, up)[0] ?? start;
        return [faultAt(link, `goes round in a ring: ${[...path, next].join(' › ')}`)];
      }
      if (path.includes(next)) return [];
      path.push(next);
    }
  });
}

/** Protects queues and gates: fields, values and types of every condition are known. */
export function conditionsAreReadable(model: Written): Fault[] {
  const faults: Fault[] = [];
  const conditions = [...select(model, 'queues.*.where'), ...select(model, 'cases.*.gates.*.needs')];
  for (const condition of conditions)
    readCondition(condition, fieldValues(model), (fault) => faults.push(fault));
  return faults;
}

/** What the fields of conditions may be compared with in this model. */
export function fieldValues(model: Written) {
  const pauses = new Set(select(model, 'cases.*.pauses.*').map(keyOf));
  return {
    kind: keysOf(model, 'cases'),
    station: Object.keys(stationMeanings),
    severity: ['urgent', 'ordinary', 'hard'],
    category: keysOf(model, 'problems'),
    paused: [...pauses],
    rating: ['solved', 'partly', 'not'],
  };
}

/** Protects case numbers: two kinds with one prefix could not be told apart on the phone. */
export function prefixesDiffer(model: Written): Fault[] {
  const seen = new Map<unknown, string>();
  return select(model, 'cases.*.prefix').flatMap((prefix) => {
    const kind = String(prefix.path[1]);
    const other = seen.get(prefix.value);
    seen.set(prefix.value, other ?? kind);
    return other === undefined
      ? []
      : [faultAt(prefix, `cases.${other} has the prefix "${String(prefix.value)}" already`)];
  });
}
