/** Each cross-check against the chess club with one thing wrong: the exact words and the exact place. */
import { describe, expect, it } from 'vitest';
import { checks } from '../src/checks/index.ts';
import { formatFault, readModel } from '../src/index.ts';
import { mergeWritten, readWritten, type Written } from '../src/written.ts';
import { fixtureFolder, loadFile } from './fixtures.ts';

const chessClub = loadFile(`${fixtureFolder}chess-club.yaml`) ?? '';
const chessLeague = loadFile(`${fixtureFolder}chess-league.yaml`) ?? '';

/** Check · what is written instead of what · the lines this makes. */
const cases: { check: string; wrong: [before: string, after: string][]; lines: string[] }[] = [
  {
    check: 'cityIsComplete',
    wrong: [['time-zone: Europe/Lisbon\n', '']],
    lines: ['club.yaml:3:1: "time-zone" is missing: every city says it (or extends a model that does)'],
  },
  {
    check: 'timeZoneIsKnown',
    wrong: [['Europe/Lisbon', 'Europe/Lisboa']],
    lines: [
      'club.yaml:5:12: time-zone: no such time zone "Europe/Lisboa"; an IANA name such as Asia/Shanghai',
    ],
  },
  {
    check: 'codeLengthsGrow',
    wrong: [['key: board, code-length: 6', 'key: board, code-length: 4']],
    lines: ['club.yaml:11:32: levels[2].code-length: must be longer than the level before (4)'],
  },
  {
    check: 'listedKeysDiffer',
    wrong: [['key: board, code-length: 6', 'key: room, code-length: 6']],
    lines: ['club.yaml:11:12: levels[2].key: "room" stands above already'],
  },
  {
    check: 'listedKeysDiffer',
    wrong: [['key: club-council', 'key: arbiters-table']],
    lines: ['club.yaml:59:14: ladders.protest.rungs[1].key: "arbiters-table" stands above already'],
  },
  {
    check: 'jurisdictionHasALevel',
    wrong: [['"77"', '"777"']],
    lines: ['club.yaml:4:15: jurisdiction: no level has codes of 3 characters; there are 2, 4, 6'],
  },
  {
    check: 'boundsAreInOrder',
    wrong: [['serves: { level: board, max: 12 }', 'serves: { level: board, min: 13, max: 12 }']],
    lines: ['club.yaml:35:34: roles.arbiter.serves.min: at least 13 but at most 12'],
  },
  {
    check: 'routesCoverByPlace',
    wrong: [['en: Club office }, level: club }', 'en: Club office } }']],
    lines: [
      'club.yaml:82:22: cases.broken-clock.route[1]: "president" cannot be routed to by place: org-kinds.club-office has no level',
    ],
  },
  {
    check: 'actingRolesRead',
    wrong: [['reads: [broken-clock]', 'reads: []']],
    lines: [
      'club.yaml:86:80: cases.broken-clock.stations.assigned.to[0]: "clockmaker" could not read it: add broken-clock to roles.clockmaker.reads',
    ],
  },
  {
    check: 'levelsExist',
    wrong: [['serves: { level: board,', 'serves: { level: bord,']],
    lines: [
      'club.yaml:35:22: roles.arbiter.serves.level: no such level "bord", allowed: club, room, board (did you mean "board"?)',
    ],
  },
  {
    check: 'orgKindsExist',
    wrong: [['under: club-office', 'under: club-ofice']],
    lines: [
      'club.yaml:22:71: org-kinds.room-crew.under: no such kind of organisation "club-ofice", allowed: club-office, room-crew (did you mean "club-office"?)',
    ],
  },
  {
    check: 'orgKindsNest',
    wrong: [['level: club }', 'level: club, under: room-crew }']],
    lines: [
      'club.yaml:21:75: org-kinds.club-office.under: goes round in a ring: club-office › room-crew › club-office',
      'club.yaml:22:71: org-kinds.room-crew.under: goes round in a ring: room-crew › club-office › room-crew',
    ],
  },
  {
    check: 'rolesExist',
    wrong: [['by: [arbiter, president], to: [clockmaker]', 'by: [arbitr, president], to: [clockmakr]']],
    lines: [
      'club.yaml:86:79: cases.broken-clock.stations.assigned.to[0]: no such role "clockmakr", allowed: president, arbiter, clockmaker (did you mean "clockmaker"?)',
      'club.yaml:86:54: cases.broken-clock.stations.assigned.by[0]: no such role "arbitr", allowed: president, arbiter, clockmaker, resident, reporter, assignee, any-post, party (did you mean "arbiter"?)',
    ],
  },
  {
    check: 'rolesExist',
    wrong: [['opened-by: [anyone, resident, any-post]', 'opened-by: [anyone, residents]']],
    lines: [
      'club.yaml:70:25: cases.broken-clock.opened-by[1]: no such role "residents", allowed: president, arbiter, clockmaker, anyone, resident, any-post (did you mean "resident"?)',
    ],
  },
  {
    check: 'rolesExist',
    wrong: [['to: [assignee, router, supervisor]', 'to: [assignee, ruter, supervisor]']],
    lines: [
      'club.yaml:134:56: cases.broken-clock.remind.over.to[1]: no such role "ruter", allowed: president, arbiter, clockmaker, reporter, assignee, party, supervisor, work-group, router (did you mean "router"?)',
    ],
  },
  {
    check: 'rolesExist',
    wrong: [['for: [president]', 'for: [assignee]']],
    lines: [
      'club.yaml:148:11: queues.overdue.for[0]: no such role "assignee", allowed: president, arbiter, clockmaker',
    ],
  },
  {
    check: 'roleKeysAreFree',
    wrong: [['  clockmaker:\n    title', '  assignee:\n    title']],
    lines: [
      'club.yaml:38:3: roles.assignee: "assignee" is a word of the house and cannot be the key of a role',
    ],
  },
  {
    check: 'caseKindsExist',
    wrong: [['reads: [broken-clock]', 'reads: [broken-clock, broken-board]']],
    lines: [
      'club.yaml:41:27: roles.clockmaker.reads[1]: no such kind of cases "broken-board", allowed: broken-clock, *',
    ],
  },
  {
    check: 'laddersExist',
    wrong: [['ladder: protest', 'ladder: protests']],
    lines: [
      'club.yaml:125:13: cases.broken-clock.ladder: no such ladder "protests", allowed: protest (did you mean "protest"?)',
    ],
  },
  {
    check: 'pausesExist',
    wrong: [['paused-in: waiting-for-spring', 'paused-in: waiting-for-sprung']],
    lines: [
      'club.yaml:111:20: cases.broken-clock.clocks.repair.paused-in: no such pause "waiting-for-sprung", allowed: waiting-for-spring (did you mean "waiting-for-spring"?)',
    ],
  },
  {
    check: 'clocksExist',
    wrong: [['climbs-when-over: repair', 'climbs-when-over: repairs']],
    lines: [
      'club.yaml:51:23: ladders.protest.climbs-when-over: cases.broken-clock climbs this ladder and has no clock "repairs", allowed: repair (did you mean "repair"?)',
    ],
  },
  {
    check: 'clocksExist',
    wrong: [['soon: { clock: repair', 'soon: { clock: clock']],
    lines: ['club.yaml:133:22: cases.broken-clock.remind.soon.clock: no such clock "clock", allowed: repair'],
  },
  {
    check: 'problemsNest',
    wrong: [['hardware: { title', 'hardware: { parent: stopped, title']],
    lines: [
      'club.yaml:44:23: problems.hardware.parent: goes round in a ring: hardware › stopped › hardware',
      'club.yaml:45:22: problems.stopped.parent: goes round in a ring: stopped › hardware › stopped',
    ],
  },
  {
    check: 'problemsNest',
    wrong: [['parent: hardware, title: { zh: 缺棋子', 'parent: hardwear, title: { zh: 缺棋子']],
    lines: [
      'club.yaml:46:28: problems.piece-missing.parent: no such problem "hardwear", allowed: hardware, stopped, piece-missing (did you mean "hardware"?)',
    ],
  },
  {
    check: 'conditionsAreReadable',
    wrong: [
      ['station: [assigned, handling], assigneePerson', 'station: [assigned, handlin], assigneePerson'],
    ],
    lines: [
      'club.yaml:142:34: queues.bench.where.station[1]: no such station "handlin", allowed: open, accepted, assigned, handling, resolved, verified, closed, withdrawn, merged, returned, reopened (did you mean "handling"?)',
    ],
  },
  {
    check: 'conditionsAreReadable',
    wrong: [['assigneePerson: me', 'assigneePerson: you']],
    lines: [
      'club.yaml:142:61: queues.bench.where.assigneePerson: no such value of assigneePerson "you", allowed: me',
    ],
  },
  {
    check: 'conditionsAreReadable',
    wrong: [['dueAt: before now', 'dueAt: before noon']],
    lines: [
      'club.yaml:146:14: queues.overdue.where.dueAt: dueAt is compared as `before now`, `after -P3D`, `before P1D` or `during this-month`',
    ],
  },
  {
    check: 'conditionsAreReadable',
    wrong: [['dueAt: before now', 'dueAt: during this-moth']],
    lines: [
      'club.yaml:146:14: queues.overdue.where.dueAt: no such period "this-moth", allowed: today, yesterday, this-week, last-week, this-month, last-month, this-year, last-year (did you mean "this-month"?)',
    ],
  },
  {
    check: 'conditionsAreReadable',
    wrong: [['rung: { gte: 1 }', 'rung: high']],
    lines: [
      'club.yaml:147:21: queues.overdue.where.any[0].rung: rung is compared with a number, not with "high"',
    ],
  },
  {
    check: 'conditionsAreReadable',
    wrong: [['rung: { gte: 1 }', 'station: { gte: 1 }']],
    lines: [
      'club.yaml:147:24: queues.overdue.where.any[0].station: station is not a number and has no `gte`',
    ],
  },
  {
    check: 'conditionsAreReadable',
    wrong: [['rung: { gte: 1 }', 'danger: [true]']],
    lines: ['club.yaml:147:23: queues.overdue.where.any[0].danger: danger cannot be compared with a list'],
  },
  {
    check: 'conditionsAreReadable',
    wrong: [['rung: { gte: 1 }', 'area: 77']],
    lines: [
      'club.yaml:147:21: queues.overdue.where.any[0].area: area is compared as `within CODE`, or with a code in quotes',
    ],
  },
  {
    check: 'conditionsAreReadable',
    wrong: [['{ rung: { gte: 1 } }', '{}']],
    lines: ['club.yaml:147:13: queues.overdue.where.any[0]: a condition names at least one field'],
  },
  {
    check: 'prefixesDiffer',
    wrong: [['\nqueues:', '\n  lost-queen: { prefix: K }\nqueues:']],
    lines: ['club.yaml:136:25: cases.lost-queen.prefix: cases.broken-clock has the prefix "K" already'],
  },
  {
    check: 'spineHasBothEnds',
    wrong: [['      open: { title: { zh: 已报, en: Told } }\n', '']],
    lines: ['club.yaml:83:5: cases.broken-clock.stations: the station "open" is missing: every case has one'],
  },
  {
    check: 'openIsEnteredByOpening',
    wrong: [['en: Told } }', 'en: Told }, by: [arbiter] }']],
    lines: [
      'club.yaml:84:44: cases.broken-clock.stations.open.by: has no meaning at open: say it in `opened-by`',
    ],
  },
  {
    check: 'stationsHaveAWayIn',
    wrong: [['en: On the bench }, by: [assignee]', 'en: On the bench }, by: []']],
    lines: [
      'club.yaml:87:7: cases.broken-clock.stations.handling: no case gets here: say who brings it (`by`) or when time does (`after`)',
    ],
  },
  {
    check: 'stationsHaveAWayIn',
    wrong: [
      ['by: [president] }\n    clocks', '}\n    clocks'],
      ['first: reopen', 'first: climb'],
    ],
    lines: [
      'club.yaml:104:7: cases.broken-clock.stations.reopened: no case gets here: say who brings it (`by`) or when time does (`after`)',
    ],
  },
  {
    check: 'stationsHaveAWayOut',
    wrong: [['      closed: { title: { zh: 归档, en: Filed }, by: [reporter], after: 2 days }\n', '']],
    lines: [
      'club.yaml:99:7: cases.broken-clock.stations.verified: a case gets stuck here: no station it could go on to is declared',
    ],
  },
  {
    check: 'verifiersAreNotHandlers',
    wrong: [['by: [arbiter, president], not-by: [handler]', 'by: [assignee], not-by: [handler]']],
    lines: [
      'club.yaml:99:54: cases.broken-clock.stations.verified.by: nobody is left to verify: the assignee is always a handler',
    ],
  },
  {
    check: 'verifiersAreNotHandlers',
    wrong: [['not-by: [handler]', 'not-by: [reporter]']],
    lines: [
      'club.yaml:99:84: cases.broken-clock.stations.verified.not-by: must contain handler: nobody verifies their own work',
    ],
  },
  {
    check: 'onlyAssignedNamesReceivers',
    wrong: [[', to: [clockmaker]', '']],
    lines: [
      'club.yaml:86:7: cases.broken-clock.stations.assigned: `to` is missing: roles a case may be given to',
    ],
  },
  {
    check: 'onlyAssignedNamesReceivers',
    wrong: [['en: On the bench }, by: [assignee]', 'en: On the bench }, by: [assignee], claim: true']],
    lines: [
      'club.yaml:87:73: cases.broken-clock.stations.handling.claim: `claim` belongs to the station assigned only',
    ],
  },
  {
    check: 'ratingsArePossible',
    wrong: [['on: { not: {', 'on: { partly: {']],
    lines: [
      'club.yaml:130:13: cases.broken-clock.rating.on.partly: "partly" is not among the answers, allowed: solved, not',
    ],
  },
  {
    check: 'ratingsArePossible',
    wrong: [['      reopened: { title: { zh: 返修, en: Back on the bench }, by: [president] }\n', '']],
    lines: [
      'club.yaml:129:27: cases.broken-clock.rating.on.not.first: reopens, but the station reopened is not declared',
    ],
  },
  {
    check: 'ratingsArePossible',
    wrong: [['    ladder: protest\n', '']],
    lines: ['club.yaml:129:42: cases.broken-clock.rating.on.not.later: climbs, but the kind has no ladder'],
  },
  {
    check: 'ratingsArePossible',
    wrong: [['{ solved: { zh: 好了, en: Ticks }, not:', '{ not:']],
    lines: [
      'club.yaml:128:7: cases.broken-clock.rating.answers: offers `solved` and at least one other answer',
    ],
  },
  {
    check: 'gatesStandBeforeUsedStations',
    wrong: [
      ['      merged: { title: { zh: 并案, en: Merged }, by: [arbiter] }\n', ''],
      ['before: verified', 'before: merged'],
    ],
    lines: [
      'club.yaml:120:17: cases.broken-clock.gates.repaired-first.before: this kind does not use the station "merged", allowed: open, accepted, assigned, handling, resolved, verified, closed, withdrawn, returned, reopened',
    ],
  },
  {
    check: 'gatesNeverShutForEver',
    wrong: [['{ resolvedAt: { exists: true } }', '{ returnCount: { lt: 3 } }']],
    lines: [
      'club.yaml:122:16: cases.broken-clock.gates.repaired-first.needs: could shut for ever: counts only grow and past instants stay past, so say under `any` what else opens it',
    ],
  },
  {
    check: 'gatesNeverShutForEver',
    wrong: [
      [
        '{ resolvedAt: { exists: true } }',
        '{ danger: false, not: { any: [{ openedAt: before -P3D }, { rung: 1 }] } }',
      ],
    ],
    lines: [
      'club.yaml:122:16: cases.broken-clock.gates.repaired-first.needs: could shut for ever: counts only grow and past instants stay past, so say under `any` what else opens it',
    ],
  },
  {
    check: 'gatesNeverShutForEver',
    wrong: [
      [
        '{ resolvedAt: { exists: true } }',
        '{ any: [{ returnCount: { lt: 3 } }, { not: { redoCount: { gte: 1 } } }] }',
      ],
    ],
    lines: [
      'club.yaml:122:16: cases.broken-clock.gates.repaired-first.needs: could shut for ever: counts only grow and past instants stay past, so say under `any` what else opens it',
    ],
  },
  {
    check: 'clocksRunBetweenUsedStations',
    wrong: [['to: resolved\n', 'to: accepted\n']],
    lines: [
      'club.yaml:109:13: cases.broken-clock.clocks.repair.to: comes no later than assigned, where the clock starts',
    ],
  },
  {
    check: 'clocksRunBetweenUsedStations',
    wrong: [
      ['      merged: { title: { zh: 并案, en: Merged }, by: [arbiter] }\n', ''],
      ['to: resolved\n', 'to: [resolved, merged]\n'],
    ],
    lines: [
      'club.yaml:108:24: cases.broken-clock.clocks.repair.to[1]: this kind does not use the station "merged", allowed: open, accepted, assigned, handling, resolved, verified, closed, withdrawn, returned, reopened',
    ],
  },
  {
    check: 'partiesHaveParts',
    wrong: [
      ['    parts: { added-by: [arbiter], parties: [president], limit: 1 working day }\n', ''],
      ['en: On the bench }, by: [assignee]', 'en: On the bench }, by: [assignee, party]'],
    ],
    lines: [
      'club.yaml:87:72: cases.broken-clock.stations.handling.by[1]: `party` is the holder of a part, but this kind has no `parts`',
    ],
  },
  {
    check: 'accountsFitOpeners',
    wrong: [['account: none', 'account: required']],
    lines: [
      'club.yaml:71:14: cases.broken-clock.account: `anyone` may open it, so `account` must be `none` or `when-answered`',
    ],
  },
  {
    check: 'accountsFitOpeners',
    wrong: [['opened-by: [anyone, resident, any-post]', 'opened-by: [resident]']],
    lines: [
      'club.yaml:71:14: cases.broken-clock.account: no account is needed to send, so `opened-by` must contain `anyone`',
    ],
  },
  {
    check: 'limitsAreReadable',
    wrong: [['limit: 2 hours', 'limit: two hours']],
    lines: [
      'club.yaml:57:16: ladders.protest.rungs[0].limit: "two hours" is no limit: write `30 minutes`, `2 hours`, `7 days`, `5 working days`, `PT2H`, each with ` of CALENDAR` if need be',
    ],
  },
  {
    check: 'limitsAreReadable',
    wrong: [['limit: 2 hours', 'limit: 0 hours']],
    lines: [
      'club.yaml:57:16: ladders.protest.rungs[0].limit: "0 hours" is no limit: write `30 minutes`, `2 hours`, `7 days`, `5 working days`, `PT2H`, each with ` of CALENDAR` if need be',
    ],
  },
  {
    check: 'limitsAreReadable',
    wrong: [['4 hours of evenings', '4 hours of mornings']],
    lines: [
      'club.yaml:110:48: cases.broken-clock.clocks.repair.limit.ordinary: no such calendar "mornings", allowed: always, evenings',
    ],
  },
  {
    check: 'limitsAreReadable',
    wrong: [['at-most: 5 days', 'at-most: 5 days of evenings']],
    lines: [
      'club.yaml:117:18: cases.broken-clock.pauses.waiting-for-spring.at-most: days and weeks are counted around the clock, but evenings is not: write working days or hours',
    ],
  },
  {
    check: 'limitsAreReadable',
    wrong: [
      [
        'default-calendars: { durations: always, working-days: evenings }',
        'default-calendars: { durations: always }',
      ],
    ],
    lines: [
      'club.yaml:124:64: cases.broken-clock.parts.limit: names no calendar (`… of CALENDAR`) and default-calendars has none for it',
      'club.yaml:64:16: ladders.protest.rungs[1].limit: names no calendar (`… of CALENDAR`) and default-calendars has none for it',
    ],
  },
  {
    check: 'defaultCalendarsExist',
    wrong: [['working-days: evenings', 'working-days: mornings']],
    lines: [
      'club.yaml:6:55: default-calendars.working-days: no such calendar "mornings", allowed: always, evenings',
    ],
  },
  {
    check: 'calendarSpansAreInOrder',
    wrong: [['"18:00-22:00"', '"18:00-22:00", "21:00-23:00"']],
    lines: ['club.yaml:18:71: calendars.evenings.hours[1]: begins before the span before it ends'],
  },
  {
    check: 'calendarSpansAreInOrder',
    wrong: [['"18:00-22:00"', '"22:00-18:00"']],
    lines: ['club.yaml:18:56: calendars.evenings.hours[0]: ends before it begins'],
  },
  {
    check: 'calendarSpansAreInOrder',
    wrong: [['["18:00-22:00"]', '[]']],
    lines: ['club.yaml:18:55: calendars.evenings.hours: a calendar is open at some time of the day'],
  },
  {
    check: 'seriesAreReadable',
    wrong: [
      [
        'decided-by: [arbiter]\n      -',
        'decided-by: [arbiter]\n        series: FREQ=WEEKLY;BYDAY=SUN\n      -',
      ],
    ],
    lines: [
      'club.yaml:59:17: ladders.protest.rungs[0].series: "BYDAY=SUN" is no part of an RFC 5545 rule such as FREQ=WEEKLY;BYDAY=SA',
    ],
  },
  {
    check: 'seriesAreReadable',
    wrong: [['decided-by: [arbiter]\n      -', 'decided-by: [arbiter]\n        series: BYDAY=SU\n      -']],
    lines: [
      'club.yaml:59:17: ladders.protest.rungs[0].series: a rule says FREQ, such as FREQ=WEEKLY;BYDAY=SA',
    ],
  },
  {
    check: 'asksFitTheirKind',
    wrong: [['kind: photo, max: 2', 'kind: photo, max: 20']],
    lines: ['club.yaml:77:35: cases.broken-clock.asks.photos.max: at most 9 photos can be sent'],
  },
  {
    check: 'asksFitTheirKind',
    wrong: [['kind: place, required', 'kind: place, max: 3, required']],
    lines: ['club.yaml:76:29: cases.broken-clock.asks.place.max: place has no max'],
  },
  {
    check: 'asksFitTheirKind',
    wrong: [['kind: yes-no', 'kind: text']],
    lines: ['club.yaml:81:9: cases.broken-clock.asks.sparks.on-yes: only `kind: yes-no` has on-yes'],
  },
  {
    check: 'asksFitTheirKind',
    wrong: [['kind: choice', 'kind: date']],
    lines: [
      'club.yaml:96:13: cases.broken-clock.stations.resolved.asks.spring.choices: only `kind: choice` has choices',
    ],
  },
  {
    check: 'asksFitTheirKind',
    wrong: [['key: replaced', 'key: kept']],
    lines: [
      'club.yaml:98:24: cases.broken-clock.stations.resolved.asks.spring.choices[1].key: "kept" stands above already',
    ],
  },
  {
    check: 'asksFitTheirKind',
    wrong: [['              - { key: replaced, title: { zh: 换了, en: Replaced } }\n', '']],
    lines: [
      'club.yaml:96:13: cases.broken-clock.stations.resolved.asks.spring.choices: a choice offers at least two `choices`',
    ],
  },
  {
    check: 'placeAndCategoryAreAskedOnce',
    wrong: [['kind: photo, max: 2', 'kind: place']],
    lines: ['club.yaml:77:7: cases.broken-clock.asks.photos: a place is asked above already'],
  },
  {
    check: 'nobodyScoresResidents',
    wrong: [['sparks:', 'resident-score:']],
    lines: [
      'club.yaml:78:7: cases.broken-clock.asks.resident-score: nobody scores residents or staff: ask for facts of the case',
    ],
  },
  {
    check: 'nobodyScoresResidents',
    wrong: [['冒火花吗', '给报修人打分']],
    lines: [
      'club.yaml:78:7: cases.broken-clock.asks.sparks: nobody scores residents or staff: ask for facts of the case',
    ],
  },
  {
    check: 'ballotNamesExist',
    wrong: [
      [
        '    counted-by: [arbiter, president]\n    annulled-by: [president]',
        '    counted-by: [arbitr, president]\n    annulled-by: [president]',
      ],
    ],
    lines: [
      'club.yaml:161:18: ballots.new-boards.counted-by[0]: no such role "arbitr", allowed: president, arbiter, clockmaker (did you mean "arbiter"?)',
    ],
  },
  {
    check: 'ballotNamesExist',
    wrong: [['of-orgs: [room-crew]', 'of-orgs: [room-crw]']],
    lines: [
      'club.yaml:199:15: ballots.council.of-orgs[0]: no such kind of organisation "room-crw", allowed: club-office, room-crew (did you mean "room-crew"?)',
    ],
  },
  {
    check: 'ballotNamesExist',
    wrong: [['    picks: 1\n', '    picks: 1\n    nominate: [by-lot]\n']],
    lines: [
      'club.yaml:174:16: ballots.new-boards.nominate[0]: no such nomination channel "by-lot", allowed: (none declared)',
    ],
  },
  {
    check: 'ballotsAreDecided',
    wrong: [['matters: [common-parts]', 'decision: most-votes']],
    lines: [
      'club.yaml:185:5: ballots.table-owners.decision: is not said here: the Civil Code decides it (art. 278, 279)',
      'club.yaml:176:3: ballots.table-owners: names the matters that may be put: `matters`',
    ],
  },
  {
    check: 'ballotsAreDecided',
    wrong: [['    decision: most-votes\n', '']],
    lines: ['club.yaml:194:3: ballots.council: says how it is decided: `decision`'],
  },
  {
    check: 'ballotsAreDecided',
    wrong: [['turnout: 1/2, majority: more than 1/2', 'turnout: 1/2']],
    lines: ['club.yaml:163:5: ballots.new-boards.decision: says what share must agree: `majority`'],
  },
  {
    check: 'ballotsAreDecided',
    wrong: [['    electorate: owners\n    level: room', '    electorate: residents\n    level: room']],
    lines: [
      'club.yaml:180:17: ballots.table-owners.electorate: must be owners where the form is owners-vote',
    ],
  },
  {
    check: 'ballotKeysFitTheirForm',
    wrong: [['    seats: { min: 1, max: 3, odd: true }\n', '    picks: 1\n']],
    lines: [
      'club.yaml:205:5: ballots.council.picks: belongs to form: choice only',
      'club.yaml:194:3: ballots.council: says how many seats there are: `seats`',
    ],
  },
  {
    check: 'ballotKeysFitTheirForm',
    wrong: [['    of-orgs: [room-crew]\n', '    of-roles: [arbiter]\n']],
    lines: [
      'club.yaml:199:5: ballots.council.of-roles: belongs to electorate: posts only',
      'club.yaml:198:17: ballots.council.electorate: says members of what: `of-orgs`',
    ],
  },
  {
    check: 'ballotKeysFitTheirForm',
    wrong: [['    of-roles: [arbiter, clockmaker]\n', '']],
    lines: ['club.yaml:155:17: ballots.new-boards.electorate: says holders of which roles: `of-roles`'],
  },
  {
    check: 'ballotChannelsAreOpen',
    wrong: [['    proxies: { max: 1 }\n', '']],
    lines: ['club.yaml:170:31: ballots.new-boards.channels[2]: needs a limit: `proxies: { max: 3 }`'],
  },
  {
    check: 'ballotChannelsAreOpen',
    wrong: [['    basis: rules of the club § 10\n', '']],
    lines: [
      'club.yaml:190:16: ballots.table-owners.channels[0]: says what allows owners to vote electronically here: `basis`',
    ],
  },
  {
    check: 'ballotChannelsAreOpen',
    wrong: [['    basis: rules of the club § 10\n', '    municipal-system: required\n']],
    lines: [
      'club.yaml:190:5: ballots.table-owners.channels: is empty where the municipal system is required',
      'club.yaml:190:16: ballots.table-owners.channels[0]: says what allows owners to vote electronically here: `basis`',
    ],
  },
  {
    check: 'ballotChannelsAreOpen',
    wrong: [['    channels: [online]\n', '    channels: []\n    proxies: { max: 2 }\n']],
    lines: [
      'club.yaml:210:5: ballots.council.channels: names a way of voting: online, paper',
      'club.yaml:211:5: ballots.council.proxies: belongs to the channel proxy only',
    ],
  },
  {
    check: 'ballotTimesFit',
    wrong: [
      ['voting: { min: 1 hour, max: 7 days }', 'voting: { min: 8 days, max: 7 days }'],
      ['    posting: 1 day\n', '    posting: { in: 4 days, source: § 9 }\n'],
    ],
    lines: [
      'club.yaml:166:20: ballots.new-boards.voting.min: is longer than voting.max (7 days)',
      'club.yaml:165:20: ballots.new-boards.posting.in: is longer than notice (3 days)',
    ],
  },
  {
    check: 'priorStudiesCanBePassed',
    wrong: [['petition: 25 %, ordered-by: [president]', 'petition: 25 %']],
    lines: ['club.yaml:174:111: ballots.new-boards.prior-study.passed-by[1]: says more in `ordered-by`'],
  },
  {
    check: 'priorStudiesCanBePassed',
    wrong: [['passed-by: [petition, order]', 'passed-by: [order]']],
    lines: [
      'club.yaml:174:109: ballots.new-boards.prior-study.petition: belongs to `passed-by: [petition]` only',
    ],
  },
  {
    check: 'ballotPrefixesDiffer',
    wrong: [
      ['prefix: T', 'prefix: B'],
      ['prefix: N', 'prefix: K'],
    ],
    lines: [
      'club.yaml:178:13: ballots.table-owners.prefix: "B" is used by another kind',
      'club.yaml:196:13: ballots.council.prefix: "K" is used by another kind',
    ],
  },
  {
    check: 'ballotPartsLieInside',
    wrong: [['also-at: [room]', 'also-at: [club, rom]']],
    lines: [
      'club.yaml:158:15: ballots.new-boards.also-at[0]: must be a level inside club',
      'club.yaml:158:21: ballots.new-boards.also-at[1]: no such level "rom", allowed: club, room, board (did you mean "room"?)',
    ],
  },
  {
    check: 'papersHaveTwoReaders',
    wrong: [
      ['    counted-by: [arbiter, president]\n    matters', '    counted-by: [president]\n    matters'],
    ],
    lines: [
      'club.yaml:184:17: ballots.table-owners.counted-by: table-owners needs two persons to read papers, president is one',
    ],
  },
  {
    check: 'gatheringNamesExist',
    wrong: [
      ['host: club-office\n    series', 'host: club-ofice\n    series'],
      ['called-by: president', 'called-by: presidnt'],
      ['gathering: club-council', 'gathering: council'],
    ],
    lines: [
      'club.yaml:217:11: gatherings.club-council.host: no such kind of organisation "club-ofice", allowed: club-office, room-crew (did you mean "club-office"?)',
      'club.yaml:279:16: gatherings.open-day.called-by: no such role "presidnt", allowed: president, arbiter, clockmaker (did you mean "president"?)',
      'club.yaml:62:20: ladders.protest.rungs[1].gathering: no such gathering "council", allowed: club-council, crew-meeting, endgames, beginners, door, open-day',
    ],
  },
  {
    check: 'gatheringsAreForSomebody',
    wrong: [
      ['open-to: [arbiter, clockmaker]\n    decided-by', 'open-to: [arbiter, members]\n    decided-by'],
    ],
    lines: ['club.yaml:236:24: gatherings.crew-meeting.open-to[1]: "members" stands alone or not at all'],
  },
  {
    check: 'gatheringSeriesAreReadable',
    wrong: [
      ['series: FREQ=WEEKLY;BYDAY=TH', 'series: FREQ=WEEKLY;BYDAY=2TH'],
      ['    at: "15:00"\n', ''],
    ],
    lines: [
      'club.yaml:233:13: gatherings.crew-meeting.series: "FREQ=WEEKLY;BYDAY=2TH" uses “the second Friday” in a week or a day: it belongs to months and years',
      'club.yaml:254:5: gatherings.beginners.series: says the days; the time of day is missing: `at: "19:30"`',
    ],
  },
  {
    check: 'gatheringsLastForHours',
    wrong: [
      ['lasts: 5 hours', 'lasts: 2 days'],
      ['lasts: { in: 30 minutes,', 'lasts: { in: 1 working day,'],
    ],
    lines: [
      'club.yaml:235:18: gatherings.crew-meeting.lasts.in: is a plain time of at most a day, such as `90 minutes`',
      'club.yaml:277:12: gatherings.open-day.lasts: is a plain time of at most a day, such as `90 minutes`',
    ],
  },
  {
    check: 'gatheringKeysFitTheirForm',
    wrong: [
      ['form: class', 'form: shift'],
      ['    called-by: president\n', ''],
    ],
    lines: [
      'club.yaml:260:5: gatherings.beginners.sign-up: belongs to form: lesson, class, event only',
      'club.yaml:259:5: gatherings.beginners.capacity: belongs to form: lesson, class, event only',
      'club.yaml:250:3: gatherings.beginners: says how many are on duty: `shift`',
      'club.yaml:273:3: gatherings.open-day: says whose it is: `called-by` or `decided-by`',
    ],
  },
  {
    check: 'gatheringKeysFitTheirForm',
    wrong: [
      ['    sign-up: { opens-before: 7 days, closes-before: 1 hour, source: rules of the club § 6 }\n', ''],
    ],
    lines: [
      'club.yaml:259:5: gatherings.beginners.capacity: limits places that one must be able to sign up for: `sign-up`',
    ],
  },
  {
    check: 'quorumsCanBeCounted',
    wrong: [['open-to: [arbiter, clockmaker]\n    decided-by', 'open-to: residents\n    decided-by']],
    lines: [
      'club.yaml:239:5: gatherings.crew-meeting.quorum: is a share of members, of a committee or of holders of roles, and it is for residents',
    ],
  },
  {
    check: 'quorumsCanBeCounted',
    wrong: [
      [
        '    held: with-agenda\n',
        '    held: with-agenda\n    decision: { share: more than 1/2, of: entitled }\n',
      ],
    ],
    lines: [
      'club.yaml:224:5: gatherings.club-council.decision: is a share of members, of a committee or of holders of roles, and it is for residents',
    ],
  },
  {
    check: 'committeesHaveMembers',
    wrong: [['open-to: [arbiter, clockmaker]\n    decided-by', 'open-to: committee\n    decided-by']],
    lines: [
      'club.yaml:232:11: gatherings.crew-meeting.host: nobody is said to sit on its committee: say org-kinds.room-crew.committee.roles',
    ],
  },
  {
    check: 'holidaysAreKnown',
    wrong: [['lasts: 4 hours', 'lasts: 4 hours\n    on-holiday: skip']],
    lines: [
      'club.yaml:269:17: gatherings.door.on-holiday: needs a calendar of working days with `days: cn-official` in default-calendars',
    ],
  },
  {
    check: 'agendaConditionsAreReadable',
    wrong: [['{ kind: broken-clock, station: returned }', '{ kind: broken-clok, station: returned }']],
    lines: [
      'club.yaml:226:60: gatherings.club-council.agenda[3].cases.kind: no such kind "broken-clok", allowed: broken-clock (did you mean "broken-clock"?)',
    ],
  },
  {
    check: 'rungsAreDecidedSomewhere',
    wrong: [
      ['        decided-by: [arbiter]\n', ''],
      ['gathering: club-council\n', 'gathering: club-council\n        host: club-office\n'],
    ],
    lines: [
      'club.yaml:54:9: ladders.protest.rungs[0]: names its `gathering`, or says `decided-by` itself',
      'club.yaml:62:9: ladders.protest.rungs[1].host: is said by gatherings.club-council',
    ],
  },
  {
    check: 'rungsAreDecidedSomewhere',
    wrong: [['gathering: club-council', 'gathering: endgames']],
    lines: [
      'club.yaml:62:20: ladders.protest.rungs[1].gathering: gatherings.endgames is no meeting and decides nothing',
      'club.yaml:62:20: ladders.protest.rungs[1].gathering: gatherings.endgames has no `decided-by`',
      'club.yaml:62:20: ladders.protest.rungs[1].gathering: gatherings.endgames must have one `host`, not 2',
      'club.yaml:62:20: ladders.protest.rungs[1].gathering: gatherings.endgames does not take up what climbs: add `ladder` to its agenda',
      'club.yaml:62:20: ladders.protest.rungs[1].gathering: gatherings.endgames never meets by itself: it needs `series` or `called-within`',
    ],
  },
  {
    check: 'callsAreForCases',
    wrong: [['quorum: { share', 'called-within: 2 days\n    quorum: { share']],
    lines: ['club.yaml:239:5: gatherings.crew-meeting.called-within: belongs where a ladder leads only'],
  },
];

