/** Organisations and offices: what formations, coverage, cards, parties and powers say must make sense together. */
import { type Fault, faultAt, faultAtKey } from '../faults.ts';
import { find, keyOf, select, type Written } from '../written.ts';

/** Protects the check of sizes: how many areas share an organisation is asked only where areas share one. */
export function formationsFitWhatTheyCover(model: Written): Fault[] {
  return select(model, 'formations.*').flatMap((formation) => {
    if (find(formation, ['covers'])?.value === 'several-areas') return [];
    return ['areas', 'members-of-each', 'grids-of-each']
      .flatMap((key) => find(formation, [key]) ?? [])
      .map((written) => faultAtKey(written, 'belongs to `covers: several-areas` only'));
  });
}

/** Protects the proof: whoever answers for a home answers for areas that homes lie in, and grids consist of such areas. */
export function coverageIsPossible(model: Written): Fault[] {
  const coverage = find(model, ['coverage']);
  if (!coverage) return [];
  const levels = select(model, 'levels[].key').map((key) => String(key.value));
  const homes = levels.indexOf(String(find(coverage, ['homes'])?.value));
  if (homes < 0) return [];
  const isOutside = (written: Written): boolean => levels.indexOf(String(written.value)) < homes;
  const outer = ['grids-of', 'rate-of']
    .flatMap((key) => find(coverage, [key]) ?? [])
    .filter((written) => levels.includes(String(written.value)) && !isOutside(written))
    .map((written) => faultAt(written, `must be a level around ${levels[homes]}`));
  const answering = select(coverage, 'answered-by[]').flatMap((role) => {
    const serves = find(model, ['roles', String(role.value), 'serves']);
    if (!find(model, ['roles', String(role.value)])) return [];
    if (!serves)
      return [faultAt(role, `roles.${String(role.value)} answers for no areas: it needs \`serves\``)];
    const level = levels.indexOf(String(find(serves, ['level'])?.value));
    return level <= homes
      ? []
      : [faultAt(role, `roles.${String(role.value)} serves areas inside ${levels[homes]}, not around it`)];
  });
  return [...outer, ...answering];
}

/** Protects the division into grids: what is divided lies around what grids consist of. */
export function gridsDivideWhatLiesAround(model: Written): Fault[] {
  const levels = select(model, 'levels[].key').map((key) => String(key.value));
  const gridsOf = find(model, ['coverage', 'grids-of']);
  const inner = levels.indexOf(String(gridsOf?.value));
  return select(model, 'grids.*').flatMap((bounds) => {
    const level = keyOf(bounds);
    if (!levels.includes(level)) {
      return [faultAtKey(bounds, `no such level; there are ${levels.join(', ')}`)];
    }
    if (!gridsOf) return [faultAtKey(bounds, 'say in `coverage.grids-of` what grids consist of')];
    if (inner < 0 || levels.indexOf(level) < inner) return [];
    return [faultAtKey(bounds, `must be a level around ${levels[inner]}`)];
  });
}

/** Protects dispatched teams: two command one only where both are said. */
export function teamsAreSentBySomebody(model: Written): Fault[] {
  return select(model, 'org-kinds.*').flatMap((kind) => {
    const isDispatched = find(kind, ['team'])?.value === 'dispatched';
    const sentBy = find(kind, ['sent-by']);
    if (isDispatched && !sentBy) {
      return [
        faultAt(find(kind, ['team'])!, 'a dispatched team says by which kind of organisation: `sent-by`'),
      ];
    }
    return sentBy && !isDispatched ? [faultAtKey(sentBy, 'belongs to `team: dispatched` only')] : [];
  });
}

/** Protects holders: a field on a public card says something, or it is not offered for consent. */
export function cardsHaveTheirWords(model: Written): Fault[] {
  return select(model, 'roles.*.card').flatMap((card) =>
    select(card, 'fields[]')
      .filter(({ value }) => (value === 'identity' || value === 'standard') && !find(card, [String(value)]))
      .map((field) => faultAt(field, `say in \`${String(field.value)}\` what stands there`)),
  );
}

/** Protects what stands side by side: a party is organisations, roles or the residents. */
export function partiesAreSomebody(model: Written): Fault[] {
  return select(model, 'parties.*.of.*').flatMap((party) => {
    const isSomebody =
      find(party, ['orgs']) || find(party, ['roles']) || find(party, ['residents'])?.value === true;
    return isSomebody
      ? []
      : [faultAtKey(party, `nobody is "${keyOf(party)}": say \`orgs\`, \`roles\` or \`residents: true\``)];
  });
}

/** Protects routing from an item that ends before it begins, and from one taken back to nobody. */
export function powersHoldInOrder(model: Written): Fault[] {
  return select(model, 'powers.*').flatMap((power) => {
    const from = find(power, ['from']);
    const late = ['to', 'evaluate-by']
      .flatMap((key) => find(power, [key]) ?? [])
      .filter((written) => from && String(written.value) < String(from.value))
      .map((written) => faultAt(written, `comes before ${String(from?.value)}, where it begins`));
    const wrong = ['from', 'to', 'evaluated-on', 'evaluate-by']
      .flatMap((key) => find(power, [key]) ?? [])
      .filter(({ value }) => /^\d{4}-\d{2}-\d{2}$/.test(String(value)) && !isDay(String(value)))
      .map((written) => faultAt(written, `"${String(written.value)}" is no day of the calendar`));
    const list = find(power, ['list']);
    const isLost = list?.value === 'taken-back' && !find(power, ['lead']);
    const lost = isLost ? [faultAt(list, 'says who does it now: `lead`')] : [];
    return [...late, ...wrong, ...lost];
  });
}

/** Protects the register: a power over teams is over organisations that somebody sends and somebody else commands. */
export function powersAreOverTeams(model: Written): Fault[] {
  return select(model, 'powers.*.over')
    .filter((over) => find(model, ['org-kinds', String(over.value)]))
    .filter((over) => find(model, ['org-kinds', String(over.value), 'team'])?.value !== 'dispatched')
    .map((over) => faultAt(over, `org-kinds.${String(over.value)} is no dispatched team`));
}

/** Protects appointments from a veto by silence: an opinion that is asked for has its time, and then the case closes. */
export function opinionsRunOut(model: Written): Fault[] {
  return select(model, 'roles.*.opinion.case')
    .filter((kind) => find(model, ['cases', String(kind.value)]))
    .filter((kind) => !find(model, ['cases', String(kind.value), 'stations', 'closed', 'after']))
    .map((kind) =>
      faultAt(kind, `would wait for ever: say cases.${String(kind.value)}.stations.closed.after`),
    );
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
