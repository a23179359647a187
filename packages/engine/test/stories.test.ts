/** Cases lived through from beginning to end, as people live through them. */
import { describe, expect, it } from 'vitest';
import { columnsOf, offers } from '../src/index.ts';
import {
  anonymousReporter,
  captain,
  carpenter,
  holderOf,
  player,
  reporter,
  steward,
  stranger,
  umpire,
} from './club.ts';
import { local, Story } from './story.ts';

const proof = { proof: ['photo-1'] };

describe('a report that goes well', () => {
  const story = new Story();
  it('is answered for, given, handled, verified by another and rated', () => {
    story
      .do(steward, 'accept')
      .do(steward, 'assign', { to: holderOf(carpenter) })
      .do(carpenter, 'start')
      .until(local('2026-11-24 10:00'))
      .do(carpenter, 'resolve', { answers: proof });
    expect(story.codeOf(carpenter, 'verify')).toBe('forbidden');
    story.do(umpire, 'verify').do(reporter, 'rate', { rating: { answer: 'solved', comment: 'Thanks' } });
    expect(story.state.station).toBe('closed');
    expect(story.state.closedAt).toBe(story.now);
  });
  it('tells the reporter each step', () => {
    expect(story.toldTo('reporter')).toEqual([
      'case.received',
      'case.accepted',
      'case.assigned',
      'case.handling',
      'case.resolved',
      'case.verified',
      'case.closed',
    ]);
  });
  it('moves no more: no offers, no timers', () => {
    expect(story.timers).toEqual([]);
    for (const actor of [reporter, steward, carpenter, captain]) {
      expect(offers(story.model, story.state, actor, story.now)).toEqual([]);
    }
    expect(story.codeOf(reporter, 'reopen', { reason: 'again' })).toBe('verb-not-allowed');
  });
});

describe('a return', () => {
  it('goes back to whoever dispatched it, and gains no time', () => {
    const story = new Story().do(steward, 'accept').do(steward, 'assign', { to: holderOf(carpenter) });
    const dueAt = story.state.clocks.mend?.dueAt;
    story.until(local('2026-11-25 10:00'));
    expect(story.codeOf(carpenter, 'return')).toBe('reason-required');
    story.do(carpenter, 'return', { reason: 'This is glass, not wood' });
    expect(story.state).toMatchObject({ station: 'returned', assignee: null, returnCount: 1 });
    expect(story.last.notices[0]).toMatchObject({ template: 'case.returned', to: ['responsible'] });
    story.until(local('2026-11-26 10:00')).do(steward, 'assign', { to: holderOf(player) });
    expect(story.state.clocks.mend).toMatchObject({ round: 1, dueAt });
  });
});

describe('a reassignment', () => {
  it('needs a reason, relieves the one who had it, and gains no time', () => {
    const story = new Story()
      .do(steward, 'accept')
      .do(steward, 'assign', { to: holderOf(carpenter) })
      .do(carpenter, 'start');
    const dueAt = story.state.clocks.mend?.dueAt;
    story.until(local('2026-11-25 10:00'));
    expect(story.codeOf(steward, 'assign', { to: holderOf(player) })).toBe('reason-required');
    expect(story.codeOf(steward, 'assign', { to: holderOf(carpenter), reason: 'again' })).toBe(
      'holder-invalid',
    );
    story.do(steward, 'assign', { to: holderOf(player), reason: 'The carpenter is ill' });
    expect(story.state.station).toBe('assigned');
    expect(story.state.clocks.mend).toMatchObject({ round: 1, dueAt });
    expect(story.last.notices[0]?.to).toContainEqual({ holder: holderOf(carpenter) });
    expect(story.codeOf(carpenter, 'start')).toBe('forbidden');
  });
});

