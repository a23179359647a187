/**
 * What one entry of the roll does. Whatever comes in whatever order (vote, change, proxy, withdrawal, paper), the entry
 * ends with at most one vote: its row has one place for what was said online and one for the paper, and the paper wins.
 */
import type { Label } from '@linli/model';
import { isRefusal, refuse } from '../refusals.ts';
import type { Refusal } from '../types.ts';
import { checkChoices, isSame } from './choices.ts';
import type {
  BallotPhase,
  BallotTerms,
  Choices,
  EntryAround,
  EntryOffer,
  EntryState,
  EntryStep,
} from './types.ts';

/** An entry nothing has been done for yet. */
export function freshEntry(entryId: string): EntryState {
  return {
    entryId,
    servedAt: null,
    proxy: null,
    online: null,
    issued: null,
    readings: [],
    paper: null,
    paperHanded: null,
  };
}

/**
 * The entry after a step, or why not. The caller holds a lock on the entry's row and writes what comes back.
 *
 * @example entryStep(terms, freshEntry('7'), { do: 'cast', choices: { lift: ['for'] } }, around)
 */
export function entryStep(
  terms: BallotTerms,
  entry: EntryState,
  step: EntryStep,
  around: EntryAround,
): EntryState | Refusal {
  const refusal = refusalOf(terms, entry, step.do, around);
  if (refusal) return refusal;
  const { now, personId } = around;
  const isVoter = personId === around.voterId;
  const channel = isVoter ? 'online' : 'proxy';
  switch (step.do) {
    case 'serve':
      return entry.servedAt ? entry : { ...entry, servedAt: now };
    case 'cast': {
      const choices = checkChoices(terms, step.choices);
      if (isRefusal(choices)) return choices as Refusal;
      return {
        ...entry,
        servedAt: entry.servedAt ?? now,
        // Whoever votes in person needs nobody to vote for them.
        proxy: isVoter ? null : entry.proxy,
        online: { choices: choices as Choices, channel, by: personId, at: now },
      };
    }
    case 'take-back':
      return { ...entry, online: null };
    case 'give-proxy':
      if (step.to === around.voterId) {
        return refuse(
          'input',
          'field-invalid',
          { zh: '不能委托给自己。', en: 'You cannot give your proxy to yourself.' },
          'to',
          { field: '受托人', problem: '不能是本人' },
        );
      }
      if (around.proxiesHeld >= (terms.maxProxies ?? 0)) {
        return refuse(
          'gate',
          'gate-closed',
          {
            zh: `一名受托人最多代理${terms.maxProxies}名业主，请另选他人。`,
            en: `One person may vote for at most ${terms.maxProxies} others. Choose somebody else.`,
          },
          'proxies.max',
          { what: `一名受托人最多代理${terms.maxProxies}名业主` },
        );
      }
      return { ...entry, servedAt: entry.servedAt ?? now, proxy: { to: step.to, givenAt: now } };
    case 'end-proxy':
      return { ...entry, proxy: null };
    case 'issue':
      return {
        ...entry,
        servedAt: entry.servedAt ?? now,
        proxy: isVoter ? null : entry.proxy,
        issued: { at: now, channel },
      };
    case 'read-paper':
      return readPaper(terms, entry, step.choices, around);
    case 'void-paper':
      if (step.reason.trim() === '') {
        return refuse(
          'input',
          'reason-required',
          { zh: '请写明这张表决票为什么重新录入。', en: 'Say why this paper is to be read anew.' },
          'reason',
        );
      }
      return { ...entry, readings: [], paper: null };
    case 'hand-paper':
      return { ...entry, servedAt: entry.servedAt ?? now, paperHanded: { at: now, by: personId } };
  }
}

/** What the actor may do for the entry now, in the order faces draw it. The same rules refuse in `entryStep`. */
export function entryOffers(terms: BallotTerms, entry: EntryState, around: EntryAround): EntryOffer[] {
  const all: EntryOffer[] = [
    'cast',
    'issue',
    'take-back',
    'give-proxy',
    'end-proxy',
    'read-paper',
    'hand-paper',
    'void-paper',
    'serve',
  ];
  return all.filter((what) => refusalOf(terms, entry, what, around) === null);
}

/** Two persons must read the same. Whoever reads again corrects their own reading. */
function readPaper(
  terms: BallotTerms,
  entry: EntryState,
  said: Choices,
  { now, personId }: EntryAround,
): EntryState | Refusal {
  const choices = checkChoices(terms, said, { paper: true });
  if (isRefusal(choices)) return choices as Refusal;
  const others = entry.readings.filter(({ by }) => by !== personId);
  const reading = { by: personId, choices: choices as Choices, at: now };
  const agreeing = others.find((other) => isSame(other.choices, reading.choices));
  return {
    ...entry,
    servedAt: entry.servedAt ?? now,
    readings: [...others, reading],
    paper: agreeing ? { choices: reading.choices, by: [agreeing.by, personId], at: now } : null,
  };
}

/**
 * When papers are read. Those of a secret ballot lie in the urn until voting is over: whoever reads one on the day it was
 * handed in knows whose it is, and what it says before its time.
 */
export function paperPhases({ secret }: { secret: boolean }): BallotPhase[] {
  return secret ? ['counting'] : ['voting', 'counting'];
}

/** A paper that waits for a second reading, or was read differently. */
export function isPaperOpen(entry: EntryState): boolean {
  return entry.readings.length > 0 && entry.paper === null;
}

