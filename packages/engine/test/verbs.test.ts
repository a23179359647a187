/** What each verb asks, refuses and does: one group per verb, a missing group is a visible hole. */
import type { CaseKind, Model, StationRule } from '@linli/model';
import { describe, expect, it } from 'vitest';
import type { Refusal } from '../src/index.ts';
import { decide, isRefusal, offers, openCase, timeActor, verbs } from '../src/index.ts';
import {
  captain,
  carpenter,
  club,
  holderOf,
  person,
  player,
  reporter,
  steward,
  stranger,
  surroundingsAt,
  umpire,
} from './club.ts';
import { local, Story } from './story.ts';

const proof = { proof: ['photo-1'] };
const accepted = () => new Story().do(steward, 'accept');
const assigned = () => accepted().do(steward, 'assign', { to: holderOf(carpenter) });
const handling = () => assigned().do(carpenter, 'start');
const resolved = () => handling().do(carpenter, 'resolve', { answers: proof });
const verified = () => resolved().do(umpire, 'verify');
const tomorrow = local('2026-11-24 09:00');

function opened(input: object, by = reporter) {
  return openCase(
    club,
    {
      kind: 'repair',
      areaCode: '9901',
      category: 'table',
      answers: { what: 'x' },
      reporterId: 'guest-1',
      ...input,
    },
    by,
    surroundingsAt(local('2026-11-23 09:00')),
  );
}
function codeAt(outcome: object): [string, string | null] {
  return isRefusal(outcome) ? [outcome.code, outcome.at] : ['done', null];
}

describe('open', () => {
  it.each([
    ['an unknown kind', { kind: 'wish' }, ['unknown-kind', 'kind']],
    ['a kind named like a method', { kind: 'constructor' }, ['unknown-kind', 'kind']],
    ['a place elsewhere', { areaCode: '8801' }, ['outside-city', 'areaCode']],
    ['a missing answer', { answers: {} }, ['field-required', 'answers.what']],
    ['a blank answer', { answers: { what: '  ' } }, ['field-required', 'answers.what']],
    ['a text too long', { answers: { what: '长'.repeat(201) } }, ['field-invalid', 'answers.what']],
    ['an answer of another type', { answers: { what: 5 } }, ['field-invalid', 'answers.what']],
    [
      'an answer nobody asked for',
      { answers: { what: 'x', colour: 'red' } },
      ['field-invalid', 'answers.colour'],
    ],
    ['a bad phone number', { answers: { what: 'x', phone: 'call me' } }, ['field-invalid', 'answers.phone']],
    ['an unknown category', { category: 'sofa' }, ['unknown-category', 'category']],
    ['a category that has others below it', { category: 'furniture' }, ['unknown-category', 'category']],
  ])('refuses %s', (_name, input, expected) => {
    expect(codeAt(opened(input))).toEqual(expected);
  });
  it('counts characters, not UTF-16 units', () => {
    expect(isRefusal(opened({ answers: { what: '🪑'.repeat(200) } }))).toBe(false);
  });
  it('refuses those the kind does not name', () => {
    expect(codeAt(opened({ kind: 'bulletin', answers: {} }))).toEqual(['forbidden', null]);
  });
  it('refuses a place where nobody answers, rather than losing the report', () => {
    const refusal = openCase(
      club,
      { kind: 'repair', areaCode: '9901', answers: { what: 'x' }, reporterId: null },
      reporter,
      { now: tomorrow, route: null },
    );
    expect(codeAt(refusal)).toEqual(['nobody-answers', 'route']);
  });
  it('takes the severity of the category, and remembers why it was routed there', () => {
    expect(new Story({ category: 'cellar' }).state).toMatchObject({
      severity: 'hard',
      routeReason: 'steward of the house',
      responsible: holderOf(steward),
    });
    expect(new Story({ category: null }).state.severity).toBe('ordinary');
  });
  it('is the whole state in its first entry', () => {
    const story = new Story();
    expect(story.last).toMatchObject({ verb: 'open', from: 'open', to: 'open' });
    expect(story.last.changes).toEqual(story.last.next);
  });
});

