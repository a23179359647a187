/** The stations a kind uses: each can be entered and left, by the right people. */
import { stationMeanings } from '../authored.ts';
import { readCondition } from '../conditions.ts';
import { type Fault, faultAt, faultAtKey, wordFault } from '../faults.ts';
import type { Condition, Station } from '../parsed.ts';
import { find, keyOf, keysOf, select, type Written } from '../written.ts';

const mainStations = [
  'open',
  'accepted',
  'assigned',
  'handling',
  'resolved',
  'verified',
  'closed',
] as const satisfies readonly Station[];
const ends: readonly string[] = ['closed', 'withdrawn', 'merged'];

/** Protects the spine: a case begins somewhere and ends somewhere. */
export function spineHasBothEnds(model: Written): Fault[] {
  return select(model, 'cases.*.stations').flatMap((stations) =>
    ['open', 'closed']
      .filter((station) => !find(stations, [station]))
      .map((station) => faultAtKey(stations, `the station "${station}" is missing: every case has one`)),
  );
}

/** Protects openers from rules nobody would read: how a case is opened is said of the kind, not of its first station. */
export function openIsEnteredByOpening(model: Written): Fault[] {
  const instead = {
    by: '`opened-by`',
    'not-by': '`opened-by`',
    asks: '`asks` of the kind',
    after: '`opened-by`',
  };
  return select(model, 'cases.*.stations.open').flatMap((open) =>
    Object.entries(instead).flatMap(([key, place]) => {
      const said = find(open, [key]);
      return said ? [faultAtKey(said, `has no meaning at open: say it in ${place}`)] : [];
    }),
  );
}

/** Protects every station from being one that no case ever reaches. */
export function stationsHaveAWayIn(model: Written): Fault[] {
  return select(model, 'cases.*').flatMap((kind) =>
    select(kind, 'stations.*')
      .filter((station) => keyOf(station) !== 'open' && !hasWayIn(kind, keyOf(station)))
      .map((station) =>
        faultAtKey(station, 'no case gets here: say who brings it (`by`) or when time does (`after`)'),
      ),
  );
}

/** Protects every case from getting stuck: from each station that can be reached somebody, or time, leads on. */
export function stationsHaveAWayOut(model: Written): Fault[] {
  return select(model, 'cases.*').flatMap((kind) =>
    select(kind, 'stations.*').flatMap((station) => {
      const key = keyOf(station);
      if (ends.includes(key)) return [];
      const next = stationsAfter(kind, key);
      if (next.some((each) => hasWayIn(kind, each))) return [];
      // The next station's own fault (no way in) says the same and stands where it is mended.
      if (next.length > 0) return [];
      return [faultAtKey(station, 'a case gets stuck here: no station it could go on to is declared')];
    }),
  );
}

function hasWayIn(kind: Written, station: string): boolean {
  if (station === 'open') return true;
  if (select(kind, `stations.${station}.by[]`).length > 0) return true;
  if (find(kind, ['stations', station, 'after'])) return true;
  const consequences = [...select(kind, 'rating.on.*'), ...select(kind, 'rating.on.*.*')].map(
    (each) => each.value,
  );
  if (station === 'closed') return find(kind, ['rating']) !== undefined;
  if (station === 'reopened') return consequences.includes('reopen');
  return station === 'assigned' && find(kind, ['stations', 'assigned', 'claim'])?.value === true;
}

/** Where a case goes on from a station when nothing goes wrong. */
function stationsAfter(kind: Written, station: string): string[] {
  const declared = keysOf(kind, 'stations');
  const position = (mainStations as readonly string[]).indexOf(station);
  if (position >= 0)
    return mainStations
      .slice(position + 1)
      .filter((each) => declared.includes(each))
      .slice(0, 1);
  // Returned and reopened cases go back to be taken, dispatched or handled again.
  return ['accepted', 'assigned', 'handling', 'resolved'].filter((each) => declared.includes(each));
}

/** Protects verification: somebody other than the handler looks, and there must be such a somebody. */
export function verifiersAreNotHandlers(model: Written): Fault[] {
  return select(model, 'cases.*.stations.verified').flatMap((station) => {
    const faults: Fault[] = [];
    const notBy = find(station, ['not-by']);
    if (Array.isArray(notBy?.value) && !notBy.value.some((each) => each.value === 'handler')) {
      faults.push(faultAt(notBy, 'must contain handler: nobody verifies their own work'));
    }
    const by = select(station, 'by[]');
    const excluded = ['assignee', ...select(station, 'not-by[]').map((each) => String(each.value))];
    if (by.length > 0 && by.every((each) => excluded.includes(String(each.value)))) {
      faults.push(
        faultAt(find(station, ['by'])!, 'nobody is left to verify: the assignee is always a handler'),
      );
    }
    return faults;
  });
}

/** Protects dispatch: a case is given to somebody named, and only where it is dispatched. */
export function onlyAssignedNamesReceivers(model: Written): Fault[] {
  return select(model, 'cases.*.stations.*').flatMap((station) => {
    if (keyOf(station) === 'assigned') {
      if (select(station, 'to[]').length > 0) return [];
      return [faultAtKey(station, '`to` is missing: roles a case may be given to')];
    }
    return ['to', 'claim']
      .flatMap((key) => find(station, [key]) ?? [])
      .map((each) => faultAtKey(each, `\`${keyOf(each)}\` belongs to the station assigned only`));
  });
}

