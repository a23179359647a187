/** Every verb of persons, once. `satisfies` makes a verb without a rule a type error. */
import type { Verb } from '../types.ts';
import type { VerbRule } from '../verb-rule.ts';
import { accept } from './accept.ts';
import { answer } from './answer.ts';
import { askPart } from './ask-part.ts';
import { assign } from './assign.ts';
import { claim } from './claim.ts';
import { climb } from './climb.ts';
import { close } from './close.ts';
import { decideRung } from './decide.ts';
import { descend } from './descend.ts';
import { merge } from './merge.ts';
import { note } from './note.ts';
import { pause } from './pause.ts';
import { rate } from './rate.ts';
import { reject } from './reject.ts';
import { reopen } from './reopen.ts';
import { reroute } from './reroute.ts';
import { resolve } from './resolve.ts';
import { resume } from './resume.ts';
import { returnCase } from './return.ts';
import { signPart } from './sign-part.ts';
import { start } from './start.ts';
import { urge } from './urge.ts';
import { verify } from './verify.ts';
import { withdraw } from './withdraw.ts';

/** Verbs of persons: all but opening, which has no case yet, and time's own. */
export type PersonVerb = Exclude<Verb, 'open' | 'tick'>;

export const verbRules = {
  accept,
  assign,
  claim,
  start,
  return: returnCase,
  reroute,
  pause,
  resume,
  answer,
  note,
  urge,
  resolve,
  verify,
  reject,
  rate,
  close,
  withdraw,
  merge,
  reopen,
  climb,
  decide: decideRung,
  descend,
  'ask-part': askPart,
  'sign-part': signPart,
} satisfies Record<PersonVerb, VerbRule>;

/** Main deeds, the most telling first: the first one offered is drawn as the button. */
export const mainVerbs: PersonVerb[] = [
  'answer',
  'rate',
  'decide',
  'sign-part',
  'verify',
  'resolve',
  'start',
  'accept',
  'assign',
  'claim',
  'close',
];