describe('accept', () => {
  it('is for the roles named and the responsible post, not for anybody else', () => {
    expect(new Story().codeOf(captain, 'accept')).toBeNull();
    expect(new Story().codeOf(player, 'accept')).toBe('forbidden');
    expect(new Story().codeOf(reporter, 'accept')).toBe('forbidden');
  });
  it('a new category brings its severity; another severity needs a reason', () => {
    expect(new Story().do(steward, 'accept', { category: 'ceiling' }).state.severity).toBe('urgent');
    expect(new Story().codeOf(steward, 'accept', { severity: 'hard' })).toBe('reason-required');
    expect(new Story().codeOf(steward, 'accept', { category: 'sofa' })).toBe('unknown-category');
  });
  it('fills a vacant post with the name of whoever acts', () => {
    const story = new Story();
    story.state = { ...story.state, responsible: { ...holderOf(steward), postId: null, personId: null } };
    expect(story.do(steward, 'accept').state.responsible).toEqual(holderOf(steward));
  });
});

describe('assign', () => {
  it('refuses without somebody, and a post that may not handle it', () => {
    expect(accepted().codeOf(steward, 'assign')).toBe('field-required');
    expect(accepted().codeOf(steward, 'assign', { to: holderOf(umpire) })).toBe('holder-invalid');
  });
  it('waits for acceptance where the kind has one', () => {
    expect(new Story().codeOf(steward, 'assign', { to: holderOf(carpenter) })).toBe('verb-not-allowed');
  });
  it('is held back by a gate, in the words of the model', () => {
    const story = new Story({ category: null }).do(steward, 'accept');
    const refusal = story.try(steward, 'assign', { to: holderOf(carpenter) }) as Refusal;
    expect(refusal).toMatchObject({ kind: 'gate', code: 'gate-closed', at: 'gates.known-category' });
    expect(refusal.message.en).toBe('Say what is broken first.');
    expect(story.codeOf(steward, 'assign', { to: holderOf(carpenter), category: 'table' })).toBeNull();
  });
  it('starts the clocks of the dispatch and stops those before it', () => {
    const story = accepted()
      .until(local('2026-11-23 10:00'))
      .do(steward, 'assign', { to: holderOf(carpenter) });
    expect(story.state.dispatchedAt).toBe(story.now);
    expect(story.state.clocks.find).toMatchObject({ stoppedAt: story.now, overAt: null });
    expect(story.state.clocks.mend).toMatchObject({ startedAt: story.now, round: 1 });
  });
  it('late, the clock is over as of when its time ran out, even if nobody looked', () => {
    const story = accepted();
    story.now = local('2026-11-23 12:30');
    story.do(steward, 'assign', { to: holderOf(carpenter) });
    expect(story.state.clocks.find).toMatchObject({ overAt: local('2026-11-23 11:00'), overRounds: 1 });
  });
  it('another severity gives a running clock its other limit, counted from its start', () => {
    const story = assigned().until(tomorrow);
    story.do(steward, 'assign', { to: holderOf(player), severity: 'urgent', reason: 'Worse than it looked' });
    expect(story.state.clocks.mend).toMatchObject({ round: 1, dueAt: local('2026-11-24 09:00') });
  });
});

describe('claim', () => {
  it('goes straight into handling, through the dispatch', () => {
    const story = accepted().do(player, 'claim');
    expect(story.state).toMatchObject({
      station: 'handling',
      assignee: holderOf(player),
      handlerIds: ['player-1'],
    });
    expect(story.state.dispatchedAt).toBe(story.now);
    expect(story.state.clocks.mend?.stoppedAt).toBeNull();
    expect(story.state.clocks.find?.stoppedAt).toBe(story.now);
  });
  it('is for those it might be given to, and not once it is given', () => {
    expect(accepted().codeOf(umpire, 'claim')).toBe('forbidden');
    expect(assigned().codeOf(player, 'claim')).toBe('verb-not-allowed');
  });
});

describe('start', () => {
  it('is for the assignee alone, or for anyone of the office it was given to', () => {
    expect(assigned().codeOf(player, 'start')).toBe('forbidden');
    const office = { postId: null, role: 'player', orgId: 'org-club', personId: null };
    const story = accepted().do(steward, 'assign', { to: office });
    expect(story.codeOf(carpenter, 'start')).toBe('forbidden');
    story.do(player, 'start');
    expect(story.state.assignee).toEqual(holderOf(player));
  });
  it('is not for somebody who has left the post', () => {
    const former = { ...carpenter, posts: [{ postId: 'other', role: 'player', orgId: 'org-club' }] };
    expect(assigned().codeOf(former, 'start')).toBe('forbidden');
  });
});

