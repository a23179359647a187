import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFoundation, formatFault, type Model, readModel } from '../src/index.ts';
import { fixtureFolder, loadFile, loadFixture, loadShipped, shippedFolder } from './fixtures.ts';
import { shuffled } from './shuffle.ts';

const chessClub = loadFile(`${fixtureFolder}chess-club.yaml`) ?? '';

function read(files: Record<string, string>, file = 'club.yaml') {
  return readModel(file, (path) => files[path]);
}

function modelOf(files: Record<string, string>, file = 'club.yaml'): Model {
  const { model, faults } = read(files, file);
  if (faults) throw new Error(faults.map(formatFault).join('\n'));
  return model;
}

function linesOf(files: Record<string, string>, file = 'club.yaml'): string[] {
  return (read(files, file).faults ?? []).map(formatFault);
}

describe('short forms', () => {
  const model = loadFixture('chess-club');
  const kind = model.caseKinds['broken-clock']!;

  it('a made-up institution that extends nothing is read', () => {
    expect(model).toMatchObject({ key: 'chess-club', extends: null, jurisdiction: '77' });
    expect(model.levels.map((level) => level.codeLength)).toEqual([2, 4, 6]);
  });

  it('limits become minutes or working days on a calendar, and a severity without one takes the ordinary', () => {
    expect(kind.clocks.repair?.limit).toEqual({
      urgent: { unit: 'minutes', amount: 30, calendar: 'always' },
      ordinary: { unit: 'minutes', amount: 240, calendar: 'evenings' },
      hard: { unit: 'minutes', amount: 240, calendar: 'evenings' },
    });
    expect(model.ladders.protest?.rungs.map((rung) => rung.limit)).toEqual([
      { unit: 'minutes', amount: 120, calendar: 'always' },
      { unit: 'working-days', amount: 3, calendar: 'evenings' },
    ]);
  });

  it.each([
    ['PT2H', { unit: 'minutes', amount: 120, calendar: 'always' }],
    ['P7D', { unit: 'minutes', amount: 10080, calendar: 'always' }],
    ['P1DT12H30M', { unit: 'minutes', amount: 2190, calendar: 'always' }],
    ['1 week', { unit: 'minutes', amount: 10080, calendar: 'always' }],
    ['90 minutes of evenings', { unit: 'minutes', amount: 90, calendar: 'evenings' }],
    ['1 working day', { unit: 'working-days', amount: 1, calendar: 'evenings' }],
  ])('a limit may be written %s', (text, limit) => {
    const changed = modelOf({ 'club.yaml': chessClub.replace('limit: 2 hours', `limit: ${text}`) });
    expect(changed.ladders.protest?.rungs[0]?.limit).toEqual(limit);
  });

  it('roles are told from the words of the house', () => {
    expect(kind.stations.assigned?.by).toEqual(['role:arbiter', 'role:president']);
    expect(kind.stations.handling?.by).toEqual(['assignee']);
    expect(kind.reminders.map((reminder) => reminder.to)).toEqual([
      ['assignee', 'router', 'supervisor'].sort(),
      ['assignee'],
    ]);
  });

  it('whoever handled a case never verifies it, also where the file does not say so', () => {
    const silent = modelOf({ 'club.yaml': chessClub.replace(', not-by: [handler]', '') });
    expect(silent.caseKinds['broken-clock']?.stations.verified?.notBy).toEqual(['handler']);
  });

  it.each([
    ['{ station: open }', { field: 'station', op: 'is', value: 'open' }],
    ['{ station: [open, closed] }', { field: 'station', op: 'in', value: ['open', 'closed'] }],
    ['{ area: within 7701 }', { field: 'area', op: 'within', value: '7701' }],
    ['{ closedAt: during this-month }', { field: 'closedAt', op: 'during', value: 'this-month' }],
    ['{ openedAt: after -P3D }', { field: 'openedAt', op: 'after', value: '-P3D' }],
    ['{ assigneePerson: me }', { field: 'assigneePerson', op: 'who', value: 'me' }],
    ['{ paused: { exists: false } }', { field: 'paused', op: 'exists', value: false }],
    ['{ danger: true }', { field: 'danger', op: 'is', value: true }],
    [
      '{ rung: { gte: 1, lt: 3 }, kind: broken-clock }',
      {
        all: [
          { field: 'kind', op: 'is', value: 'broken-clock' },
          { field: 'rung', op: 'gte', value: 1 },
          { field: 'rung', op: 'lt', value: 3 },
        ],
      },
    ],
    [
      '{ not: { station: closed }, any: [{ rung: 2 }, { danger: true }] }',
      {
        all: [
          {
            any: [
              { field: 'rung', op: 'is', value: 2 },
              { field: 'danger', op: 'is', value: true },
            ],
          },
          { not: { field: 'station', op: 'is', value: 'closed' } },
        ],
      },
    ],
  ])('a condition may be written %s', (text, condition) => {
    const where = 'where: { station: [assigned, handling], assigneePerson: me }';
    expect(modelOf({ 'club.yaml': chessClub.replace(where, `where: ${text}`) }).queues.bench?.where).toEqual(
      condition,
    );
  });

  it('every source is kept by the path of what it stands beside', () => {
    expect(model.sources).toEqual({
      'ballots.council': 'rules of the club § 11',
      'ballots.new-boards': 'rules of the club § 9',
      'ballots.new-boards.decision': 'rules of the club § 9',
      'ballots.table-owners': 'rules of the club § 10',
      'calendars.evenings': 'rules of the club § 2',
      'cases.broken-clock.clocks.repair.limit': 'rules of the club § 5',
      'gatherings.beginners': 'rules of the club § 6',
      'gatherings.beginners.sign-up': 'rules of the club § 6',
      'gatherings.club-council': 'rules of the club § 3',
      'gatherings.crew-meeting': 'rules of the club § 4',
      'gatherings.crew-meeting.cadence': 'rules of the club § 4',
      'gatherings.crew-meeting.lasts': 'rules of the club § 4',
      'gatherings.crew-meeting.quorum': 'rules of the club § 4',
      'gatherings.door': 'rules of the club § 7',
      'gatherings.door.shift': 'rules of the club § 7',
      'gatherings.endgames': 'rules of the club § 5',
      'gatherings.open-day': 'rules of the club § 8',
    });
  });

  it('a gathering says all that is left out, and a rung is as the gathering it names', () => {
    expect(model.gatherings['club-council']).toEqual({
      title: { zh: '棋社理事会', en: 'Club council' },
      description: null,
      form: 'meeting',
      hosts: ['club-office'],
      series: 'FREQ=MONTHLY;BYDAY=1SU',
      atMinute: 18 * 60,
      lastsMinutes: 90,
      notice: { unit: 'minutes', amount: 2 * 1440, calendar: 'always' },
      openTo: { of: 'residents' },
      onHoliday: 'keep',
      held: 'with-agenda',
      calledBy: ['president', 'arbiter'],
      decidedBy: ['president'],
      minutedBy: ['arbiter'],
      agenda: [
        { from: 'last-duties' },
        { from: 'ladder' },
        { from: 'topics' },
        {
          from: 'cases',
          where: {
            all: [
              { field: 'kind', op: 'is', value: 'broken-clock' },
              { field: 'station', op: 'is', value: 'returned' },
            ],
          },
        },
      ],
      calledWithin: { unit: 'minutes', amount: 5 * 1440, calendar: 'always' },
      quorum: null,
      decision: null,
      cadence: null,
      goals: [],
      capacity: null,
      signUp: null,
      shift: null,
      feedback: false,
    });
    expect(model.gatherings['crew-meeting']).toMatchObject({
      openTo: { of: 'roles', roles: ['arbiter', 'clockmaker'] },
      minutedBy: ['arbiter'],
      calledBy: ['arbiter'],
      quorum: { share: { numerator: 1, denominator: 2, strict: true }, ofAtLeast: null },
      cadence: { atLeast: 1, per: 'month' },
    });
    expect(model.gatherings.beginners).toMatchObject({
      feedback: true,
      signUp: { waitingList: true, closesBefore: { unit: 'minutes', amount: 60 } },
    });
    expect(model.gatherings.door?.shift).toEqual({
      seats: 2,
      roles: ['arbiter', 'clockmaker'],
      swaps: 'approved',
    });
    expect(model.ladders.protest?.rungs).toMatchObject([
      {
        key: 'arbiters-table',
        gathering: null,
        host: 'room-crew',
        decidedBy: ['role:arbiter'],
        series: null,
      },
      {
        key: 'club-council',
        gathering: 'club-council',
        title: { zh: '棋社理事会', en: 'Club council' },
        host: 'club-office',
        decidedBy: ['role:president'],
        series: 'FREQ=MONTHLY;BYDAY=1SU',
      },
    ]);
  });
});