describe('nobody does anything', () => {
  const story = new Story().do(steward, 'accept').do(steward, 'assign', { to: holderOf(carpenter) });
  it('the assignee is reminded at four fifths, the supervisor and the work group hear when time is over', () => {
    story.until(local('2026-11-30 17:29'));
    expect(story.last.notices).toMatchObject([{ template: 'case.reminder', to: ['assignee'] }]);
    story.until(local('2026-11-30 17:30'));
    expect(story.last.notices[0]).toMatchObject({ template: 'case.over', to: ['supervisor', 'work-group'] });
  });
  it('the case climbs by itself to the first rung and its host hears of it', () => {
    expect(story.state.rung).toMatchObject({
      index: 0,
      hostOrgId: 'host-0',
      dueAt: local('2026-12-03 17:30'),
    });
    expect(story.last.notices[1]).toMatchObject({ template: 'case.climbed' });
    expect(story.last.notices[1]?.to).toContainEqual({ orgId: 'host-0' });
    expect(columnsOf(story.model, story.state)).toMatchObject({ isOver: true, rung: 1, dueClock: 'mend' });
  });
  it('from there to the second, and stays there, overdue', () => {
    story.until(local('2026-12-03 17:30'));
    expect(story.state.rung).toMatchObject({ index: 1, overdue: false });
    story.until(local('2026-12-20 00:00'));
    expect(story.state.rung).toMatchObject({ index: 1, overdue: true });
    expect(story.codeOf(steward, 'climb', { reason: 'higher' })).toBe('verb-not-allowed');
  });
  it('the assembly decides: a dated duty of somebody, told to the reporter, and off the ladder', () => {
    expect(story.codeOf(captain, 'decide')).toBe('field-required');
    expect(story.codeOf(steward, 'decide', { resolution: 'x' })).toBe('forbidden');
    story.do(umpire, 'decide', {
      resolution: 'The club buys a new table',
      to: holderOf(player),
      dueOn: '2026-12-24',
    });
    expect(story.state).toMatchObject({ station: 'assigned', rung: null, highestRung: 2 });
    expect(story.state.clocks.mend).toMatchObject({
      round: 2,
      dueAt: local('2026-12-24 17:30'),
      overAt: null,
      overRounds: 1,
    });
    expect(story.state.resolutions).toMatchObject([{ rung: 'assembly', dueAt: local('2026-12-24 17:30') }]);
    expect(story.toldTo('reporter').at(-1)).toBe('case.decided');
  });
  it('and when that is not kept either, it stands before the assembly again, never below', () => {
    story.until(local('2026-12-24 17:30'));
    expect(story.state.rung).toMatchObject({ index: 1 });
    expect(story.state.highestRung).toBe(2);
  });
});

describe('a bad rating', () => {
  const done = (story: Story, worker = carpenter) =>
    story.do(worker, 'claim').do(worker, 'resolve', { answers: proof }).do(captain, 'verify');
  const story = new Story();
  it('reopens the case with new rounds of its clocks', () => {
    done(story.do(steward, 'accept')).do(reporter, 'rate', {
      rating: { answer: 'not', comment: 'Still loose' },
    });
    expect(story.state).toMatchObject({
      station: 'reopened',
      redoCount: 1,
      assignee: null,
      resolvedAt: null,
    });
    expect(story.state.clocks.find).toMatchObject({ round: 2, stoppedAt: null });
    done(story);
    expect(story.state.clocks.mend?.round).toBe(2);
  });
  it('a second one climbs', () => {
    story.do(reporter, 'rate', { rating: { answer: 'not' } });
    expect(story.state).toMatchObject({ station: 'reopened', redoCount: 2, highestRung: 1 });
    expect(story.state.rung?.index).toBe(0);
    expect(story.last.notices.map((notice) => notice.template)).toContain('case.climbed');
  });
  it('what is done leaves the rung, and no answer for a week closes it', () => {
    done(story, player);
    expect(story.state).toMatchObject({ station: 'verified', rung: null, highestRung: 1 });
    story.until(local('2026-11-30 09:00'));
    expect(story.state.station).toBe('closed');
    expect(story.last.verb).toBe('tick');
  });
});