describe('return', () => {
  it('is for the assignee, before it is done', () => {
    expect(handling().codeOf(carpenter, 'return', { reason: 'x' })).toBeNull();
    expect(handling().codeOf(steward, 'return', { reason: 'x' })).toBe('forbidden');
    expect(resolved().codeOf(carpenter, 'return', { reason: 'x' })).toBe('verb-not-allowed');
  });
});

describe('reroute', () => {
  it('gives the case another responsible post, with a reason, and stays where it is', () => {
    const story = accepted();
    expect(story.codeOf(steward, 'reroute', { to: holderOf(captain) })).toBe('reason-required');
    expect(story.codeOf(steward, 'reroute', { to: holderOf(player), reason: 'x' })).toBe('holder-invalid');
    const clocks = story.state.clocks;
    story.do(steward, 'reroute', { to: holderOf(captain), reason: 'Not my room' });
    expect(story.state).toMatchObject({
      station: 'accepted',
      responsible: holderOf(captain),
      routeReason: 'Not my room',
    });
    expect(story.state.clocks).toEqual(clocks);
  });
  it('without a name follows where routing leads now, and not in a circle', () => {
    expect(accepted().codeOf(steward, 'reroute', { reason: 'x' })).toBe('holder-invalid');
  });
  it('not while somebody has it in hand', () => {
    expect(assigned().codeOf(steward, 'reroute', { to: holderOf(captain), reason: 'x' })).toBe(
      'verb-not-allowed',
    );
  });
});

describe('pause and resume', () => {
  it('offers each the pauses that are theirs', () => {
    const story = assigned();
    const choicesOf = (actor: typeof steward) =>
      offers(story.model, story.state, actor, story.now).find((offer) => offer.verb === 'pause')?.choices;
    expect(choicesOf(steward)).toEqual(['asking-reporter', 'waiting-for-wood']);
    expect(choicesOf(carpenter)).toEqual(['asking-reporter']);
    expect(story.codeOf(carpenter, 'pause', { pause: 'waiting-for-wood', reason: 'x' })).toBe(
      'field-invalid',
    );
    expect(story.codeOf(steward, 'pause', { reason: 'x' })).toBe('field-invalid');
    expect(story.codeOf(carpenter, 'pause', { reason: 'x' })).toBeNull();
  });
  it('one at a time; moving on ends it', () => {
    const story = assigned().do(steward, 'pause', { pause: 'waiting-for-wood', reason: 'On order' });
    expect(story.codeOf(carpenter, 'pause', { reason: 'x' })).toBe('verb-not-allowed');
    expect(story.do(carpenter, 'start').state.paused).toBeNull();
  });
  it('a clock whose time is over has nothing left to save', () => {
    const story = assigned();
    story.now = local('2026-12-01 09:00');
    story.do(steward, 'pause', { pause: 'waiting-for-wood', reason: 'late excuse' });
    expect(story.state.clocks.mend?.pausedSince).toBeNull();
    expect(story.timers[0]?.key).toBe('remind:mend:80:1');
    expect(story.timers.map((timer) => timer.key)).toContain('over:mend:1');
  });
  it('resume is for those who may pause or end it', () => {
    const story = assigned().do(carpenter, 'pause', { reason: 'Which table?' });
    expect(story.codeOf(carpenter, 'resume')).toBeNull();
    expect(story.codeOf(reporter, 'resume')).toBe('forbidden');
    expect(story.codeOf(player, 'resume')).toBe('forbidden');
  });
});

describe('answer', () => {
  it('only while the case waits for the reporter', () => {
    expect(assigned().codeOf(reporter, 'answer', { reason: 'x' })).toBe('verb-not-allowed');
    const story = assigned().do(steward, 'pause', { pause: 'waiting-for-wood', reason: 'On order' });
    expect(story.codeOf(reporter, 'answer', { reason: 'x' })).toBe('verb-not-allowed');
  });
  it('may bring photos', () => {
    const story = assigned().do(carpenter, 'pause', { reason: 'Which table?' });
    story.do(reporter, 'answer', { reason: 'This', answers: { photos: ['a'] } });
    expect(story.state.answers['note.photos']).toEqual(['a']);
  });
});

