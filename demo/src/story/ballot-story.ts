/** What a city tells of its ballots: registers first, and then, with rolls made from them, the ballots. */
import type { BallotRegisters, ToldBallot } from './told-ballot.ts';
import type { ToldRegisters } from './told-registers.ts';

export interface BallotStory {
  registers: ToldRegisters;
  /** So many secret ballots want keys, which take a while to make. */
  secretBallots: number;
  tell(registers: BallotRegisters): Promise<ToldBallot[]>;
  /** One that is open at a later instant, when none is; `turn`: how many there were before. The registers are there. */
  tellNext(registers: BallotRegisters, now: string, turn: number): Promise<ToldBallot[]>;
}
