/** From a tree found without fault to the parsed model: every default said, every short form read. */
import { AuthoredModel } from './authored.ts';
import type { AuthoredLimitsValue, AuthoredLimitValue } from './authored-forms.ts';
import { toBallotKind } from './ballots.ts';
import { actorWords, fieldValues } from './checks/names.ts';
import { defaultCalendar, readSpan } from './checks/time.ts';
import { readCondition } from './conditions.ts';
import { toGatheringKind } from './gatherings.ts';
import { readLimitWords } from './limits.ts';
import { toNorm } from './norms.ts';
import type {
  ActorRef,
  Ask,
  Bounds,
  Calendar,
  CaseKind,
  Clock,
  Condition,
  Coverage,
  Limit,
  Model,
  RatingRule,
  Reminder,
  Role,
  Rung,
  Severity,
  Station,
  StationRule,
} from './parsed.ts';
import { versionOf } from './version.ts';
import { find, type Path, pathText, plain, type Written } from './written.ts';

type AuthoredCase = NonNullable<AuthoredModel['cases']>[string];
type Authored<Map extends keyof AuthoredCase> = NonNullable<AuthoredCase[Map]>;

/** The model a merged, faultless tree says. Keys stand in the order of the file, because faces show them so. */
export function parseModel(key: string, extended: string | null, root: Written): Model {
  const model = toModel(key, extended, AuthoredModel.parse(plain(root)), root);
  return { ...model, version: versionOf(model) };
}

function toModel(
  key: string,
  extended: string | null,
  authored: AuthoredModel,
  root: Written,
): Omit<Model, 'version'> {
  const reading = readingOf(root);
  return {
    key,
    extends: extended,
    title: authored.title!,
    jurisdiction: authored.jurisdiction!,
    timeZone: authored['time-zone']!,
    levels: authored.levels!.map((level) => ({
      key: level.key,
      title: level.title,
      codeLength: level['code-length'],
    })),
    areaClasses: mapValues(authored['area-classes'], ({ title, level }) => ({ title, level })),
    orgKinds: mapValues(authored['org-kinds'], (kind) => ({
      title: kind.title,
      level: kind.level ?? null,
      under: kind.under ?? null,
      formation: kind.formation ?? [],
      members: kind.members ? toBounds(kind.members) : null,
      moreMembers: kind['more-members'] ?? null,
      committee: kind.committee
        ? {
            from: kind.committee.from,
            seats: toBounds(kind.committee.seats ?? {}),
            roles: many(kind.committee.roles),
          }
        : null,
      countsAsCover: kind['counts-as-cover'] ?? false,
      team: kind.team ?? null,
      sentBy: kind['sent-by'] ?? null,
    })),
    roles: mapValues(authored.roles, (role) => ({
      title: role.title,
      orgKind: role.in,
      seats: role.seats ?? (role.per === undefined ? null : 1),
      serves: toServes(role, authored),
      per: role.per === undefined ? null : toPer(role.per, authored),
      termYears: role['term-years'] ?? null,
      isMember: role.member ?? false,
      mayBeEmpty: role['may-be-empty'] ?? false,
      also: many(role.also),
      neverWith: many(role['never-with']),
      nominatedBy: many(role['nominated-by']),
      opinion: role.opinion?.case ?? null,
      card: role.card
        ? {
            fields: role.card.fields,
            consentDays: role.card['consent-days'],
            identity: role.card.identity ?? null,
            standard: role.card.standard ?? null,
          }
        : null,
      shown: role.shown ?? [],
      reads: many(role.reads),
      can: role.can ?? [],
      script: role.script ?? null,
    })),
    ...institutionOf(authored, reading),
    norms: mapValues(authored.norms, (norm) =>
      toNorm(
        norm,
        (path) => declaredBounds(root, path),
        (orgKind) => many(authored['org-kinds']?.[orgKind]?.committee?.roles),
      ),
    ),
    establishments: mapValues(authored.establishments, ({ title, roles }) => ({
      title,
      roles: many(roles),
    })),
    calendars: mapValues(
      authored.calendars,
      ({ title, hours, days }): Calendar => ({
        title,
        hours: hours === 'around-the-clock' ? hours : hours.map((span) => readSpan(span)!),
        days: days ?? 'every',
      }),
    ),
    problems: mapValues(authored.problems, (problem) => ({
      title: problem.title,
      parent: problem.parent ?? null,
      severity: problem.severity ?? 'ordinary',
      words: problem.words ?? [],
      duty: problem.duty ?? null,
    })),
    caseKinds: mapValues(authored.cases, (kind, kindKey) => toCaseKind(kind, ['cases', kindKey], reading)),
    gatherings: mapValues(authored.gatherings, (gathering, gatheringKey) =>
      toGatheringKind(gathering, {
        limit: reading.limit,
        condition: (index) => reading.condition(['gatherings', gatheringKey, 'agenda', index, 'cases']),
      }),
    ),
    ladders: mapValues(authored.ladders, (ladder) => ({
      title: ladder.title,
      climbsWhenOver: many(ladder['climbs-when-over']),
      climbedBy: actors(ladder['climbed-by']),
      rungs: ladder.rungs.map((rung) => toRung(rung, authored, reading)),
    })),
    ballots: mapValues(authored.ballots, (ballot) => toBallotKind(ballot, reading.limit)),
    queues: mapValues(authored.queues, (queue, queueKey) => ({
      title: queue.title,
      where: reading.condition(['queues', queueKey, 'where']),
      for: many(queue.for),
      sort: queue.sort ?? 'dueAt',
    })),
    sources: sourcesOf(root),
  };
}