describe('note', () => {
  it('adds words and photos and moves nothing else', () => {
    const story = handling().do(reporter, 'note', { reason: 'Third leg', answers: { photos: ['a'] } });
    story.do(player, 'note', { reason: 'Seen', answers: { photos: ['b'] } });
    expect(story.state.answers['note.photos']).toEqual(['a', 'b']);
    expect(Object.keys(story.last.changes).sort()).toEqual(['answers']);
    expect(story.codeOf(reporter, 'note')).toBe('reason-required');
    expect(story.codeOf(stranger, 'note', { reason: 'x' })).toBe('forbidden');
  });
});

describe('urge', () => {
  it('once a day each, told when again', () => {
    const story = assigned().do(reporter, 'urge');
    const refusal = story.try(reporter, 'urge') as Refusal;
    expect(refusal).toMatchObject({ code: 'too-many-requests', data: { seconds: 15 * 3600 } });
    expect(offers(story.model, story.state, reporter, story.now).map((offer) => offer.verb)).not.toContain(
      'urge',
    );
    expect(story.codeOf(captain, 'urge')).toBeNull();
    expect(story.codeOf(carpenter, 'urge')).toBe('forbidden');
    story.now = local('2026-11-24 00:00');
    expect(story.codeOf(reporter, 'urge')).toBeNull();
  });
});

describe('resolve', () => {
  it('asks for its proof and takes it by either name', () => {
    expect(handling().codeOf(carpenter, 'resolve')).toBe('field-required');
    expect(handling().codeOf(carpenter, 'resolve', { answers: { proof: [] } })).toBe('field-required');
    expect(handling().codeOf(carpenter, 'resolve', { answers: { proof: ['1', '2', '3', '4'] } })).toBe(
      'field-invalid',
    );
    expect(handling().codeOf(carpenter, 'resolve', { answers: { 'resolved.proof': ['1'] } })).toBeNull();
    expect(resolved().state.answers['resolved.proof']).toEqual(['photo-1']);
  });
  it('is for the assignee, and not before it is started', () => {
    expect(handling().codeOf(steward, 'resolve', { answers: proof })).toBe('forbidden');
    expect(assigned().codeOf(carpenter, 'resolve', { answers: proof })).toBe('verb-not-allowed');
  });
});

describe('verify and reject', () => {
  it('never by anyone who ever handled it, even in another post', () => {
    const story = accepted().do(player, 'claim').do(player, 'return', { reason: 'No time' });
    story.do(steward, 'assign', { to: holderOf(carpenter) }).do(carpenter, 'start');
    story.do(carpenter, 'resolve', { answers: proof });
    const promoted = { ...player, posts: [...player.posts, ...umpire.posts] };
    expect(story.codeOf(promoted, 'verify')).toBe('handler-may-not-verify');
    expect(story.codeOf(promoted, 'reject', { reason: 'x' })).toBe('handler-may-not-verify');
    expect(story.codeOf(umpire, 'verify')).toBeNull();
  });
  it('nor by the reporter, where the model says so, although a post of theirs may', () => {
    const kind = club.caseKinds.repair as CaseKind;
    const strict: Model = {
      ...club,
      caseKinds: {
        repair: {
          ...kind,
          stations: {
            ...kind.stations,
            accepted: { ...(kind.stations.accepted as StationRule), notBy: ['reporter'] },
          },
        },
      },
    };
    const story = new Story({}, { model: strict });
    expect(story.codeOf({ ...steward, isReporter: true }, 'accept')).toBe('forbidden');
    expect(story.codeOf(captain, 'accept')).toBeNull();
  });
  it('verified, the reporter is asked to rate', () => {
    expect(verified().last.notices[0]).toMatchObject({
      template: 'case.verified',
      to: ['reporter', 'followers'],
      data: { asksRating: 1 },
    });
  });
});

describe('rate', () => {
  it('is for the reporter, once it is verified', () => {
    expect(verified().codeOf(stranger, 'rate', { rating: { answer: 'solved' } })).toBe('forbidden');
    expect(resolved().codeOf(reporter, 'rate', { rating: { answer: 'solved' } })).toBe('verb-not-allowed');
    expect(verified().codeOf(reporter, 'rate')).toBe('field-invalid');
  });
  it('partly closes here, as the model says', () => {
    const story = verified().do(reporter, 'rate', { rating: { answer: 'partly' } });
    expect(story.state).toMatchObject({ station: 'closed', ratingCounts: { solved: 0, partly: 1, not: 0 } });
  });
});