/** The same for what only the league says: it extends the chess club, and the lines are those of its own file. */
const leagueCases: typeof cases = [
  {
    check: 'formationsExist',
    wrong: [['formation: [own-room, shared-rooms', 'formation: [own-rom, shared-rooms']],
    lines: [
      'league.yaml:53:17: org-kinds.room-crew.formation[0]: no such formation "own-rom", allowed: own-room, shared-rooms, on-rounds (did you mean "own-room"?)',
    ],
  },
  {
    check: 'formationsFitWhatTheyCover',
    wrong: [['covers: several-areas', 'covers: one-area']],
    lines: [
      'league.yaml:10:74: formations.shared-rooms.areas: belongs to `covers: several-areas` only',
      'league.yaml:10:122: formations.shared-rooms.members-of-each: belongs to `covers: several-areas` only',
    ],
  },
  {
    check: 'coverageIsPossible',
    wrong: [['answered-by: [arbiter]', 'answered-by: [president]']],
    lines: [
      'league.yaml:20:57: coverage.answered-by[0]: roles.president answers for no areas: it needs `serves`',
    ],
  },
  {
    check: 'coverageIsPossible',
    wrong: [['homes: board, grids-of: room', 'homes: room, grids-of: board']],
    lines: [
      'league.yaml:20:36: coverage.grids-of: must be a level around room',
      'league.yaml:20:76: coverage.rate-of: must be a level around room',
      'league.yaml:20:57: coverage.answered-by[0]: roles.arbiter serves areas inside room, not around it',
    ],
  },
  {
    check: 'gridsDivideWhatLiesAround',
    wrong: [['rate-of: room }', 'rate-of: room }\ngrids: { board: { min: 2 }, hall: { max: 3 } }']],
    lines: [
      'league.yaml:21:10: grids.board: must be a level around room',
      'league.yaml:21:29: grids.hall: no such level; there are club, room, board',
    ],
  },
  {
    check: 'gridsDivideWhatLiesAround',
    wrong: [
      [
        'coverage: { homes: board, grids-of: room, answered-by',
        'grids: { club: { min: 2 } }\ncoverage: { homes: board, answered-by',
      ],
    ],
    lines: ['league.yaml:20:10: grids.club: say in `coverage.grids-of` what grids consist of'],
  },
  {
    check: 'teamsAreSentBySomebody',
    wrong: [[', sent-by: club-office', '']],
    lines: [
      'league.yaml:59:92: org-kinds.flying-crew.team: a dispatched team says by which kind of organisation: `sent-by`',
    ],
  },
  {
    check: 'teamsAreSentBySomebody',
    wrong: [['team: dispatched', 'team: service']],
    lines: ['league.yaml:59:101: org-kinds.flying-crew.sent-by: belongs to `team: dispatched` only'],
  },
  {
    check: 'cardsHaveTheirWords',
    wrong: [[', standard: { zh: 钟准, en: The clocks are right }', '']],
    lines: ['league.yaml:66:40: roles.arbiter.card.fields[2]: say in `standard` what stands there'],
  },
  {
    check: 'partiesAreSomebody',
    wrong: [['en: Players }, residents: true', 'en: Players }, residents: false']],
    lines: [
      'league.yaml:32:7: parties.both-sides.of.players: nobody is "players": say `orgs`, `roles` or `residents: true`',
    ],
  },
  {
    check: 'powersHoldInOrder',
    wrong: [['evaluate-by: "2027-01-01"', 'evaluate-by: "2024-12-31"']],
    lines: ['league.yaml:48:172: powers.new-pieces.evaluate-by: comes before 2025-01-01, where it begins'],
  },
  {
    check: 'powersHoldInOrder',
    wrong: [['from: "2024-01-01"', 'from: "2024-02-30"']],
    lines: ['league.yaml:47:118: powers.winding.from: "2024-02-30" is no day of the calendar'],
  },
  {
    check: 'powersHoldInOrder',
    wrong: [[', lead: club-office', '']],
    lines: ['league.yaml:48:63: powers.new-pieces.list: says who does it now: `lead`'],
  },
  {
    check: 'powersNameProblems',
    wrong: [['categories: [stopped]', 'categories: [stoped]']],
    lines: [
      'league.yaml:47:145: powers.winding.categories[0]: no such problem "stoped", allowed: hardware, stopped, piece-missing (did you mean "stopped"?)',
    ],
  },
  {
    check: 'normsSayWhatTheyCount',
    wrong: [['    members-of: great-crew\n', '']],
    lines: [
      'league.yaml:83:13: norms.veterans-among-arbiters.figure: says of whom it is asked: `members-of`',
    ],
  },
  {
    check: 'normsSayWhatTheyCount',
    wrong: [['figure: grids, per: club', 'figure: grids, per: club, of: room-crew']],
    lines: ['league.yaml:92:71: norms.rounds.of: has no meaning for the figure grids'],
  },
  {
    check: 'normsCanBeCounted',
    wrong: [['in: great-crew, member: true', 'in: great-crew']],
    lines: [
      'league.yaml:85:17: norms.veterans-among-arbiters.members-of: no role in it has `member: true`, so nobody would ever be counted',
    ],
  },
  {
    check: 'normsCanBeCounted',
    wrong: [['of: room-crew\n    members-of', 'of: great-crew\n    members-of']],
    lines: [
      'league.yaml:84:9: norms.veterans-among-arbiters.of: nobody is said to sit on its committee: say `roles`, or org-kinds.great-crew.committee.roles',
    ],
  },
  {
    check: 'normsCanBeCounted',
    wrong: [['of: room-crew\n', 'of: room-crew\n    roles: [arbiter, president]\n']],
    lines: ['league.yaml:85:22: norms.veterans-among-arbiters.roles[1]: is held in none of: room-crew'],
  },
  {
    check: 'normsCanBeCounted',
    wrong: [
      ['figure: grids, per: club', 'figure: grids, per: room'],
      ['figure: branch-coverage, per: club', 'figure: branch-coverage, per: board'],
    ],
    lines: [
      'league.yaml:92:65: norms.rounds.per: must be a level around room',
      'league.yaml:95:88: norms.crewed.per: must be a level around room',
    ],
  },
  {
    check: 'normsCanBeCounted',
    wrong: [['figure: homes-per-member, roles: arbiter', 'figure: homes-per-member, min: 1, roles: veteran']],
    lines: ['league.yaml:94:96: norms.boards.roles: roles.veteran answers for no areas: it needs `serves`'],
  },
  {
    check: 'normsHaveBounds',
    wrong: [['per: club, min: 2, max: 3,', 'per: club,']],
    lines: ['league.yaml:92:3: norms.rounds: asks nothing: say `min`, `max` or `by-class`, or grids.club'],
  },
  {
    check: 'normsHaveBounds',
    wrong: [
      [
        'per: club, min: 75, by-class: { quiet-room: { min: 50 }',
        'per: club, min: 75, by-class: { quiet-room: { min: 150 }',
      ],
    ],
    lines: ['league.yaml:95:134: norms.crewed.by-class.quiet-room.min: is a share in percent: 100 at most'],
  },
  {
    check: 'normPathsAreInOrder',
    wrong: [
      ['{ by: "2027-06-30", min: 40 }', '{ by: "2025-06-30" }'],
      ['new-from: { day: "2024-01-01"', 'new-from: { day: "2024-02-30"'],
    ],
    lines: [
      'league.yaml:88:22: norms.veterans-among-arbiters.new-from.day: "2024-02-30" is no day of the calendar',
      'league.yaml:88:84: norms.veterans-among-arbiters.new-from.existing[1].by: must be later than the step before (2025-06-30)',
      'league.yaml:88:78: norms.veterans-among-arbiters.new-from.existing[1]: a step asks for `min` or `max`',
    ],
  },
  {
    check: 'classesExist',
    wrong: [
      ['quiet-room: { min: 25 }', 'quite-room: { min: 25 }'],
      ['in-classes: [quiet-room', 'in-classes: [quite-room'],
      ['quiet-room: { urgent: 30 minutes', 'quite-room: { urgent: 30 minutes'],
    ],
    lines: [
      'league.yaml:105:18: cases.word-on-ringer.in-classes[0]: no such class of areas "quite-room", allowed: quiet-room, loud-room (did you mean "quiet-room"?)',
      'league.yaml:87:17: norms.veterans-among-arbiters.by-class.quite-room: no such class of areas; there are quiet-room, loud-room',
      'league.yaml:100:29: cases.broken-clock.clocks.repair.by-class.quite-room: no such class of areas; there are quiet-room, loud-room',
    ],
  },
  {
    check: 'powersAreOverTeams',
    wrong: [['over: flying-crew', 'over: great-crew']],
    lines: ['league.yaml:47:161: powers.winding.over: org-kinds.great-crew is no dispatched team'],
  },
  {
    check: 'asksFitTheirKind',
    wrong: [['required-if: { word: object }', 'required-if: { word: objected, wort: object }']],
    lines: [
      'league.yaml:117:59: cases.word-on-ringer.stations.closed.asks.ground.required-if.word: no such answer "objected", allowed: agree, object (did you mean "object"?)',
      'league.yaml:117:69: cases.word-on-ringer.stations.closed.asks.ground.required-if.wort: no `choice` of that key stands beside it',
    ],
  },
  {
    check: 'opinionsRunOut',
    wrong: [['        after: 2 days\n', '']],
    lines: [
      'league.yaml:72:88: roles.bell-ringer.opinion.case: would wait for ever: say cases.word-on-ringer.stations.closed.after',
    ],
  },
  {
    check: 'officesHaveTheirPlaces',
    wrong: [['per: corridor', 'per: coridor']],
    lines: [
      'league.yaml:70:84: roles.corridor-watch.per: no such level or kind of segments "coridor", allowed: club, room, board, corridor, grid (did you mean "corridor"?)',
    ],
  },
  {
    check: 'officesHaveTheirPlaces',
    wrong: [
      ['  corridor: { title', '  room: { title'],
      ['per: corridor', 'per: room'],
    ],
    lines: ['league.yaml:18:3: segment-kinds.room: "room" is a level or a word of the house already'],
  },
  {
    check: 'officesHaveTheirPlaces',
    wrong: [['per: room, serves: { level: room }', 'per: room, serves: { level: board }']],
    lines: [
      'league.yaml:69:75: roles.door-keeper.per: whoever fills it serves areas of another level: say `serves: { level: room }`',
    ],
  },
  {
    check: 'channelsExist',
    wrong: [['nominated-by: [by-lot, by-rating]', 'nominated-by: [by-lots, by-rating]']],
    lines: [
      'league.yaml:62:72: roles.president.nominated-by[0]: no such nomination channel "by-lots", allowed: by-lot, by-rating (did you mean "by-lot"?)',
    ],
  },
  {
    check: 'rolesExist',
    wrong: [['also: [clockmaker]', 'also: [clockmakr]']],
    lines: [
      'league.yaml:65:12: roles.arbiter.also[0]: no such role "clockmakr", allowed: president, arbiter, clockmaker, door-keeper, corridor-watch, veteran, bell-ringer (did you mean "clockmaker"?)',
    ],
  },
  {
    check: 'orgKindsExist',
    wrong: [['received-by: [room-crew]', 'received-by: [room-crow]']],
    lines: [
      'league.yaml:40:17: report-in.received-by[0]: no such kind of organisation "room-crow", allowed: club-office, room-crew, great-crew, flying-crew (did you mean "room-crew"?)',
    ],
  },
  {
    check: 'orgKindsNest',
    wrong: [['members: { min: 5 }', 'members: { min: 5 }, more-members: room-crew']],
    lines: [
      'league.yaml:55:19: org-kinds.room-crew.more-members: goes round in a ring: room-crew › great-crew › room-crew',
      'league.yaml:58:143: org-kinds.great-crew.more-members: goes round in a ring: great-crew › room-crew › great-crew',
    ],
  },
  {
    check: 'levelsExist',
    wrong: [['rate-of: room', 'rate-of: rom']],
    lines: [
      'league.yaml:20:76: coverage.rate-of: no such level "rom", allowed: club, room, board (did you mean "room"?)',
    ],
  },
  {
    check: 'boundsAreInOrder',
    wrong: [['areas: { min: 2, max: 3 }', 'areas: { min: 4, max: 3 }']],
    lines: ['league.yaml:10:93: formations.shared-rooms.areas.min: at least 4 but at most 3'],
  },
  {
    check: 'limitsAreReadable',
    wrong: [['limit: 30 minutes', 'limit: half an hour']],
    lines: [
      'league.yaml:36:80: duties.open-the-room.limit: "half an hour" is no limit: write `30 minutes`, `2 hours`, `7 days`, `5 working days`, `PT2H`, each with ` of CALENDAR` if need be',
    ],
  },
  {
    check: 'seriesAreReadable',
    wrong: [['feedback: FREQ=MONTHLY;BYMONTHDAY=1', 'feedback: BYMONTHDAY=1']],
    lines: ['league.yaml:44:13: report-in.feedback: a rule says FREQ, such as FREQ=WEEKLY;BYDAY=SA'],
  },
];