describe('a resolution that was none', () => {
  it('is rejected by somebody else, and goes on with the time that was left', () => {
    const story = new Story().do(steward, 'accept').do(steward, 'assign', { to: holderOf(carpenter) });
    story.do(carpenter, 'start').until(local('2026-11-30 16:30'));
    story.do(carpenter, 'resolve', { answers: proof });
    expect(story.state.clocks.mend).toMatchObject({ stoppedAt: story.now, overAt: null });
    story.until(local('2026-12-01 09:30'));
    expect(story.codeOf(carpenter, 'reject', { reason: 'x' })).toBe('forbidden');
    story.do(steward, 'reject', { reason: 'The leg still wobbles' });
    expect(story.state).toMatchObject({ station: 'handling', redoCount: 1, resolvedAt: null });
    // One office hour was left at 16:30 the day before.
    expect(story.state.clocks.mend).toMatchObject({
      round: 1,
      stoppedAt: null,
      dueAt: local('2026-12-01 10:30'),
    });
    expect(story.state.clocks.follow?.stoppedAt).toBe(story.now);
  });
});

describe('waiting for the reporter', () => {
  const story = new Story().do(steward, 'accept').do(steward, 'assign', { to: holderOf(carpenter) });
  it('the clock stands still, and the reporter is told why', () => {
    story.until(local('2026-11-25 10:00')).do(carpenter, 'pause', {
      pause: 'asking-reporter',
      reason: 'Which of the tables is it?',
    });
    expect(story.state.clocks.mend?.pausedSince).toBe(story.now);
    expect(story.state.clocks.find?.pausedSince).toBeNull();
    expect(story.timers.map((timer) => timer.key)).toEqual(['pause']);
    expect(columnsOf(story.model, story.state)).toMatchObject({ dueAt: null, paused: 'asking-reporter' });
    expect(story.last.notices[0]).toMatchObject({ template: 'case.paused', data: { asksReporter: 1 } });
  });
  it('the answer sets it going with exactly what was left', () => {
    story.until(local('2026-11-26 11:00'));
    expect(story.codeOf(stranger, 'answer', { reason: 'This one' })).toBe('forbidden');
    story.do(reporter, 'answer', { reason: 'The one by the window' });
    // A whole office day and an hour stood still; 17:30 on Monday becomes 09:30 on Wednesday.
    expect(story.state.clocks.mend).toMatchObject({
      pausedSince: null,
      pausedMinutes: 480,
      dueAt: local('2026-12-02 09:30'),
    });
  });
  it('a pause ends by itself, from the moment it was to end', () => {
    story.do(carpenter, 'pause', { pause: 'asking-reporter', reason: 'And which leg?' });
    story.now = local('2026-12-04 08:00');
    expect(story.state.paused?.until).toBe(local('2026-12-01 17:30'));
    const before = story.state.clocks.mend?.pausedMinutes ?? 0;
    story.until(story.now);
    expect(
      story.history.some((entry) => entry.verb === 'tick' && entry.notices[0]?.template === 'case.resumed'),
    ).toBe(true);
    // 11:00–12:00 and 14:00–17:30 on Thursday, then three office days.
    expect((story.state.clocks.mend?.pausedMinutes ?? 0) - before).toBe(270 + 3 * 420);
  });
});