interface StepRule {
  phases: BallotPhase[];
  who: 'voter' | 'voter-or-proxy' | 'counter' | 'anyone-for-it';
  channel?: 'online' | 'paper' | 'proxy';
  /** Only open, or only secret ballots. */
  only?: 'open' | 'secret';
  /** Only until voting ends, to the millisecond. */
  inTime?: boolean;
  not?: (entry: EntryState, around: EntryAround) => Label | null;
}

const paperStands: Label = {
  zh: '这一户已交纸质表决票，以纸质票为准。',
  en: 'A paper has been handed in for this entry, and the paper counts.',
};
const isIssued: Label = {
  zh: '已经领取电子选票，不能再用其他方式表决。',
  en: 'Electronic slips have been given out, so there is no other way to vote.',
};
/** Two who misread a paper look for what they read before: in a recount two others read it. */
export const readBeforeRecount: Label = {
  zh: '重新计票由没有录过这张票的两人录入。您在重新计票之前录过它，请交给其他计票人。',
  en: 'In a recount two persons read a paper who have not read it before. You have, so let others read it.',
};
const nothingThere: Label = { zh: '还没有可以撤回的内容。', en: 'There is nothing to take back.' };

const rules: Record<EntryStep['do'], StepRule> = {
  serve: { phases: ['posted', 'voting'], who: 'anyone-for-it' },
  cast: {
    phases: ['voting'],
    who: 'voter-or-proxy',
    channel: 'online',
    only: 'open',
    inTime: true,
    not: (entry) => (entry.paper ? paperStands : null),
  },
  'take-back': {
    phases: ['voting'],
    who: 'voter-or-proxy',
    channel: 'online',
    only: 'open',
    inTime: true,
    not: (entry, { personId, voterId }) => {
      if (entry.paper) return paperStands;
      // A proxy takes back what they said, never what the owner said.
      const isTheirs = personId === voterId || entry.online?.by === personId;
      return entry.online && isTheirs ? null : nothingThere;
    },
  },
  'give-proxy': {
    phases: ['posted', 'voting'],
    who: 'voter',
    channel: 'proxy',
    not: (entry) => (entry.issued ? isIssued : entry.paper || entry.paperHanded ? paperStands : null),
  },
  'end-proxy': {
    phases: ['posted', 'voting'],
    who: 'voter-or-proxy',
    channel: 'proxy',
    not: (entry) => (entry.proxy ? null : nothingThere),
  },
  issue: {
    phases: ['voting'],
    who: 'voter-or-proxy',
    channel: 'online',
    only: 'secret',
    inTime: true,
    not: (entry) => (entry.issued ? isIssued : entry.paperHanded ? paperStands : null),
  },
  'read-paper': {
    phases: paperPhases({ secret: false }),
    who: 'counter',
    channel: 'paper',
    only: 'open',
    not: (entry, { readBefore }) => (entry.paper ? paperStands : readBefore ? readBeforeRecount : null),
  },
  'void-paper': {
    phases: paperPhases({ secret: false }),
    who: 'counter',
    channel: 'paper',
    only: 'open',
    not: (entry) => (entry.readings.length > 0 ? null : nothingThere),
  },
  'hand-paper': {
    phases: ['voting'],
    who: 'counter',
    channel: 'paper',
    only: 'secret',
    inTime: true,
    not: (entry) => (entry.paperHanded ? paperStands : entry.issued ? isIssued : null),
  },
};

function refusalOf(
  terms: BallotTerms,
  entry: EntryState,
  what: EntryStep['do'],
  around: EntryAround,
): Refusal | null {
  const rule = rules[what];
  const { personId, voterId, now } = around;
  const isVoter = voterId !== null && personId === voterId;
  const isProxy = entry.proxy?.to === personId;
  const allowed = {
    voter: isVoter,
    'voter-or-proxy': isVoter || isProxy,
    // Nobody reads the paper of an entry they vote for.
    counter: around.isCounter && !isVoter && !isProxy,
    'anyone-for-it': isVoter || isProxy || around.isCounter,
  }[rule.who];
  if (!allowed) {
    return refuse(
      'forbidden',
      'forbidden',
      rule.who === 'counter'
        ? {
            zh: '这一步由计票人办理，且不能是本户的表决人。',
            en: 'Those who count do this, for entries other than their own.',
          }
        : {
            zh: '只有本户的表决人或其受托人可以这样做。',
            en: 'Only the voter of this entry or their proxy may do this.',
          },
      null,
      { who: rule.who },
    );
  }
  const late: Label = { zh: '现在不在表决期内。', en: 'Voting is not open now.' };
  const isOutOfTime = rule.inTime === true && (now < terms.votingFrom || now >= terms.votingUntil);
  if (!rule.phases.includes(around.phase) || isOutOfTime) return notPossible(late);
  if ((rule.only === 'open' && terms.secret) || (rule.only === 'secret' && !terms.secret)) {
    return notPossible(
      terms.secret
        ? { zh: '这是无记名表决，须先领取电子选票。', en: 'This ballot is secret: take slips first.' }
        : { zh: '这是记名表决，不用领取电子选票。', en: 'This ballot is open and has no slips.' },
    );
  }
  if (rule.channel && !terms.channels.includes(rule.channel)) {
    return notPossible({ zh: '这次表决没有开通这种方式。', en: 'This ballot does not offer that way.' });
  }
  const why = rule.not?.(entry, around) ?? null;
  return why && notPossible(why);
}

function notPossible(why: Label): Refusal {
  return refuse('state', 'verb-not-allowed', why);
}
