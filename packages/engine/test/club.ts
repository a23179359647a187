/**
 * A chess club, to prove that the engine knows no city: tables and boards break, somebody sees to them, and what nobody
 * mends goes up to the board and then to the assembly. Parsed form, so that these tests need no reader.
 */
import type { CaseKind, Clock, Limit, Model, Severity, StationRule } from '@linli/model';
import type { Actor, Holder, Surroundings } from '../src/index.ts';

export const zone = 'Asia/Shanghai';

export function label(text: string) {
  return { zh: text, en: text };
}
export function minutes(amount: number, calendar = 'always'): Limit {
  return { unit: 'minutes', amount, calendar };
}
export function workingDays(amount: number, calendar = 'office'): Limit {
  return { unit: 'working-days', amount, calendar };
}
export function station(title: string, rule: Partial<StationRule> = {}): StationRule {
  return {
    title: label(title),
    verb: null,
    by: [],
    notBy: [],
    to: [],
    claim: false,
    asks: {},
    after: null,
    ...rule,
  };
}
function clock(
  from: Clock['from'],
  to: Clock['to'],
  limit: Record<Severity, Limit>,
  pausedIn: string[] = [],
) {
  return { title: label(`${from} clock`), from, to, limit, limitByClass: {}, pausedIn };
}
function same(limit: Limit): Record<Severity, Limit> {
  return { urgent: limit, ordinary: limit, hard: limit };
}

const emptyKind: CaseKind = {
  title: label('kind'),
  description: null,
  numberPrefix: 'K',
  openedBy: ['anyone'],
  account: 'none',
  openToNeighbours: false,
  inClasses: [],
  asks: {},
  route: ['steward'],
  stations: {},
  clocks: {},
  pauses: {},
  gates: [],
  parts: null,
  ladder: null,
  rating: null,
  similar: null,
  reminders: [],
};

/** Everything a kind can have. */
export const repair: CaseKind = {
  ...emptyKind,
  title: label('repair'),
  asks: {
    what: {
      title: label('What is broken'),
      hint: null,
      kind: 'long-text',
      required: true,
      requiredIf: [],
      max: 200,
      min: null,
      choices: [],
      onYes: null,
    },
    danger: {
      title: label('Could somebody be hurt'),
      hint: null,
      kind: 'yes-no',
      required: false,
      requiredIf: [],
      max: null,
      min: null,
      choices: [],
      onYes: { stop: label('Call for help'), call: '119' },
    },
    phone: {
      title: label('Phone'),
      hint: null,
      kind: 'phone',
      required: false,
      requiredIf: [],
      max: null,
      min: null,
      choices: [],
      onYes: null,
    },
  },
  route: ['steward', 'captain'],
  stations: {
    open: station('open'),
    accepted: station('accepted', { by: ['role:steward', 'role:captain'], verb: label('take up') }),
    assigned: station('assigned', {
      by: ['role:steward', 'role:captain'],
      to: ['role:carpenter', 'role:player'],
      claim: true,
    }),
    handling: station('handling', { by: ['assignee'] }),
    resolved: station('resolved', {
      by: ['assignee'],
      asks: {
        proof: {
          title: label('Photo of the mended thing'),
          hint: null,
          kind: 'photo',
          required: true,
          requiredIf: [],
          max: 3,
          min: 1,
          choices: [],
          onYes: null,
        },
      },
    }),
    // No `notBy`: that handlers may not verify is the house's rule, not the model's to forget.
    verified: station('verified', { by: ['role:steward', 'role:captain', 'role:umpire'] }),
    closed: station('closed', { after: minutes(7 * 24 * 60) }),
    withdrawn: station('withdrawn', { by: ['reporter'] }),
    merged: station('merged', { by: ['role:steward'] }),
    returned: station('returned', { by: ['assignee'] }),
    reopened: station('reopened', { by: ['reporter', 'role:captain'] }),
  },
  clocks: {
    find: clock('open', ['assigned'], same(minutes(120))),
    mend: clock(
      'assigned',
      ['resolved'],
      { urgent: minutes(24 * 60), ordinary: workingDays(5), hard: workingDays(15) },
      ['asking-reporter', 'waiting-for-wood'],
    ),
    follow: clock('resolved', ['verified'], same(workingDays(1))),
  },
  pauses: {
    'asking-reporter': {
      title: label('asking the reporter'),
      by: ['assignee', 'role:steward'],
      endedBy: ['reporter'],
      atMost: workingDays(3),
    },
    'waiting-for-wood': {
      title: label('waiting for wood'),
      by: ['role:steward'],
      endedBy: ['role:steward'],
      atMost: minutes(30 * 24 * 60),
    },
  },
  gates: [
    {
      key: 'known-category',
      before: 'assigned',
      title: label('category known'),
      needs: { field: 'category', op: 'exists', value: true },
      refusal: label('Say what is broken first.'),
      source: null,
    },
  ],
  parts: {
    addedBy: ['role:steward', 'assignee'],
    parties: ['role:umpire', 'role:carpenter'],
    limit: workingDays(2),
    beforeResolved: true,
  },
  ladder: 'hard-ones',
  rating: {
    by: ['reporter'],
    answers: [
      { key: 'solved', title: label('solved') },
      { key: 'partly', title: label('partly') },
      { key: 'not', title: label('not') },
    ],
    within: minutes(7 * 24 * 60),
    on: { partly: { first: 'close', later: 'close' }, not: { first: 'reopen', later: 'climb' } },
  },
  reminders: [
    { key: 'soon', clock: 'mend', atPercent: 80, to: ['assignee'] },
    { key: 'late', clock: 'mend', atPercent: 100, to: ['supervisor', 'work-group'] },
    { key: 'late-find', clock: 'find', atPercent: 100, to: ['router', 'work-group'] },
  ],
};