describe('joint handling', () => {
  const story = new Story()
    .do(steward, 'accept')
    .do(steward, 'assign', { to: holderOf(carpenter) })
    .do(carpenter, 'start');
  it('each party has its own deadline, and is told', () => {
    story.do(carpenter, 'ask-part', {
      part: { partId: 'p1', holder: holderOf(umpire), task: 'Close the room for a day' },
    });
    expect(story.state.parts).toMatchObject([{ partId: 'p1', dueAt: local('2026-11-25 17:30') }]);
    expect(story.last.notices[0]).toMatchObject({
      template: 'case.part-asked',
      to: [{ holder: holderOf(umpire) }],
    });
  });
  it('nothing is resolved before all have signed off', () => {
    expect(story.codeOf(carpenter, 'resolve', { answers: proof })).toBe('parts-open');
    expect(story.codeOf(player, 'sign-part', { part: { partId: 'p1', result: 'done' } })).toBe('forbidden');
  });
  it('a late part is known as late', () => {
    story.until(local('2026-11-26 09:00'));
    expect(story.state.parts[0]?.overAt).toBe(local('2026-11-25 17:30'));
    expect(story.last.notices[0]?.template).toBe('case.part-over');
  });
  it('signed off, the case can be resolved; the party may not verify it', () => {
    story.do(umpire, 'sign-part', { part: { partId: 'p1', result: 'Closed on Thursday' } });
    story.do(carpenter, 'resolve', { answers: proof });
    expect(story.codeOf(umpire, 'verify')).toBe('handler-may-not-verify');
    expect(story.codeOf(captain, 'verify')).toBeNull();
  });
});

describe('somebody is in danger', () => {
  it('makes it urgent and tells the supervisor and the work group at once', () => {
    const story = new Story({ answers: { what: 'The lamp sparks', danger: true } });
    expect(story.state).toMatchObject({ danger: true, severity: 'urgent' });
    expect(story.last.notices[0]?.to).toEqual(['reporter', 'responsible', 'supervisor', 'work-group']);
  });
});

describe('a report without an account', () => {
  it('is rated from the device it was sent from', () => {
    const story = new Story({ reporterId: null })
      .do(steward, 'accept')
      .do(carpenter, 'claim')
      .do(carpenter, 'resolve', { answers: proof })
      .do(umpire, 'verify');
    expect(
      offers(story.model, story.state, anonymousReporter, story.now).map((offer) => offer.verb),
    ).toContain('rate');
    story.do(anonymousReporter, 'rate', { rating: { answer: 'solved' } });
    expect(story.state.station).toBe('closed');
  });
  it('keeps a phone number out of what can never be erased', () => {
    const story = new Story({ answers: { what: 'x', phone: '13800000000' } });
    expect(JSON.stringify(story.history)).not.toContain('13800000000');
  });
});

describe('kinds that use few stations', () => {
  it('taken, done, over', () => {
    const story = new Story({ kind: 'errand', answers: {} }, { by: reporter });
    story.do(player, 'claim');
    expect(story.state.station).toBe('assigned');
    story.do(player, 'resolve');
    expect(story.state.station).toBe('closed');
    expect(story.state.resolvedAt).toBe(story.now);
  });
  it('ends by itself', () => {
    const story = new Story({ kind: 'bulletin', answers: {} }, { by: steward });
    story.until(local('2026-11-23 10:00'));
    expect(story.state.station).toBe('closed');
  });
  it('ends with its work', () => {
    const story = new Story({ kind: 'idea', answers: {} }, { by: reporter });
    story.do(steward, 'accept').do(steward, 'close');
    expect(story.state.station).toBe('closed');
  });
});

describe('back down from a rung', () => {
  it('only by those who decide there, with a reason; the height reached is remembered', () => {
    const story = new Story().do(steward, 'accept').do(steward, 'climb', { reason: 'Needs money' });
    expect(story.codeOf(steward, 'descend', { reason: 'x' })).toBe('forbidden');
    expect(story.codeOf(captain, 'descend')).toBe('reason-required');
    story.until(local('2026-11-26 17:30'));
    expect(story.state.rung?.index).toBe(1);
    story.do(umpire, 'descend', { reason: 'The committee can decide this' });
    expect(story.state.rung?.index).toBe(0);
    story.do(captain, 'descend', { reason: 'The steward can buy a screw' });
    expect(story.state).toMatchObject({ rung: null, highestRung: 2 });
  });
});