function changed(wrong: [string, string][], from = chessClub): string {
  return wrong.reduce((text, [before, after]) => {
    expect(text).toContain(before);
    return text.replace(before, after);
  }, from);
}

/** The changed league laid over the chess club, as reading does it. */
function inLeague(text: string): Written {
  return mergeWritten(
    readWritten('chess-club.yaml', chessClub).root,
    readWritten('league.yaml', text).root,
    () => {},
  );
}
const readLeague = (text: string) =>
  readModel('league.yaml', (path) => ({ 'league.yaml': text, 'chess-club.yaml': chessClub })[path]);

describe('cross-checks', () => {
  it('find nothing in the chess club', () => {
    expect(readModel('club.yaml', () => chessClub).faults).toBeUndefined();
  });

  it.each(cases)('$check: $lines.0', ({ check, wrong, lines }) => {
    const text = changed(wrong);
    const found = checks.find(({ name }) => name === check)?.(readWritten('club.yaml', text).root) ?? [];
    expect(found.map(formatFault)).toEqual(lines);
    const all = (readModel('club.yaml', () => text).faults ?? []).map(formatFault);
    expect(all).toEqual(expect.arrayContaining(lines));
  });

  it('find nothing in the chess league', () => {
    expect(readLeague(chessLeague).faults).toBeUndefined();
  });

  it.each(leagueCases)('$check: $lines.0', ({ check, wrong, lines }) => {
    const text = changed(wrong, chessLeague);
    const found = checks.find(({ name }) => name === check)?.(inLeague(text)) ?? [];
    expect(found.map(formatFault)).toEqual(lines);
    const all = (readLeague(text).faults ?? []).map(formatFault);
    expect(all).toEqual(expect.arrayContaining(lines));
  });

  it('each has a bad model that it alone must find', () => {
    const tried = [...cases, ...leagueCases].map(({ check }) => check);
    expect(new Set(tried)).toEqual(new Set(checks.map(({ name }) => name)));
  });
});