describe('organisations and offices', () => {
  const league = loadFixture('chess-league');

  it('a model that says nothing of them promises nothing', () => {
    const { formations, coverage, nets, parties, duties, reportIn, powers, roles } =
      loadFixture('chess-club');
    expect({ formations, coverage, nets, parties, duties, reportIn, powers }).toEqual({
      formations: {},
      coverage: null,
      nets: {},
      parties: {},
      duties: {},
      reportIn: null,
      powers: {},
    });
    expect(roles.arbiter).toMatchObject({ per: null, termYears: null, mayBeEmpty: false, card: null });
  });

  it('an office is one for each level, segment or grid, and has one seat there unless more are said', () => {
    expect(league.roles['door-keeper']).toMatchObject({ per: { of: 'level', key: 'room' }, seats: 1 });
    expect(league.roles['corridor-watch']).toMatchObject({ per: { of: 'segment', key: 'corridor' } });
    const text = loadFile(`${fixtureFolder}chess-league.yaml`)!.replace('per: room,', 'per: grid, seats: 2,');
    const changed = modelOf({ 'league.yaml': text, 'chess-club.yaml': chessClub }, 'league.yaml');
    expect(changed.roles['door-keeper']).toMatchObject({ per: { of: 'grid' }, seats: 2 });
    const silent = loadFile(`${fixtureFolder}chess-league.yaml`)!.replace(
      'per: room, serves: { level: room }',
      'per: room',
    );
    expect(
      modelOf({ 'league.yaml': silent, 'chess-club.yaml': chessClub }, 'league.yaml').roles['door-keeper']
        ?.serves,
    ).toEqual({ level: 'room', bounds: { min: null, max: null } });
  });

  it('who answers for a home is every role that serves areas, unless it is said', () => {
    const text = loadFile(`${fixtureFolder}chess-league.yaml`)!.replace(', answered-by: [arbiter]', '');
    const changed = modelOf({ 'league.yaml': text, 'chess-club.yaml': chessClub }, 'league.yaml');
    expect(league.coverage?.answeredBy).toEqual(['arbiter']);
    expect(changed.coverage?.answeredBy).toEqual(['arbiter', 'door-keeper']);
  });

  it('ways of forming, sizes and committees stand beside the kind', () => {
    expect(league.formations['shared-rooms']).toMatchObject({
      covers: 'several-areas',
      areas: { min: 2, max: 3 },
      membersOfEach: { min: null, max: 1 },
    });
    expect(league.orgKinds['room-crew']).toMatchObject({
      formation: ['own-room', 'shared-rooms', 'on-rounds'],
      moreMembers: 'great-crew',
      committee: { from: 3, seats: { min: 1, max: 2 }, roles: ['arbiter'] },
      countsAsCover: true,
    });
  });

  it.each([
    ['report-in:', 'report-in:\n  minimum-hours: 50'],
    ['title: { zh: 回社帮忙, en: Helping out }', 'title: { zh: 回社帮忙, en: Helping out }\n  quota: 2'],
  ])('there is no word for a minimum or a quota of hours: %s', (before, after) => {
    const text = loadFile(`${fixtureFolder}chess-league.yaml`)!.replace(before, after);
    const lines = linesOf({ 'league.yaml': text, 'chess-club.yaml': chessClub }, 'league.yaml');
    expect(lines).toEqual([expect.stringContaining('no such key')]);
  });

  it('the shipped foundation knows the rules of size with their sources', () => {
    const { formations, sources } = loadShipped('tongguan');
    expect(formations.standalone?.members).toEqual({ min: 3, max: null });
    expect(formations.joint).toMatchObject({ membersOfEach: { max: 2 }, areas: { min: 2, max: 5 } });
    expect(sources['formations.standalone.members']).toContain('支部工作条例');
  });
});