/** Taken, done, over: no acceptance, no verification, no rating. */
const errand: CaseKind = {
  ...emptyKind,
  title: label('errand'),
  openedBy: ['resident'],
  stations: {
    open: station('open'),
    assigned: station('assigned', { by: ['role:steward'], to: ['role:player'], claim: true }),
    resolved: station('resolved'),
    closed: station('closed'),
    withdrawn: station('withdrawn'),
  },
};

/** Ends by itself. */
const bulletin: CaseKind = {
  ...emptyKind,
  title: label('bulletin'),
  openedBy: ['any-post'],
  route: [],
  stations: { open: station('open'), closed: station('closed', { after: minutes(60) }) },
};

/** Ends with its work. */
const idea: CaseKind = {
  ...emptyKind,
  title: label('idea'),
  openedBy: ['resident'],
  stations: {
    open: station('open'),
    accepted: station('accepted', { by: ['role:steward'] }),
    closed: station('closed'),
  },
};

const role = (title: string) => ({
  title: label(title),
  orgKind: 'club',
  seats: null,
  serves: null,
  per: null,
  termYears: null,
  isMember: false,
  mayBeEmpty: false,
  also: [],
  neverWith: [],
  nominatedBy: [],
  opinion: null,
  card: null,
  shown: [],
  reads: ['*'],
  can: [],
  script: null,
});

export const club: Model = {
  key: 'chess-club',
  version: '0123456789abcdef',
  extends: null,
  title: label('Chess club'),
  jurisdiction: '99',
  timeZone: zone,
  levels: [
    { key: 'house', title: label('house'), codeLength: 2 },
    { key: 'room', title: label('room'), codeLength: 4 },
  ],
  areaClasses: {},
  orgKinds: {
    club: {
      title: label('club'),
      level: null,
      under: null,
      formation: [],
      members: null,
      moreMembers: null,
      committee: null,
      countsAsCover: false,
      team: null,
      sentBy: null,
    },
  },
  roles: {
    steward: role('steward'),
    captain: role('captain'),
    carpenter: role('carpenter'),
    player: role('player'),
    umpire: role('umpire'),
  },
  formations: {},
  gridsPer: {},
  nominationChannels: {},
  segmentKinds: {},
  coverage: null,
  nets: {},
  parties: {},
  duties: {},
  reportIn: null,
  powers: {},
  norms: {},
  establishments: {},
  calendars: {
    office: {
      title: label('office'),
      hours: [
        { fromMinutes: 510, toMinutes: 720 },
        { fromMinutes: 840, toMinutes: 1050 },
      ],
      days: 'cn-official',
    },
    always: { title: label('always'), hours: 'around-the-clock', days: 'every' },
  },
  problems: {
    furniture: { title: label('furniture'), parent: null, severity: 'ordinary', words: [], duty: null },
    table: { title: label('table'), parent: 'furniture', severity: 'ordinary', words: [], duty: null },
    ceiling: { title: label('ceiling'), parent: 'furniture', severity: 'urgent', words: [], duty: null },
    cellar: { title: label('cellar'), parent: 'furniture', severity: 'hard', words: [], duty: null },
  },
  caseKinds: { repair, errand, bulletin, idea },
  ballots: {},
  gatherings: {},
  ladders: {
    'hard-ones': {
      title: label('hard ones'),
      climbsWhenOver: ['mend'],
      climbedBy: ['role:steward', 'assignee'],
      rungs: [
        {
          key: 'committee',
          gathering: null,
          title: label('committee'),
          host: 'club',
          limit: workingDays(3),
          decidedBy: ['role:captain'],
          series: null,
        },
        {
          key: 'assembly',
          gathering: null,
          title: label('assembly'),
          host: 'club',
          limit: minutes(7 * 24 * 60),
          decidedBy: ['role:captain', 'role:umpire'],
          series: null,
        },
      ],
    },
  },
  queues: {},
  sources: {},
};

/** One person of the club with one post. */
export function person(personId: string, roleKey: string, isReporter = false): Actor {
  return { personId, isReporter, posts: [{ postId: `post-${personId}`, role: roleKey, orgId: 'org-club' }] };
}
export function holderOf(actor: Actor): Holder {
  const post = actor.posts[0];
  if (!post) throw new Error('an actor without a post holds nothing');
  return { postId: post.postId, role: post.role, orgId: post.orgId, personId: actor.personId };
}

export const steward = person('steward-1', 'steward');
export const captain = person('captain-1', 'captain');
export const carpenter = person('carpenter-1', 'carpenter');
export const player = person('player-1', 'player');
export const umpire = person('umpire-1', 'umpire');
export const reporter: Actor = { personId: 'guest-1', isReporter: true, posts: [] };
export const stranger: Actor = { personId: 'guest-2', isReporter: false, posts: [] };
export const anonymousReporter: Actor = { personId: null, isReporter: true, posts: [] };

export function surroundingsAt(now: string): Surroundings {
  return {
    now,
    hostOfRung: (index) => `host-${index}`,
    route: { holder: holderOf(steward), reason: 'steward of the house' },
  };
}
