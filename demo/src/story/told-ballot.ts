/** Ballots as they were told, ready to be written down. */
import type {
  BallotDecision,
  BallotState,
  Cast,
  Choices,
  EntryState,
  FreeAnswer,
  MadeRoll,
  PaperSlip,
  ProblemGroup,
  Slip,
} from '@linli/engine';
import type { BallotKind } from '@linli/model';
import type { SlipKeys, Voters } from '@linli/server';
import type { Person } from '../city.ts';
import type { PictureName } from '../pictures.ts';
import type { HeldPost } from './directory.ts';

/** What a story asks of the city as it is written down: the server's own registers and keys. */
export interface BallotRegisters {
  /** Who may vote on a day, as the server finds them. */
  votersOn(kind: BallotKind, areaCode: string, day: string): Promise<Voters>;
  makeSlipKeys(): Promise<SlipKeys>;
}

export interface ToldBallotStep {
  at: string;
  decision: BallotDecision;
  /** Null: time, or somebody on the roll. */
  by: HeldPost | null;
}

/** Something done with an entry of the roll, or with a paper of a secret ballot. */
export interface EntryDeed {
  ref: string;
  step: string;
  at: string;
  byPersonId: string;
  reason: string | null;
}

export interface PaperReading {
  ref: string;
  by: string;
  choices: Choices;
  at: string;
  agreed: boolean;
  /** Why an answer does not count, by question. */
  reasons: Record<string, string>;
  /** Who handed it in for the owner. */
  proxy: { name: string; phone: string | null } | null;
}

export interface NominationDeed {
  deed: 'nominate' | 'accept' | 'reject' | 'withdraw';
  at: string;
  person: Pick<Person, 'personId' | 'name'>;
  post: HeldPost | null;
  reason: string | null;
  option: string | null;
}

export interface ToldNomination {
  nominationId: string;
  question: string;
  channel: string;
  name: string;
  personId: string | null;
  statement: string;
  supporters: number;
  photoId: string | null;
  countsForNorm: boolean;
  trail: NominationDeed[];
}

export interface ToldCatalogue {
  question: string;
  groups: (Pick<ProblemGroup, 'key' | 'words' | 'answerIds' | 'reach'> & { title: string })[];
  at: string;
  by: HeldPost;
}

/** What was asked of a survey, before it is grouped. */
export type Answers = FreeAnswer[];

export interface ToldBallot {
  ballotId: string;
  state: BallotState;
  steps: readonly ToldBallotStep[];
  roll: MadeRoll | null;
  entries: ReadonlyMap<string, EntryState>;
  deeds: readonly EntryDeed[];
  readings: readonly PaperReading[];
  slips: readonly { slip: Slip; castOn: string }[];
  papers: readonly PaperSlip[];
  keys: SlipKeys | null;
  keysDestroyedAt: string | null;
  cast: Cast | null;
  nominations: readonly ToldNomination[];
  catalogues: readonly ToldCatalogue[];
  /** Drawing behind each photograph of an option. */
  pictures: ReadonlyMap<string, PictureName>;
}
