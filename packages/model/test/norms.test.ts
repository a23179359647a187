/** Norms as a model says them, in the chess league and in the cities that ship. */
import { describe, expect, it } from 'vitest';
import { loadFixture, loadShipped } from './fixtures.ts';

describe('norms of the chess league', () => {
  const { norms, caseKinds, establishments, roles, powers } = loadFixture('chess-league');

  it('take the committee’s own roles, bounds by class and the path of what was there before', () => {
    expect(norms['veterans-among-arbiters']).toMatchObject({
      figure: 'member-share',
      orgKinds: ['room-crew'],
      roles: ['arbiter'],
      membersOf: ['great-crew'],
      bounds: { min: 50, max: null },
      byClass: { 'quiet-room': { min: 25, max: null }, 'loud-room': { min: null, max: null } },
      newFrom: {
        from: '2024-01-01',
        existing: [
          { by: '2025-06-30', bounds: { min: 20, max: null } },
          { by: '2027-06-30', bounds: { min: 40, max: null } },
        ],
      },
      source: 'rules of the league § 5',
    });
  });

  it('take bounds and source from where the model declares them, so that a number stands once', () => {
    expect(norms.hands).toMatchObject({ bounds: { min: 2, max: 4 }, source: 'rules of the league § 2' });
    expect(norms.boards).toMatchObject({ bounds: { min: null, max: 12 }, source: null });
    expect(norms.rounds).toMatchObject({ per: 'club', bounds: { min: 2, max: 3 }, newFrom: null });
  });

  it('kinds of cases are for classes, and limits differ by them', () => {
    expect(caseKinds['word-on-ringer']?.inClasses).toEqual(['quiet-room', 'loud-room']);
    expect(caseKinds['broken-clock']?.inClasses).toEqual([]);
    expect(caseKinds['broken-clock']?.clocks.repair?.limitByClass).toMatchObject({
      'quiet-room': { urgent: { amount: 30 }, ordinary: { amount: 120 }, hard: { amount: 120 } },
    });
  });

  it('establishment posts, opinions and powers over teams keep their words', () => {
    expect(establishments.sworn?.roles).toEqual(['president', 'arbiter']);
    expect(roles['bell-ringer']?.opinion).toBe('word-on-ringer');
    expect(roles.arbiter?.opinion).toBeNull();
    expect(powers.winding).toMatchObject({ over: 'flying-crew', exercisedBy: ['word-on-ringer'] });
  });
});

describe('cities', () => {
  it('Panzhihua asks half of a new owners’ committee, gives the old ones a path, and differs by class', () => {
    const { norms, caseKinds, areaClasses } = loadShipped('panzhihua');
    const share = norms['committee-members'];
    expect(share).toMatchObject({ figure: 'member-share', bounds: { min: 50, max: null } });
    expect(share?.newFrom?.existing.length).toBeGreaterThan(1);
    const classes = new Set([
      ...Object.values(norms).flatMap(({ byClass }) => Object.keys(byClass)),
      ...Object.values(caseKinds).flatMap(({ inClasses, clocks }) => [
        ...inClasses,
        ...Object.values(clocks).flatMap(({ limitByClass }) => Object.keys(limitByClass)),
      ]),
    ]);
    expect([...classes].sort()).toEqual(Object.keys(areaClasses).sort());
  });

  it('every norm of every city and everything by class names where it comes from', () => {
    for (const key of ['panzhihua', 'tongguan', 'haikou', 'yichun']) {
      const { norms } = loadShipped(key);
      for (const [name, { source }] of Object.entries(norms)) expect(source, `${key} ${name}`).toBeTruthy();
    }
  });

  it('Tongguan’s norms are the bounds its planner keeps', () => {
    const { norms, gridsPer, roles } = loadShipped('tongguan');
    expect(norms['grids-of-compound']?.bounds).toEqual(gridsPer.compound);
    expect(norms['homes-of-member']?.bounds).toEqual(roles['member-on-duty']?.serves?.bounds);
    expect(norms['members-of-grid']?.bounds).toEqual({ min: 30, max: 50 });
  });
});