/** A rung of a gathering is hosted and decided as the gathering says. */
function toRung(
  rung: NonNullable<AuthoredModel['ladders']>[string]['rungs'][number],
  authored: AuthoredModel,
  reading: Reading,
): Rung {
  const gathering = rung.gathering === undefined ? undefined : authored.gatherings?.[rung.gathering];
  return {
    key: rung.key,
    gathering: rung.gathering ?? null,
    title: (gathering?.title ?? rung.title)!,
    host: (gathering ? many(gathering.host)[0] : rung.host)!,
    limit: reading.limit(rung.limit),
    decidedBy: actors(gathering ? gathering['decided-by'] : rung['decided-by']),
    series: (gathering ? gathering.series : rung.series) ?? null,
  };
}

function toCaseKind(kind: AuthoredCase, path: Path, reading: Reading): CaseKind {
  return {
    title: kind.title,
    description: kind.description ?? null,
    numberPrefix: kind.prefix,
    openedBy: actors(kind['opened-by']),
    account: kind.account ?? 'required',
    openToNeighbours: kind['open-to-neighbours'] ?? false,
    inClasses: many(kind['in-classes']),
    asks: mapValues(kind.asks, toAsk),
    route: kind.route,
    stations: Object.fromEntries(
      (Object.keys(kind.stations) as Station[]).map((station) => [
        station,
        toStation(station, kind.stations[station]!, reading),
      ]),
    ),
    clocks: mapValues(kind.clocks, (clock) => toClock(clock, reading)),
    pauses: mapValues(kind.pauses, (pause) => ({
      title: pause.title,
      by: actors(pause.by),
      endedBy: actors(pause['ended-by']),
      atMost: reading.limit(pause['at-most']),
    })),
    gates: inKeyOrder(kind.gates).map(([key, gate]) => ({
      key,
      before: gate.before,
      title: gate.title,
      needs: reading.condition([...path, 'gates', key, 'needs']),
      refusal: gate.refusal,
      source: gate.source ?? null,
    })),
    parts: kind.parts
      ? {
          addedBy: actors(kind.parts['added-by']),
          parties: kind.parts.parties.map((role): `role:${string}` => `role:${role}`),
          limit: reading.limit(kind.parts.limit),
          beforeResolved: kind.parts['before-resolved'] ?? true,
        }
      : null,
    ladder: kind.ladder ?? null,
    rating: kind.rating ? toRating(kind.rating, reading) : null,
    similar: kind.similar
      ? { radiusMetres: kind.similar['radius-metres'], withinDays: kind.similar['within-days'] }
      : null,
    reminders: inKeyOrder(kind.remind).map(([key, reminder]) => toReminder(key, reminder)),
  };
}

function toStation(
  key: Station,
  station: NonNullable<Authored<'stations'>[Station]>,
  reading: Reading,
): StationRule {
  const notBy = new Set(station['not-by'] ?? []);
  // Whoever handled a case never verifies it, also where the file does not repeat it.
  if (key === 'verified') notBy.add('handler');
  return {
    title: station.title,
    verb: station.verb ?? null,
    by: actors(station.by),
    notBy: [...notBy].sort(),
    to: actors(station.to),
    claim: station.claim ?? false,
    asks: mapValues(station.asks, toAsk),
    after: station.after ? reading.limit(station.after) : null,
  };
}