describe('the version', () => {
  it('is the same however often the model is read', () => {
    expect(loadShipped('tongguan')).toEqual(loadShipped('tongguan'));
    expect(loadShipped('tongguan').version).toMatch(/^[0-9a-f]{16}$/);
  });

  it('does not change with the order of keys', () => {
    const { version } = modelOf({ 'club.yaml': chessClub });
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(modelOf({ 'club.yaml': shuffled(chessClub, seed) }).version).toBe(version);
      }),
      { numRuns: 30 },
    );
  });

  it('does not change with comments, and does with a limit, a word or the key', () => {
    const { version } = modelOf({ 'club.yaml': chessClub });
    expect(modelOf({ 'club.yaml': `${chessClub}\n# a remark\n` }).version).toBe(version);
    expect(modelOf({ 'club.yaml': chessClub.replace('limit: 2 hours', 'limit: 3 hours') }).version).not.toBe(
      version,
    );
    expect(modelOf({ 'club.yaml': chessClub.replace('Ticking again', 'Ticks') }).version).not.toBe(version);
    expect(modelOf({ 'other.yaml': chessClub }, 'other.yaml').version).not.toBe(version);
  });
});

describe('extends', () => {
  it('keys merge, lists and single values replace, null removes', () => {
    const over = [
      'extends: club',
      'title: { zh: 新棋社, en: New club }',
      'roles: { clockmaker: { shown: [name] }, president: { shown: [pledge] } }',
      'queues: { bench: null }',
    ].join('\n');
    const model = modelOf({ 'x/new.yaml': over, 'x/club.yaml': chessClub }, 'x/new.yaml');
    expect(model).toMatchObject({ key: 'new', extends: 'club', title: { zh: '新棋社', en: 'New club' } });
    expect(model.roles.clockmaker).toMatchObject({ orgKind: 'room-crew', shown: ['name'] });
    expect(model.roles.president?.shown).toEqual(['pledge']);
    expect(Object.keys(model.queues)).toEqual(['noted', 'overdue']);
  });

  it('a null that finds nothing to remove is a fault: a misspelt key, or a comma that ended a text too early', () => {
    const files = {
      'new.yaml': 'extends: club\nproblems: { none: null }\ntitle: { zh: 社, en: Club, of chess }\n',
      'club.yaml': chessClub,
    };
    const nothing = 'says nothing and removes nothing; a text with a comma inside { } needs quotes';
    expect(linesOf(files, 'new.yaml')).toEqual([
      `new.yaml:2:13: problems.none: ${nothing}`,
      `new.yaml:3:27: title.of chess: ${nothing}`,
    ]);
  });

  it('a fault is named in the file in which the word stands', () => {
    const files = {
      'new.yaml': 'extends: club\nqueues:\n  bench: { for: [clockmakr] }\n',
      'club.yaml': chessClub.replace('host: room-crew', 'host: room-crow'),
    };
    expect(linesOf(files, 'new.yaml')).toEqual([
      'club.yaml:56:15: ladders.protest.rungs[0].host: no such kind of organisation "room-crow", allowed: club-office, room-crew (did you mean "room-crew"?)',
      'new.yaml:3:18: queues.bench.for[0]: no such role "clockmakr", allowed: president, arbiter, clockmaker (did you mean "clockmaker"?)',
    ]);
  });

  it('what does not exist, stands elsewhere or goes round in a ring is refused', () => {
    const at = (text: string) => linesOf({ 'new.yaml': text, 'a.yaml': 'extends: new\n' }, 'new.yaml')[0];
    expect(at('extends: clubb\n')).toBe('new.yaml:1:10: extends: there is no file clubb.yaml to extend');
    expect(at('extends: ../club\n')).toBe(
      'new.yaml:1:10: extends: is the name of a model in the same folder, without `.yaml`',
    );
    expect(linesOf({ 'new.yaml': 'extends: a\n', 'a.yaml': 'extends: new\n' }, 'new.yaml')[0]).toBe(
      'a.yaml:1:10: extends: goes round in a ring: new › a › new',
    );
  });

  it('a foundation is no city, and whoever extends it is', () => {
    expect(linesOf({ 'club.yaml': `foundation: true\n${chessClub}` })).toEqual([
      'club.yaml:1:1: is a foundation for others to extend, not a city',
    ]);
    const files = { 'new.yaml': 'extends: club\n', 'club.yaml': `foundation: true\n${chessClub}` };
    expect(modelOf(files, 'new.yaml').extends).toBe('club');
    expect(checkFoundation(`${shippedFolder}base.yaml`, loadFile)).toEqual([]);
  });
});

