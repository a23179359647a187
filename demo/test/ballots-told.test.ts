/**
 * Ballots of the demo's cities are told up to whatever minute a server is first started at. Registers in memory stand for those in
 * the tables here; that rolls made from the tables are the same is asked in the tests of each city.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RollHome, RollPerson } from '@linli/engine';
import { type BallotKind, type Model, readModel } from '@linli/model';
import { makeSlipKeys } from '@linli/server';
import { beforeAll, describe, expect, it } from 'vitest';
import type { City } from '../src/city.ts';
import type { BallotRegisters, ToldBallot } from '../src/story/told-ballot.ts';
import type { ToldRegisters } from '../src/story/told-registers.ts';
import { planCity } from '../src/tell-city.ts';

const moments = [
  ['an ordinary morning', '2026-11-24T02:30:00.000Z'],
  ['the day after a week of holidays', '2026-10-08T01:00:00.000Z'],
  ['the end of the Spring Festival', '2026-02-24T01:00:00.000Z'],
  ['midnight of the New Year there', '2026-12-31T16:00:00.000Z'],
] as const;
const cities = ['tongguan', 'panzhihua', 'haikou', 'yichun'] as const;

/** One pair of keys for every value: making them is not what is tested here. */
let keys: Awaited<ReturnType<typeof makeSlipKeys>>;
beforeAll(async () => {
  keys = await makeSlipKeys();
}, 60_000);

describe.each(cities)('ballots of %s', (key) => {
  const file = fileURLToPath(new URL(`../../models/${key}.yaml`, import.meta.url));
  const { model } = readModel(file, (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined));

  it.each(moments)(
    'are told on %s, each in the phase it is to be in',
    async (_day, now) => {
      const told = await tell(model, now);
      expect(told.map(({ state }) => `${state.kind} ${state.phase}`)).toEqual(phases[key]);
      for (const { steps, deeds, readings } of told) {
        expect([...steps, ...deeds, ...readings].every(({ at }) => at <= now)).toBe(true);
      }
    },
    60_000,
  );

  it('come out the same when they are told again', async () => {
    const [one, other] = [await tell(model, moments[0][1]), await tell(model, moments[0][1])];
    const figures = (told: ToldBallot[]): unknown =>
      told.map(({ ballotId, state, deeds }) => [ballotId, state.count?.tally, deeds.length]);
    expect(figures(one)).toEqual(figures(other));
  }, 60_000);
});

const phases: Record<(typeof cities)[number], string[]> = {
  tongguan: ['leader-election final', 'owners-vote final', 'owners-vote failed', 'owners-vote voting'],
  panzhihua: [
    'committee-election final',
    'happiest-family final',
    'discontent final',
    'owners-vote posted',
    'owners-vote voting',
  ],
  haikou: ['micro-project-choice final', 'micro-project-choice voting', 'owners-vote final'],
  yichun: ['owners-vote final', 'owners-vote voting'],
};

async function tell(model: Model | undefined, now: string): Promise<ToldBallot[]> {
  if (model === undefined) throw new Error('the model has faults');
  const { city, ballots } = planCity(model, now);
  if (ballots === undefined) throw new Error(`${model.key} has no ballots`);
  return ballots.tell(inMemory(city, ballots.registers));
}

function inMemory(city: City, registers: ToldRegisters): BallotRegisters {
  return {
    makeSlipKeys: async () => keys,
    votersOn: async (kind, areaCode, day) =>
      kind.electorate.of === 'owners'
        ? { homes: ownersOf(city, registers, areaCode) }
        : { persons: personsOf(city, registers, kind, areaCode, day) },
  };
}

function ownersOf({ people }: City, { homes, ownerships }: ToldRegisters, areaCode: string): RollHome[] {
  const byPhone = new Map(people.map(({ phone, personId }) => [phone, personId]));
  const byHome = Map.groupBy(ownerships, ({ homeCode }) => homeCode);
  return homes
    .filter(({ code }) => code.startsWith(areaCode))
    .map(({ code, areaDm2, source }) => {
      const owners = byHome.get(code) ?? [];
      const developer = owners.find(({ isDeveloper }) => isDeveloper);
      const voter = owners.find(({ isVoter }) => isVoter);
      return {
        code,
        areaDm2,
        source,
        buyer: owners.map(({ documentNumber }) => documentNumber).join('+'),
        developer: developer?.name ?? null,
        voterId: (voter?.phone && byPhone.get(voter.phone)) ?? null,
      };
    });
}

function personsOf(
  { people, posts, orgs }: City,
  { births }: ToldRegisters,
  { electorate: { of, orgKinds, ageFrom } }: BallotKind,
  areaCode: string,
  day: string,
): RollPerson[] {
  const bornOn = new Map(births.map((birth) => [birth.personId, birth.bornOn]));
  const inside = new Set(
    orgs
      .filter(
        ({ kind, areaCodes }) =>
          orgKinds.includes(kind) && areaCodes.some((code) => code.startsWith(areaCode)),
      )
      .map(({ orgId }) => orgId),
  );
  const ids =
    of === 'residents'
      ? people.filter(({ homeCode }) => homeCode?.startsWith(areaCode)).map(({ personId }) => personId)
      : posts
          .filter(
            ({ orgId, heldFrom, heldTo }) =>
              inside.has(orgId) && heldFrom <= day && (heldTo === null || heldTo >= day),
          )
          .map(({ personId }) => personId);
  const latest = ageFrom === null ? '9999' : `${Number(day.slice(0, 4)) - ageFrom}${day.slice(4)}`;
  return [...new Set(ids)]
    .filter((personId) => ageFrom === null || (bornOn.get(personId) ?? '9999-12-31') <= latest)
    .map((personId) => ({ key: personId, personId }));
}