function toAsk(ask: Authored<'asks'>[string]): Ask {
  return {
    title: ask.title,
    hint: ask.hint ?? null,
    kind: ask.kind,
    required: ask.required ?? false,
    requiredIf: Object.entries(ask['required-if'] ?? {}).map(([field, answers]) => ({
      field,
      answers: many(answers),
    })),
    max: ask.max ?? null,
    min: ask.min ?? null,
    choices: ask.choices ?? [],
    onYes: ask['on-yes'] ? { stop: ask['on-yes'].stop, call: ask['on-yes'].call ?? null } : null,
  };
}

function toClock(clock: Authored<'clocks'>[string], reading: Reading): Clock {
  return {
    title: clock.title,
    from: clock.from,
    to: many(clock.to),
    limit: reading.limits(clock.limit),
    limitByClass: mapValues(clock['by-class'], reading.limits),
    pausedIn: many(clock['paused-in']),
  };
}

function toRating(rating: Authored<'rating'>, reading: Reading): RatingRule {
  const { solved, partly, not } = rating.answers;
  const on: RatingRule['on'] = {};
  for (const key of ['partly', 'not'] as const) {
    const consequence = rating.on?.[key];
    if (typeof consequence === 'string') on[key] = { first: consequence, later: consequence };
    else if (consequence) on[key] = consequence;
  }
  return {
    by: actors(rating.by),
    answers: Object.entries({ solved, partly, not }).flatMap(([key, title]) =>
      title ? [{ key: key as 'solved' | 'partly' | 'not', title }] : [],
    ),
    within: reading.limit(rating.within),
    on,
  };
}

/** Formations, coverage, nets, parties, duties, report-in and powers: how organisations stand to one another. */
function institutionOf(
  authored: AuthoredModel,
  reading: Reading,
): Pick<
  Model,
  | 'formations'
  | 'nominationChannels'
  | 'segmentKinds'
  | 'coverage'
  | 'gridsPer'
  | 'nets'
  | 'parties'
  | 'duties'
  | 'reportIn'
  | 'powers'
> {
  const reportIn = authored['report-in'];
  return {
    formations: mapValues(authored.formations, (formation) => ({
      title: formation.title,
      covers: formation.covers,
      areas: formation.areas ? toBounds(formation.areas) : null,
      members: formation.members ? toBounds(formation.members) : null,
      membersOfEach: formation['members-of-each'] ? toBounds(formation['members-of-each']) : null,
      gridsOfEach: formation['grids-of-each'] ? toBounds(formation['grids-of-each']) : null,
    })),
    nominationChannels: mapValues(authored['nomination-channels'], ({ title }) => ({ title })),
    segmentKinds: mapValues(authored['segment-kinds'], ({ title }) => ({ title })),
    coverage: toCoverage(authored),
    gridsPer: mapValues(authored.grids, toBounds),
    nets: mapValues(authored.nets, (net) => ({
      title: net.title,
      isAxis: net.axis ?? false,
      orgKinds: net.orgs ?? [],
      levels: net.levels ?? [],
      grids: net.grids ?? false,
    })),
    parties: mapValues(authored.parties, (group) => ({
      title: group.title,
      level: group.level,
      parties: mapValues(group.of, (party) => ({
        title: party.title,
        orgKinds: many(party.orgs),
        roles: many(party.roles),
        residents: party.residents ?? false,
        owes: party.owes ?? null,
      })),
    })),
    duties: mapValues(authored.duties, (duty) => ({
      orgKind: duty.of,
      owes: duty.owes,
      limit: duty.limit === undefined ? null : reading.limit(duty.limit),
      series: duty.series ?? null,
    })),
    reportIn: reportIn
      ? {
          title: reportIn.title,
          receivedBy: many(reportIn['received-by']),
          employedBy: many(reportIn['employed-by']),
          services: mapValues(reportIn.services, ({ title }) => ({ title })),
          feedback: reportIn.feedback ?? null,
        }
      : null,
    powers: mapValues(authored.powers, (power) => ({
      title: power.title,
      list: power.list,
      level: power.level,
      lead: power.lead ?? null,
      basis: power.basis,
      from: power.from,
      to: power.to ?? null,
      evaluatedOn: power['evaluated-on'] ?? null,
      evaluateBy: power['evaluate-by'] ?? null,
      categories: power.categories ?? [],
      over: power.over ?? null,
      exercisedBy: many(power['exercised-by']),
    })),
  };
}