describe('faults', () => {
  it('come all at once, from top to bottom', () => {
    const files = {
      'club.yaml': chessClub
        .replace('limit: 2 hours', 'limit: soon')
        .replace('prefix: K', 'prefix: kay')
        .replace('by: reporter', 'by: reportr')
        .replace('title: { zh: 裁判, en: Arbiter }', 'title: 裁判')
        .replace('from: assigned\n', 'from: asigned\n'),
    };
    expect((read(files).faults ?? []).map((fault) => fault.path)).toEqual([
      'roles.arbiter.title',
      'ladders.protest.rungs[0].limit',
      'cases.broken-clock.prefix',
      'cases.broken-clock.clocks.repair.from',
      'cases.broken-clock.rating.by',
    ]);
  });

  it.each([
    [
      'a misspelt key',
      ['prefix: K', 'prefix: K\n    acount: none'],
      'club.yaml:70:5: cases.broken-clock.acount: no such key "acount", allowed: title, description, prefix, opened-by, account, open-to-neighbours, in-classes, asks, route, stations, clocks, pauses, gates, parts, ladder, rating, similar, remind (did you mean "account"?)',
    ],
    [
      'a missing key',
      ['    prefix: K\n', ''],
      'club.yaml:67:3: cases.broken-clock.prefix: "prefix" is missing',
    ],
    [
      'a missing translation',
      ['{ zh: 棋钟停走, en: Clock stopped }', '{ zh: 棋钟停走 }'],
      'club.yaml:45:32: problems.stopped.title.en: "en" is missing',
    ],
    [
      'an empty translation',
      ['en: Clock stopped', 'en: " "'],
      'club.yaml:45:55: problems.stopped.title.en: must not be empty',
    ],
    [
      'a word that is none of the words',
      ['severity: urgent', 'severity: urgnt'],
      'club.yaml:45:101: problems.stopped.severity: "urgnt" is not one of the words, allowed: urgent, ordinary, hard (did you mean "urgent"?)',
    ],
    [
      'a code without quotes',
      ['jurisdiction: "77"', 'jurisdiction: 77'],
      'club.yaml:4:15: jurisdiction: must be text, not 77: put it in quotes',
    ],
    [
      'a value of another shape',
      ['to: resolved\n', 'to: { station: resolved }\n'],
      'club.yaml:109:13: cases.broken-clock.clocks.repair.to: must be a list, not a map of keys and values',
    ],
    [
      'a misspelt key where several shapes are possible',
      ['limit: 2 hours', 'limit: { in: 2 hours, sorce: us }'],
      'club.yaml:57:31: ladders.protest.rungs[0].limit.sorce: no such key "sorce", allowed: in, source (did you mean "source"?)',
    ],
    [
      'a missing key where several shapes are possible',
      ['ordinary: 4 hours of evenings', 'hard: 4 hours of evenings'],
      'club.yaml:110:9: cases.broken-clock.clocks.repair.limit.ordinary: "ordinary" is missing',
    ],
    [
      'a key that is not written as keys are',
      ['  arbiter:\n', '  Arbiter:\n'],
      'club.yaml:32:3: roles.Arbiter: a key is lower-case words joined by hyphens, such as grid-secretary',
    ],
    [
      'a station that is not on the spine',
      ['handling: { title', 'handeling: { title'],
      'club.yaml:87:7: cases.broken-clock.stations.handeling: no such key "handeling", allowed: open, accepted, assigned, handling, resolved, verified, closed, withdrawn, merged, returned, reopened (did you mean "handling"?)',
    ],
    [
      'a field no condition has',
      ['where: { station: [assigned, handling]', 'where: { stattion: [assigned, handling]'],
      'club.yaml:142:14: queues.bench.where.stattion: no such key "stattion", allowed: kind, station, severity, category, area, openedAt, dispatchedAt, resolvedAt, verifiedAt, closedAt, changedAt, dueAt, paused, rung, rating, redoCount, returnCount, followerCount, anonymous, danger … and 8 more (did you mean "station"?)',
    ],
    [
      'a doubled key',
      ['roles:\n', 'roles: {}\nroles:\n'],
      'club.yaml:25:1: not YAML: Map keys must be unique',
    ],
    [
      'an alias',
      ['route: [arbiter, president]', 'route: [*who]'],
      'club.yaml:82:13: cases.broken-clock.route[0]: anchors and aliases are not read: write the value out',
    ],
  ])('%s is named', (_, [before, after], line) => {
    expect(chessClub).toContain(before);
    expect(linesOf({ 'club.yaml': chessClub.replace(before!, after!) })).toContain(line);
  });

  it.each([
    ['scorecards: {}\n', 'scorecards'],
    ['points: 3\n', 'points'],
    ['ranking: [residents]\n', 'ranking'],
  ])('there is no word to score people with: %s', (text, key) => {
    expect(linesOf({ 'club.yaml': text + chessClub })).toEqual([
      `club.yaml:1:1: ${key}: no such key "${key}": nobody scores residents or staff`,
    ]);
  });

  it('a file that is not there, empty, or no map', () => {
    expect(linesOf({})).toEqual(['club.yaml:1:1: there is no such file']);
    expect(linesOf({ 'club.yaml': '' })[0]).toBe('club.yaml:1:1: a model is a map of keys and values');
    expect(linesOf({ 'club.yaml': '- 1\n' })[0]).toBe('club.yaml:1:1: a model is a map of keys and values');
  });

  it('a file whose name could not be a key', () => {
    expect(linesOf({ '棋社.yaml': chessClub }, '棋社.yaml')).toEqual([
      '棋社.yaml:1:1: the name of the file becomes the key of the city: lower-case words joined by hyphens, such as tongguan.yaml',
    ]);
  });

  it('whatever stands in a file, reading ends in a model or in faults', () => {
    const lines = chessClub.split('\n');
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.nat(lines.length - 1), fc.string(), (at, from, text) => {
        const mangled = [...lines.slice(0, at), text, ...lines.slice(from)].join('\n');
        const { model, faults } = read({ 'club.yaml': mangled });
        expect(model === undefined).toBe(faults !== undefined);
        for (const fault of faults ?? []) expect(Math.min(fault.line, fault.column)).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });
});