describe('close', () => {
  it('nobody closes where the model names nobody: time and the rating do', () => {
    expect(verified().codeOf(steward, 'close')).toBe('forbidden');
    expect(handling().codeOf(steward, 'close')).toBe('verb-not-allowed');
  });
});

describe('withdraw', () => {
  it('is for the reporter, until it is done', () => {
    expect(handling().do(reporter, 'withdraw').state.station).toBe('withdrawn');
    expect(handling().codeOf(steward, 'withdraw')).toBe('forbidden');
    expect(resolved().codeOf(reporter, 'withdraw')).toBe('verb-not-allowed');
  });
  it('stops every clock', () => {
    const story = handling().do(reporter, 'withdraw');
    expect(Object.values(story.state.clocks).every((clock) => clock.stoppedAt !== null)).toBe(true);
    expect(story.state.closedAt).toBeNull();
  });
});

describe('merge', () => {
  it('into another running case of the same kind', () => {
    const story = accepted();
    expect(story.codeOf(steward, 'merge')).toBe('field-required');
    const mergeInto = (mergeTarget: { kind: string; station: 'open' | 'closed' } | null) =>
      codeAt(
        decide(club, story.state, 'merge', { into: 'c2' }, steward, {
          ...surroundingsAt(story.now),
          mergeTarget,
        }),
      )[0];
    expect(mergeInto(null)).toBe('merge-invalid');
    expect(mergeInto({ kind: 'errand', station: 'open' })).toBe('merge-invalid');
    expect(mergeInto({ kind: 'repair', station: 'closed' })).toBe('merge-invalid');
    expect(mergeInto({ kind: 'repair', station: 'open' })).toBe('done');
    expect(story.do(steward, 'merge', { into: 'c2' }).state).toMatchObject({
      station: 'merged',
      mergedInto: 'c2',
    });
  });
});

describe('reopen', () => {
  it('before the end, with a reason; a vacant post is filled by routing', () => {
    const story = verified();
    expect(story.codeOf(captain, 'reopen')).toBe('reason-required');
    expect(story.codeOf(umpire, 'reopen', { reason: 'x' })).toBe('forbidden');
    story.state = { ...story.state, responsible: null };
    story.do(captain, 'reopen', { reason: 'It broke again' });
    expect(story.state).toMatchObject({ station: 'reopened', redoCount: 1, responsible: holderOf(steward) });
    expect(story.codeOf(steward, 'assign', { to: holderOf(carpenter) })).toBeNull();
  });
});

describe('climb, decide and descend', () => {
  it('climb is for those the ladder names, before it is done', () => {
    expect(handling().codeOf(carpenter, 'climb', { reason: 'Beyond me' })).toBeNull();
    expect(handling().codeOf(umpire, 'climb', { reason: 'x' })).toBe('forbidden');
    expect(resolved().codeOf(steward, 'climb', { reason: 'x' })).toBe('verb-not-allowed');
  });
  it('decide needs a rung, a resolution and a date to come', () => {
    expect(handling().codeOf(captain, 'decide', { resolution: 'x' })).toBe('verb-not-allowed');
    const story = handling().do(steward, 'climb', { reason: 'Needs money' });
    expect(story.codeOf(captain, 'decide', { resolution: 'x', dueOn: '2026-11-22' })).toBe('field-invalid');
    expect(story.codeOf(captain, 'decide', { resolution: 'x', dueOn: '2026-02-30' })).toBe('field-invalid');
    expect(story.codeOf(captain, 'decide', { resolution: 'x', to: holderOf(umpire) })).toBe('holder-invalid');
    story.until(tomorrow).do(captain, 'decide', { resolution: 'Pay for the wood' });
    expect(story.state).toMatchObject({ station: 'assigned', assignee: holderOf(carpenter), rung: null });
    expect(story.state.clocks.mend).toMatchObject({ round: 2, startedAt: tomorrow });
  });
  it('while it stands on a rung it can still simply be done', () => {
    const story = handling()
      .do(steward, 'climb', { reason: 'x' })
      .do(carpenter, 'resolve', { answers: proof });
    expect(story.state).toMatchObject({ station: 'resolved', rung: null, highestRung: 1 });
  });
  it('what was said to be done and is not stands on its rung again', () => {
    const story = handling()
      .do(steward, 'climb', { reason: 'x' })
      .do(carpenter, 'resolve', { answers: proof });
    story.until(tomorrow).do(umpire, 'reject', { reason: 'Still broken' });
    expect(story.state).toMatchObject({
      station: 'handling',
      rung: { index: 0, since: tomorrow },
      highestRung: 1,
    });
    // Decided there, done and not done again: the rung has had it, and keeps it no more.
    story.do(captain, 'decide', { resolution: 'Pay for the wood' }).do(carpenter, 'start');
    story.do(carpenter, 'resolve', { answers: proof }).do(umpire, 'reject', { reason: 'Still broken' });
    expect(story.state).toMatchObject({ station: 'handling', rung: null });
  });
  it('what was said to be done too late, before time had looked, climbs when it is rejected', () => {
    const story = handling();
    story.now = local('2026-12-24 09:00');
    story.do(carpenter, 'resolve', { answers: proof });
    expect(story.state.clocks.mend?.overAt).not.toBeNull();
    story.do(umpire, 'reject', { reason: 'Still broken' });
    expect(story.state).toMatchObject({ station: 'handling', rung: { index: 0 } });
  });
});