/** Protects ratings: consequences follow answers that are offered and do what the kind can do. */
export function ratingsArePossible(model: Written): Fault[] {
  return select(model, 'cases.*').flatMap((kind) => {
    const rating = find(kind, ['rating']);
    if (!rating) return [];
    const faults: Fault[] = [];
    const answers = keysOf(rating, 'answers');
    if (!answers.includes('solved') || answers.length < 2) {
      faults.push(
        faultAtKey(find(rating, ['answers']) ?? rating, 'offers `solved` and at least one other answer'),
      );
    }
    for (const consequence of select(rating, 'on.*')) {
      if (!answers.includes(keyOf(consequence))) {
        faults.push(wordFaultAtKey(consequence, `"${keyOf(consequence)}" is not among the answers`, answers));
      }
    }
    for (const consequence of [...select(rating, 'on.*'), ...select(rating, 'on.*.*')]) {
      if (consequence.value === 'reopen' && !find(kind, ['stations', 'reopened'])) {
        faults.push(faultAt(consequence, 'reopens, but the station reopened is not declared'));
      }
      if (consequence.value === 'climb' && !find(kind, ['ladder'])) {
        faults.push(faultAt(consequence, 'climbs, but the kind has no ladder'));
      }
    }
    return faults;
  });
}

function wordFaultAtKey(written: Written, message: string, allowed: readonly string[]): Fault {
  return wordFault(written.keyAt ?? written.at, written.path, message, keyOf(written), allowed);
}

/** Protects gates: one before a station that is not used would never be asked. */
export function gatesStandBeforeUsedStations(model: Written): Fault[] {
  return select(model, 'cases.*').flatMap((kind) => unusedStations(kind, 'gates.*.before'));
}

/** Protects cases from a gate that, once shut, never opens again: counts only grow, and past instants stay past. */
export function gatesNeverShutForEver(model: Written): Fault[] {
  return select(model, 'cases.*.gates.*.needs')
    .filter((needs) =>
      shutsForEver(
        readCondition(needs, {}, () => {}),
        true,
      ),
    )
    .map((needs) =>
      faultAt(
        needs,
        'could shut for ever: counts only grow and past instants stay past, so say under `any` what else opens it',
      ),
    );
}

const growing = ['redoCount', 'returnCount', 'followerCount'];
const past = ['openedAt', 'dispatchedAt', 'resolvedAt', 'verifiedAt', 'closedAt'];

/** Can it turn from true to false and stay so? `holds`: the condition is needed as it stands, not negated. */
function shutsForEver(condition: Condition, holds: boolean): boolean {
  if ('not' in condition) return shutsForEver(condition.not, !holds);
  if ('all' in condition || 'any' in condition) {
    const parts = 'all' in condition ? condition.all : condition.any;
    const needsEach = 'all' in condition === holds;
    const shuts = (part: Condition) => shutsForEver(part, holds);
    return needsEach ? parts.some(shuts) : parts.length > 0 && parts.every(shuts);
  }
  const { field, op } = condition;
  if (growing.includes(field)) return (holds ? ['lt', 'lte', 'is', 'in'] : ['gt', 'gte']).includes(op);
  return past.includes(field) && (holds ? ['after', 'during'] : ['before']).includes(op);
}

/** Protects clocks: one that starts or stops at a station never entered would never start, or never stop. */
export function clocksRunBetweenUsedStations(model: Written): Fault[] {
  return select(model, 'cases.*').flatMap((kind) => [
    ...unusedStations(kind, 'clocks.*.from'),
    ...unusedStations(kind, 'clocks.*.to[]'),
    ...select(kind, 'clocks.*').flatMap(stopsBeforeItStarts),
  ]);
}

function unusedStations(kind: Written, pattern: string): Fault[] {
  const used = keysOf(kind, 'stations');
  return select(kind, pattern)
    .filter((station) => isStation(station.value) && !used.includes(String(station.value)))
    .map((station) => {
      const word = String(station.value);
      return wordFault(station.at, station.path, `this kind does not use the station "${word}"`, word, used);
    });
}

/** A word that is no station at all is a fault of shape and named there. */
function isStation(value: unknown): boolean {
  return Object.hasOwn(stationMeanings, String(value));
}

function stopsBeforeItStarts(clock: Written): Fault[] {
  const order = mainStations as readonly string[];
  const from = String(find(clock, ['from'])?.value);
  return select(clock, 'to[]')
    .filter((to) => order.includes(from) && order.includes(String(to.value)))
    .filter((to) => order.indexOf(String(to.value)) <= order.indexOf(from))
    .map((to) => faultAt(to, `comes no later than ${from}, where the clock starts`));
}

/** Protects joint handling: `party` is the holder of a part, so without parts it is nobody. */
export function partiesHaveParts(model: Written): Fault[] {
  return select(model, 'cases.*')
    .filter((kind) => !find(kind, ['parts']))
    .flatMap((kind) => [
      ...select(kind, 'stations.*.by[]'),
      ...select(kind, 'pauses.*.by[]'),
      ...select(kind, 'remind.*.to[]'),
    ])
    .filter((actor) => actor.value === 'party')
    .map((actor) => faultAt(actor, '`party` is the holder of a part, but this kind has no `parts`'));
}

/** Protects the promise that a report needs no account: who may send and what an account is for must agree. */
export function accountsFitOpeners(model: Written): Fault[] {
  return select(model, 'cases.*').flatMap((kind) => {
    const openedBy = find(kind, ['opened-by']);
    if (!openedBy) return [];
    const account = find(kind, ['account']);
    const isOpenToAll = select(kind, 'opened-by[]').some((each) => each.value === 'anyone');
    const isRequired = account === undefined || account.value === 'required';
    if (isRequired && isOpenToAll) {
      return [
        faultAt(account ?? openedBy, '`anyone` may open it, so `account` must be `none` or `when-answered`'),
      ];
    }
    if (!isRequired && !isOpenToAll) {
      return [faultAt(account, 'no account is needed to send, so `opened-by` must contain `anyone`')];
    }
    return [];
  });
}
