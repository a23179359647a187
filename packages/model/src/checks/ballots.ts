/** Kinds of ballots: who votes, how it is decided and when must make sense together. */
import { type Fault, faultAt, faultAtKey, unknownWord } from '../faults.ts';
import { readLimitWords } from '../limits.ts';
import { find, keyOf, keysOf, select, type Written } from '../written.ts';

/** Protects the law: what the Civil Code decides is not decided otherwise by a file, and what it does not decide is said. */
export function ballotsAreDecided(model: Written): Fault[] {
  return select(model, 'ballots.*').flatMap((ballot) => {
    const form = wordAt(ballot, 'form');
    const byOwners = wordAt(ballot, 'electorate') === 'owners';
    const isLaw = form === 'owners-vote' || form === 'assent' || (form === 'election' && byOwners);
    const faults: Fault[] = [];
    const decision = find(ballot, ['decision']);
    if (decision && (isLaw || form === 'survey')) {
      const why = isLaw ? 'the Civil Code decides it (art. 278, 279)' : 'a survey decides nothing';
      faults.push(faultAtKey(decision, `is not said here: ${why}`));
    }
    if (form === 'election' && !isLaw && !decision) {
      faults.push(faultAtKey(ballot, 'says how it is decided: `decision`'));
    }
    if (wordAt(ballot, 'decision.by') === 'shares' && !find(ballot, ['decision', 'majority'])) {
      faults.push(faultAtKey(decision!, 'says what share must agree: `majority`'));
    }
    if ((form === 'owners-vote' || form === 'assent') && !byOwners && find(ballot, ['electorate'])) {
      faults.push(faultAt(find(ballot, ['electorate'])!, `must be owners where the form is ${String(form)}`));
    }
    const matters = find(ballot, ['matters']);
    const isEmpty = !Array.isArray(matters?.value) || matters.value.length === 0;
    if (form === 'owners-vote' && isEmpty) {
      faults.push(faultAtKey(matters ?? ballot, 'names the matters that may be put: `matters`'));
    }
    if (matters && !isLaw) faults.push(faultAtKey(matters, 'belongs to votes of owners only'));
    return faults;
  });
}

/** Which keys belong to which forms only. */
const onlyOf: Record<string, readonly string[]> = {
  picks: ['choice'],
  photographs: ['choice'],
  choose: ['election', 'choice'],
  nominate: ['election', 'choice'],
  seats: ['election'],
  'slate-norm': ['election'],
  silence: ['owners-vote'],
};
/** Which keys belong to which electorates only. */
const onlyFor: Record<string, readonly string[]> = {
  'of-orgs': ['members'],
  'of-roles': ['posts'],
  silence: ['owners'],
  basis: ['owners'],
  'municipal-system': ['owners'],
};

/** Protects the convener: what is written has an effect. */
export function ballotKeysFitTheirForm(model: Written): Fault[] {
  return select(model, 'ballots.*').flatMap((ballot) => {
    const form = String(wordAt(ballot, 'form'));
    const electorate = String(wordAt(ballot, 'electorate'));
    const misplaced = (rules: Record<string, readonly string[]>, word: string, what: string) =>
      Object.entries(rules).flatMap(([key, allowed]) => {
        const written = find(ballot, [key]);
        return written && !allowed.includes(word)
          ? [faultAtKey(written, `belongs to ${what}: ${allowed.join(', ')} only`)]
          : [];
      });
    const faults = [...misplaced(onlyOf, form, 'form'), ...misplaced(onlyFor, electorate, 'electorate')];
    if (electorate === 'members' && !find(ballot, ['of-orgs'])) {
      faults.push(faultAt(find(ballot, ['electorate'])!, 'says members of what: `of-orgs`'));
    }
    if (electorate === 'posts' && !find(ballot, ['of-roles'])) {
      faults.push(faultAt(find(ballot, ['electorate'])!, 'says holders of which roles: `of-roles`'));
    }
    if (form === 'election' && !find(ballot, ['seats'])) {
      faults.push(faultAtKey(ballot, 'says how many seats there are: `seats`'));
    }
    return faults;
  });
}

/** Protects voters: a way of voting is open, allowed and limited, or it is not offered. */
export function ballotChannelsAreOpen(model: Written): Fault[] {
  return select(model, 'ballots.*').flatMap((ballot) => {
    const channels = select(ballot, 'channels[]');
    const has = (channel: string) => channels.find(({ value }) => value === channel);
    const isElsewhere = wordAt(ballot, 'municipal-system') === 'required';
    const proxies = find(ballot, ['proxies']);
    const faults: Fault[] = [];
    if (isElsewhere && channels.length > 0) {
      faults.push(faultAtKey(find(ballot, ['channels'])!, 'is empty where the municipal system is required'));
    }
    if (!isElsewhere && find(ballot, ['channels']) && channels.every(({ value }) => value === 'proxy')) {
      faults.push(faultAtKey(find(ballot, ['channels'])!, 'names a way of voting: online, paper'));
    }
    if (has('proxy') && !proxies) faults.push(faultAt(has('proxy')!, 'needs a limit: `proxies: { max: 3 }`'));
    if (proxies && !has('proxy')) faults.push(faultAtKey(proxies, 'belongs to the channel proxy only'));
    const online = has('online');
    const isOwners = wordAt(ballot, 'electorate') === 'owners' && wordAt(ballot, 'form') !== 'survey';
    if (online && isOwners && !find(ballot, ['basis'])) {
      faults.push(faultAt(online, 'says what allows owners to vote electronically here: `basis`'));
    }
    return faults;
  });
}

