/** Freezes who votes, from the registers as they are today. */

import { randomBytes } from 'node:crypto';
import { listed } from '@linli/contract';
import { type BallotState, isRefusal, makePersonRoll, makeRoll } from '@linli/engine';
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { findNames } from './names.ts';
import { kindOf, placeOf } from './policy.ts';
import { refusalProblem } from './refusal-problem.ts';
import type { RollToKeep } from './store.ts';
import { today } from './today.ts';
import { findVoters } from './voters.ts';

const namedAtMost = 5;

/** `except`: persons who were struck from it. */
export async function rollOf(
  deps: Deps,
  tx: Tx,
  model: Model,
  state: BallotState,
  except: ReadonlySet<string>,
): Promise<RollToKeep> {
  const day = today(model, deps.clock.now());
  const voters = await findVoters(deps, tx, model, kindOf(model, state.kind), placeOf(state), day);
  const saltOf = (): string => randomBytes(32).toString('hex');
  if ('homes' in voters) {
    const lacking = voters.homes.filter(({ areaDm2 }) => areaDm2 <= 0).map(({ code }) => code);
    if (lacking.length > 0) {
      const { area } = await findNames(tx, { areas: lacking.slice(0, namedAtMost) });
      throw problem('roll-incomplete', {
        data: { count: lacking.length },
        labels: {
          homes: listed(lacking.slice(0, namedAtMost).map((code) => ({ zh: area(code), en: area(code) }))),
        },
        rule: 'roll.area',
      });
    }
  }
  const made =
    'homes' in voters
      ? makeRoll(day, voters.homes, saltOf)
      : makePersonRoll(
          day,
          voters.persons.filter(({ personId }) => personId === null || !except.has(personId)),
          saltOf,
        );
  if (isRefusal(made)) throw refusalProblem(made);
  return 'homes' in voters && voters.phones ? { ...made, phones: voters.phones } : made;
}
