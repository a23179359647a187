/** Kinds of gatherings and the ladders that lead to them: when, who, and that nothing waits for what never meets. */
import { readCondition } from '../conditions.ts';
import { type Fault, faultAt, faultAtKey, unknownWord } from '../faults.ts';
import { audienceWords } from '../gatherings.ts';
import { readLimitWords } from '../limits.ts';
import { readRecurrence } from '../recurrence.ts';
import { find, keyOf, keysOf, select, type Written } from '../written.ts';
import { fieldValues } from './names.ts';
import { defaultCalendar } from './time.ts';

/** Protects invitations: hosts, roles and those it is for exist. */
export function gatheringNamesExist(model: Written): Fault[] {
  const roles = keysOf(model, 'roles');
  const names: [patterns: string[], what: string, allowed: string[]][] = [
    [['gatherings.*.host[]'], 'kind of organisation', keysOf(model, 'org-kinds')],
    [
      [
        'gatherings.*.called-by[]',
        'gatherings.*.decided-by[]',
        'gatherings.*.minuted-by[]',
        'gatherings.*.shift.roles[]',
      ],
      'role',
      roles,
    ],
    [['gatherings.*.open-to[]'], 'role', [...roles, ...audienceWords]],
    [['ladders.*.rungs[].gathering'], 'gathering', keysOf(model, 'gatherings')],
  ];
  return names.flatMap(([patterns, what, allowed]) =>
    patterns
      .flatMap((pattern) => select(model, pattern))
      .filter(({ value }) => typeof value === 'string' && !allowed.includes(value))
      .map((written) => unknownWord(written, what, allowed)),
  );
}

/** Protects invitations: it is for everybody of one sort, or for some roles. */
export function gatheringsAreForSomebody(model: Written): Fault[] {
  return select(model, 'gatherings.*').flatMap((gathering) => {
    const openTo = find(gathering, ['open-to']);
    const words = select(gathering, 'open-to[]').filter(({ value }) =>
      audienceWords.some((word) => word === value),
    );
    const isMixed = words.length > 0 && Array.isArray(openTo?.value) && openTo.value.length > 1;
    const isNobody = Array.isArray(openTo?.value) && openTo.value.length === 0;
    return [
      ...(isMixed ? [faultAt(words[0]!, `"${String(words[0]!.value)}" stands alone or not at all`)] : []),
      ...(isNobody ? [faultAtKey(openTo, 'names somebody')] : []),
    ];
  });
}

/** Protects calendars: a rule that cannot be read, or without an hour, would never meet. */
export function gatheringSeriesAreReadable(model: Written): Fault[] {
  return select(model, 'gatherings.*').flatMap((gathering) => {
    const series = find(gathering, ['series']);
    if (typeof series?.value !== 'string') return [];
    const read = readRecurrence(series.value);
    if ('problem' in read) return [faultAt(series, `"${series.value}" ${read.problem.en}`)];
    return find(gathering, ['at'])
      ? []
      : [faultAtKey(series, 'says the days; the time of day is missing: `at: "19:30"`')];
  });
}

/** Protects the length of a meeting, which is time on the clock and at most a day. */
export function gatheringsLastForHours(model: Written): Fault[] {
  const atMostMinutes = 1440;
  return select(model, 'gatherings.*.lasts').flatMap((lasts) => {
    const written = lasts.value instanceof Map ? find(lasts, ['in']) : lasts;
    const words = typeof written?.value === 'string' ? readLimitWords(written.value) : undefined;
    if (!written || !words) return [];
    const calendar = words.calendar ?? defaultCalendar(model, words.unit);
    const isPlain = find(model, ['calendars', calendar ?? '', 'hours'])?.value === 'around-the-clock';
    return words.unit === 'minutes' && isPlain && words.amount <= atMostMinutes
      ? []
      : [faultAt(written, 'is a plain time of at most a day, such as `90 minutes`')];
  });
}

/** Which keys belong to which forms only. */
const onlyOf: Record<string, readonly string[]> = {
  'decided-by': ['meeting'],
  agenda: ['meeting'],
  held: ['meeting'],
  quorum: ['meeting'],
  decision: ['meeting'],
  'called-within': ['meeting'],
  'sign-up': ['lesson', 'class', 'event'],
  capacity: ['lesson', 'class', 'event'],
  shift: ['shift'],
};

/** Protects whoever writes a model: what is written has an effect. */
export function gatheringKeysFitTheirForm(model: Written): Fault[] {
  return select(model, 'gatherings.*').flatMap((gathering) => {
    const form = String(find(gathering, ['form'])?.value);
    const misplaced = Object.entries(onlyOf).flatMap(([key, forms]) => {
      const written = find(gathering, [key]);
      return written && !forms.includes(form)
        ? [faultAtKey(written, `belongs to form: ${forms.join(', ')} only`)]
        : [];
    });
    const hasRoles = ['called-by', 'decided-by', 'minuted-by'].some(
      (key) => select(gathering, `${key}[]`).length > 0,
    );
    const ownerless = hasRoles
      ? []
      : [faultAtKey(gathering, 'says whose it is: `called-by` or `decided-by`')];
    const isSeatless = form === 'shift' && !find(gathering, ['shift']);
    const seats = isSeatless ? [faultAtKey(gathering, 'says how many are on duty: `shift`')] : [];
    const capacity = find(gathering, ['capacity']);
    const signUp =
      capacity && !find(gathering, ['sign-up'])
        ? [faultAtKey(capacity, 'limits places that one must be able to sign up for: `sign-up`')]
        : [];
    return [...misplaced, ...ownerless, ...seats, ...signUp];
  });
}