/** Protects the days: what lies within another time is not longer than it. */
export function ballotTimesFit(model: Written): Fault[] {
  return select(model, 'ballots.*').flatMap((ballot) =>
    [
      ['voting.min', 'voting.max'],
      ['posting', 'notice'],
    ].flatMap(([inner, outer]) => {
      const short = limitAt(ballot, inner!);
      const long = limitAt(ballot, outer!);
      // Limits on different calendars are not compared: which is longer depends on the days.
      const isLonger =
        short && long && short.words.unit === long.words.unit && short.words.amount > long.words.amount;
      return isLonger
        ? [faultAt(short.written, `is longer than ${outer} (${String(long.written.value)})`)]
        : [];
    }),
  );
}

/** Protects the way past a study: one that is promised can be gone. */
export function priorStudiesCanBePassed(model: Written): Fault[] {
  return select(model, 'ballots.*.prior-study').flatMap((study) => {
    const ways = select(study, 'passed-by[]');
    const needs: Record<string, string> = { petition: 'petition', order: 'ordered-by' };
    const missing = ways.flatMap((way) => {
      const key = needs[String(way.value)];
      return key && !find(study, [key]) ? [faultAt(way, `says more in \`${key}\``)] : [];
    });
    const unused = Object.entries(needs).flatMap(([way, key]) => {
      const written = find(study, [key]);
      return written && !ways.some(({ value }) => value === way)
        ? [faultAtKey(written, `belongs to \`passed-by: [${way}]\` only`)]
        : [];
    });
    return [...missing, ...unused];
  });
}

/** Protects numbers: a number tells what it is of. */
export function ballotPrefixesDiffer(model: Written): Fault[] {
  const seen = new Set(select(model, 'cases.*.prefix').map(({ value }) => value));
  return select(model, 'ballots.*.prefix').flatMap((prefix) => {
    const isTaken = seen.has(prefix.value);
    seen.add(prefix.value);
    return isTaken ? [faultAt(prefix, `"${String(prefix.value)}" is used by another kind`)] : [];
  });
}

/** Protects the area: a part that votes by itself lies inside it. */
export function ballotPartsLieInside(model: Written): Fault[] {
  const levels = select(model, 'levels[].key').map(({ value }) => String(value));
  return select(model, 'ballots.*').flatMap((ballot) => {
    const outer = levels.indexOf(String(wordAt(ballot, 'level')));
    return select(ballot, 'also-at[]').flatMap((part) => {
      const inner = levels.indexOf(String(part.value));
      if (inner < 0) return [unknownWord(part, 'level', levels)];
      return inner > outer ? [] : [faultAt(part, `must be a level inside ${levels[outer] ?? 'its level'}`)];
    });
  });
}

/** Protects every seat: whom a ballot names exists. */
export function ballotNamesExist(model: Written): Fault[] {
  const names: [patterns: string[], what: string, allowed: string[]][] = [
    [
      [
        'ballots.*.convened-by[]',
        'ballots.*.counted-by[]',
        'ballots.*.vetted-by[]',
        'ballots.*.annulled-by[]',
        'ballots.*.of-roles[]',
        'ballots.*.seats.of',
        'ballots.*.prior-study.by[]',
        'ballots.*.prior-study.ordered-by[]',
      ],
      'role',
      keysOf(model, 'roles'),
    ],
    [['ballots.*.of-orgs[]'], 'kind of organisation', keysOf(model, 'org-kinds')],
    [['ballots.*.nominate[]'], 'nomination channel', keysOf(model, 'nomination-channels')],
    [['ballots.*.level'], 'level', select(model, 'levels[].key').map(({ value }) => String(value))],
  ];
  return names.flatMap(([patterns, what, allowed]) =>
    patterns
      .flatMap((pattern) => select(model, pattern))
      .filter(({ value }) => typeof value === 'string' && !allowed.includes(value))
      .map((written) => unknownWord(written, what, allowed)),
  );
}

/** Protects the count: a paper is read by two persons, so more than one must be able to. */
export function papersHaveTwoReaders(model: Written): Fault[] {
  return select(model, 'ballots.*').flatMap((ballot) => {
    if (!select(ballot, 'channels[]').some(({ value }) => value === 'paper')) return [];
    const counters = select(ballot, 'counted-by[]').map(({ value }) => String(value));
    const isOne = counters.length === 1 && find(model, ['roles', counters[0]!, 'seats'])?.value === 1;
    return isOne
      ? [
          faultAt(
            find(ballot, ['counted-by'])!,
            `${keyOf(ballot)} needs two persons to read papers, ${counters[0]} is one`,
          ),
        ]
      : [];
  });
}

function wordAt(written: Written, path: string): unknown {
  return find(written, path.split('.'))?.value;
}

function limitAt(ballot: Written, path: string) {
  const at = find(ballot, path.split('.'));
  const written = at?.value instanceof Map ? find(at, ['in']) : at;
  const words = typeof written?.value === 'string' ? readLimitWords(written.value) : undefined;
  return written && words ? { written, words } : undefined;
}
