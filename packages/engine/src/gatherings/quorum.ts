/**
 * May a meeting decide, and did it? Who may take part is counted by persons, each once; nobody is here by proxy.
 *
 * What a city writes follows these rules, each of which asks for both halves: enough are here, and enough of all agree.
 * - A branch’s meeting of members: Regulations on the Work of Party Branches (《中国共产党支部工作条例（试行）》) art. 11: it votes when
 *   half and more of the members with a vote are here, and passes what more than half of those who ought to be here agree to.
 * - A branch’s committee: the same, art. 12 (half and more of its members are here); art. 20 says who has one and how large.
 * - An owners’ committee: Guidance on Owners’ Assemblies and Committees (《业主大会和业主委员会指导规则》) art. 38: more than half of its
 *   members are here, half and more of all members agree, none by proxy.
 * Where a text says “half and more” (半数以上) the models ask for more than half: a decision then holds however it is read.
 */
import type { DecisionRule, QuorumRule, Share } from '@linli/model';

export interface MeetingTurnout {
  /** Who may take part; null: nobody has counted them. */
  entitled: number | null;
  /** Of these, who is here. */
  present: number;
}

export interface MeetingQuorum extends MeetingTurnout {
  /** So many must be here; null: nobody knows, and so it cannot decide. */
  needed: number | null;
  isMet: boolean;
}

/**
 * How many must be here, and whether they are. Where fewer are in office than `ofAtLeast`, it is a share of so many: of a
 * committee of at least three with one member, nobody decides alone.
 *
 * @example meetingQuorum({ share: moreThanHalf, ofAtLeast: 3 }, { entitled: 5, present: 2 }) // needed 3, isMet false
 */
export function meetingQuorum(
  { share, ofAtLeast }: QuorumRule,
  { entitled, present }: MeetingTurnout,
): MeetingQuorum {
  if (entitled === null) return { entitled, present, needed: null, isMet: false };
  const of = Math.max(entitled, ofAtLeast ?? 0);
  const needed = leastOf(share, of);
  return { entitled: of, present, needed, isMet: of > 0 && present >= needed };
}

/** The smallest whole number that reaches a share: more than half of 7 is 4, a third of 7 is 3. */
export function leastOf({ numerator, denominator, strict }: Share, whole: number): number {
  // In whole numbers: a third of seven is no fraction here.
  return strict
    ? Math.floor((whole * numerator) / denominator) + 1
    : Math.ceil((whole * numerator) / denominator);
}

export interface Hands {
  for: number;
  against: number;
  abstained: number;
}

/**
 * Is a motion carried? `needed`: hands for it; null where it is enough that more are for it than against it. A share of all
 * who may take part is never reached where nobody knows how many they are.
 *
 * @example handsCarry({ share: moreThanHalf, of: 'entitled' }, { for: 2, against: 0, abstained: 1 }, { entitled: 5, present: 3 })
 * // needed 3, isPassed false: two of five are no majority, whoever stayed away
 */
export function handsCarry(
  rule: DecisionRule | null,
  hands: Hands,
  { entitled, present }: MeetingTurnout,
): { needed: number | null; isPassed: boolean } {
  if (rule === null) return { needed: null, isPassed: hands.for > hands.against };
  const raised = hands.for + hands.against + hands.abstained;
  const whole = { entitled, present, hands: raised }[rule.of];
  if (whole === null || whole <= 0) return { needed: null, isPassed: false };
  const needed = leastOf(rule.share, whole);
  return { needed, isPassed: hands.for >= needed };
}

/**
 * Why a meeting cannot resolve something now. `no-quorum`: too few are here · `no-hands`: it decides by a share of all who may
 * take part, and no motion about it was carried. Undefined: it can.
 */
export function refuseResolution(
  { quorum, decision }: { quorum: MeetingQuorum | null; decision: DecisionRule | null },
  isCarried: boolean,
): 'no-quorum' | 'no-hands' | undefined {
  if (quorum !== null && !quorum.isMet) return 'no-quorum';
  return decision?.of === 'entitled' && !isCarried ? 'no-hands' : undefined;
}