/** Protects decisions: a share of nobody knows how many is no quorum, and no majority of all. */
export function quorumsCanBeCounted(model: Written): Fault[] {
  return select(model, 'gatherings.*').flatMap((gathering) => {
    const uncounted = select(gathering, 'open-to[]').find(
      ({ value }) => value === 'residents' || value === 'owners' || value === 'posts',
    );
    if (!uncounted) return [];
    const quorum = find(gathering, ['quorum']);
    const decision = find(gathering, ['decision']);
    const asksAll = find(gathering, ['decision', 'of'])?.value === 'entitled';
    return [...(quorum ? [quorum] : []), ...(decision && asksAll ? [decision] : [])].map((rule) =>
      faultAtKey(
        rule,
        `is a share of members, of a committee or of holders of roles, and it is for ${String(uncounted.value)}`,
      ),
    );
  });
}

/** Protects committees: a meeting of a committee on which nobody sits would never be anybody’s. */
export function committeesHaveMembers(model: Written): Fault[] {
  return select(model, 'gatherings.*').flatMap((gathering) => {
    const isForCommittee = select(gathering, 'open-to[]').some(({ value }) => value === 'committee');
    if (!isForCommittee) return [];
    return select(gathering, 'host[]')
      .filter((host) => select(model, `org-kinds.${String(host.value)}.committee.roles[]`).length === 0)
      .map((host) =>
        faultAt(
          host,
          `nobody is said to sit on its committee: say org-kinds.${String(host.value)}.committee.roles`,
        ),
      );
  });
}

/** Protects series: holidays are those of China’s official calendar, or there are none to skip. */
export function holidaysAreKnown(model: Written): Fault[] {
  const calendar = defaultCalendar(model, 'working-days') ?? '';
  if (find(model, ['calendars', calendar, 'days'])?.value === 'cn-official') return [];
  return select(model, 'gatherings.*.on-holiday')
    .filter(({ value }) => value !== 'keep')
    .map((written) =>
      faultAt(written, 'needs a calendar of working days with `days: cn-official` in default-calendars'),
    );
}

/** Protects agendas: fields, values and types of every condition are known. */
export function agendaConditionsAreReadable(model: Written): Fault[] {
  const faults: Fault[] = [];
  for (const condition of select(model, 'gatherings.*.agenda[].cases')) {
    readCondition(condition, fieldValues(model), (fault) => faults.push(fault));
  }
  return faults;
}

/** Protects a case that climbs: the rung says once who decides, and that is a meeting which takes it up. */
export function rungsAreDecidedSomewhere(model: Written): Fault[] {
  return select(model, 'ladders.*.rungs[]').flatMap((rung) => {
    const named = find(rung, ['gathering']);
    const own = ['title', 'host', 'decided-by', 'series'];
    if (!named) {
      return own
        .filter((key) => key !== 'series' && !find(rung, [key]))
        .map((key) => faultAt(rung, `names its \`gathering\`, or says \`${key}\` itself`));
    }
    const repeated = own
      .flatMap((key) => find(rung, [key]) ?? [])
      .map((written) => faultAtKey(written, `is said by gatherings.${String(named.value)}`));
    const gathering = find(model, ['gatherings', String(named.value)]);
    if (!gathering) return repeated;
    const at = `gatherings.${keyOf(gathering)}`;
    const hosts = select(gathering, 'host[]');
    const takesUp = select(gathering, 'agenda[]').some(({ value }) => value === 'ladder');
    return [
      ...repeated,
      ...(find(gathering, ['form'])?.value === 'meeting'
        ? []
        : [faultAt(named, `${at} is no meeting and decides nothing`)]),
      ...(select(gathering, 'decided-by[]').length > 0
        ? []
        : [faultAt(named, `${at} has no \`decided-by\``)]),
      ...(hosts.length === 1 ? [] : [faultAt(named, `${at} must have one \`host\`, not ${hosts.length}`)]),
      ...(takesUp
        ? []
        : [faultAt(named, `${at} does not take up what climbs: add \`ladder\` to its agenda`)]),
      ...neverMeets(gathering, named),
    ];
  });
}

function neverMeets(gathering: Written, named: Written): Fault[] {
  return find(gathering, ['series']) || find(gathering, ['called-within'])
    ? []
    : [
        faultAt(
          named,
          `gatherings.${keyOf(gathering)} never meets by itself: it needs \`series\` or \`called-within\``,
        ),
      ];
}

/** Protects whoever calls a meeting for a case: only where a ladder leads are there cases that wait. */
export function callsAreForCases(model: Written): Fault[] {
  const reached = new Set(select(model, 'ladders.*.rungs[].gathering').map(({ value }) => value));
  return select(model, 'gatherings.*').flatMap((gathering) => {
    const calls = find(gathering, ['called-within']);
    return calls && !reached.has(keyOf(gathering))
      ? [faultAtKey(calls, 'belongs where a ladder leads only')]
      : [];
  });
}