describe('ask-part and sign-part', () => {
  it('refuses strangers, empty tasks and ids used before', () => {
    const story = handling();
    const ask = (part: object) => story.codeOf(steward, 'ask-part', { part: { partId: 'p', ...part } });
    expect(ask({ task: 'x' })).toBe('field-required');
    expect(ask({ holder: holderOf(umpire) })).toBe('field-required');
    expect(ask({ holder: holderOf(player), task: 'x' })).toBe('holder-invalid');
    story.do(steward, 'ask-part', { part: { partId: 'p', holder: holderOf(umpire), task: 'x' } });
    expect(ask({ holder: holderOf(umpire), task: 'x' })).toBe('field-invalid');
    expect(story.codeOf(umpire, 'sign-part', { part: { partId: 'p' } })).toBe('field-required');
    story.do(umpire, 'sign-part', { part: { result: 'Done' } });
    expect(story.codeOf(umpire, 'sign-part', { part: { result: 'Twice' } })).toBe('verb-not-allowed');
  });
});

describe('tick', () => {
  it('belongs to time alone', () => {
    const story = new Story();
    expect(story.codeOf(steward, 'tick', { timer: 'over:find:1' })).toBe('forbidden');
    expect(story.codeOf(reporter, 'tick', { timer: 'over:find:1' })).toBe('forbidden');
  });
  it.each([
    'over:find:1',
    'over:find:2',
    'over:nothing:1',
    'remind:mend:80:1',
    'pause',
    'rung:0',
    'close',
    'part:x',
    '',
    'x:y',
  ])('refuses %s when it is not due', (timer) => {
    expect(new Story().codeOf(timeActor, 'tick', { timer })).toBe('timer-not-due');
  });
  it('fires once, and its clock’s old round never', () => {
    const story = new Story();
    story.now = local('2026-11-23 11:00');
    story.do(timeActor, 'tick', { timer: 'over:find:1' });
    expect(story.codeOf(timeActor, 'tick', { timer: 'over:find:1' })).toBe('timer-not-due');
  });
});

describe('every verb', () => {
  it('refuses what does not exist, and fields that are not its own', () => {
    const story = new Story();
    const unknown = decide(club, story.state, 'explode' as 'note', {}, steward, surroundingsAt(story.now));
    expect(codeAt(unknown)[0]).toBe('unknown-verb');
    expect(codeAt(decide(club, story.state, 'open', {}, steward, surroundingsAt(story.now)))[0]).toBe(
      'unknown-verb',
    );
    expect(story.codeOf(steward, 'accept', { into: 'c2' })).toBe('field-invalid');
    expect(story.codeOf(steward, 'accept', { answers: {}, reason: '' })).toBeNull();
  });
  it('leaves what it was given untouched', () => {
    const story = handling();
    const frozen = JSON.stringify(story.state);
    for (const verb of verbs) {
      for (const actor of [steward, carpenter, reporter, captain]) {
        story.try(actor, verb, { reason: 'x', answers: proof });
        story.try(actor, verb, { reason: 'x' });
      }
    }
    expect(JSON.stringify(story.state)).toBe(frozen);
  });
  it('tells those who may not who may', () => {
    const refusal = new Story().try(person('somebody', 'player'), 'accept') as Refusal;
    expect(refusal.message.en).toContain('steward, captain, the responsible post');
  });
});