function toCoverage({ coverage, roles }: AuthoredModel): Coverage | null {
  if (!coverage) return null;
  const serving = Object.entries(roles ?? {}).flatMap(([key, { serves }]) => (serves ? [key] : []));
  return {
    homes: coverage.homes,
    gridsOf: coverage['grids-of'] ?? null,
    answeredBy: coverage['answered-by'] === undefined ? serving.sort() : many(coverage['answered-by']),
    rateOf: coverage['rate-of'] ?? null,
  };
}

/** An office for an area is filled by whoever serves that area, also where the file does not say so. */
function toServes(
  role: NonNullable<AuthoredModel['roles']>[string],
  authored: AuthoredModel,
): Role['serves'] {
  if (role.serves) return { level: role.serves.level, bounds: toBounds(role.serves) };
  const per = role.per === undefined ? null : toPer(role.per, authored);
  return per?.of === 'level' ? { level: per.key, bounds: { min: null, max: null } } : null;
}

function toPer(word: string, authored: AuthoredModel): NonNullable<Role['per']> {
  if (word === 'grid') return { of: 'grid' };
  const isLevel = authored.levels?.some(({ key }) => key === word);
  return { of: isLevel ? 'level' : 'segment', key: word };
}

function toReminder(key: string, reminder: Authored<'remind'>[string]): Reminder {
  const own = ['supervisor', 'work-group', 'router'] as const;
  return {
    key,
    clock: reminder.clock,
    atPercent: Number.parseInt(reminder.at, 10),
    to: many(reminder.to).map((word) => own.find((each) => each === word) ?? actor(word)),
  };
}

/** Bounds said at a path, with where they come from. */
function declaredBounds(root: Written, path: readonly string[]): { bounds: Bounds; source: string | null } {
  const said = find(root, [...path]);
  const number = (key: string): number | null => {
    const value = said && find(said, [key])?.value;
    return typeof value === 'number' ? value : null;
  };
  const source = said && find(said, ['source'])?.value;
  return {
    bounds: { min: number('min'), max: number('max') },
    source: typeof source === 'string' ? source : null,
  };
}

function toBounds(bounds: { min?: number | undefined; max?: number | undefined }): Bounds {
  return { min: bounds.min ?? null, max: bounds.max ?? null };
}

function actors(words: string | string[] | undefined): ActorRef[] {
  return many(words).map(actor);
}

function actor(word: string): ActorRef {
  return actorWords.find((each) => each === word) ?? `role:${word}`;
}

function many<T>(value: T | T[] | undefined): T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function mapValues<From, To>(
  map: Record<string, From> | undefined,
  convert: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(map ?? {}).map(([key, value]) => [key, convert(value, key)]));
}

/** Maps that become lists are sorted: the order of keys in a file says nothing. */
function inKeyOrder<T>(map: Record<string, T> | undefined): [string, T][] {
  return Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}

interface Reading {
  limit(value: AuthoredLimitValue): Limit;
  limits(value: AuthoredLimitsValue): Record<Severity, Limit>;
  condition(path: Path): Condition;
}

/** Reads short forms that checks have found readable; anything else is a broken invariant. */
function readingOf(root: Written): Reading {
  const values = fieldValues(root);
  const limit = (value: AuthoredLimitValue): Limit => {
    const words = readLimitWords(typeof value === 'string' ? value : value.in);
    const calendar = words?.calendar ?? (words && defaultCalendar(root, words.unit));
    if (!words || !calendar)
      throw new Error(`limit passed the checks but cannot be read: ${JSON.stringify(value)}`);
    return { unit: words.unit, amount: words.amount, calendar };
  };
  return {
    limit,
    limits(value) {
      if (typeof value === 'string' || 'in' in value) {
        return { urgent: limit(value), ordinary: limit(value), hard: limit(value) };
      }
      const ordinary = limit(value.ordinary);
      return {
        urgent: value.urgent ? limit(value.urgent) : ordinary,
        ordinary,
        hard: value.hard ? limit(value.hard) : ordinary,
      };
    },
    condition(path) {
      return readCondition(find(root, path)!, values, (fault) => {
        throw new Error(`condition passed the checks but cannot be read: ${fault.message}`);
      });
    },
  };
}

/** Every `source:` by the path of what it stands beside. */
function sourcesOf(root: Written): Record<string, string> {
  const sources: Record<string, string> = {};
  const walk = (written: Written): void => {
    if (Array.isArray(written.value)) written.value.forEach(walk);
    if (!(written.value instanceof Map)) return;
    for (const [key, child] of written.value) {
      if (key === 'source' && typeof child.value === 'string') sources[pathText(written.path)] = child.value;
      else walk(child);
    }
  };
  walk(root);
  return sources;
}
