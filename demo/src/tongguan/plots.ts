/**
 * How cases go in the demo's Tongguan: most are settled as they should be, some come back, wait, run late, climb, or end
 * otherwise. A plot that ends `solved` always does; the demo counts on it.
 */
import type { Random } from '../random.ts';
import { materialPauses, reporterPauses, triageReasons } from './other-texts.ts';
import type { Story } from './story.ts';

export type Ending = 'solved' | 'unsolved' | 'withdrawn';

/** Minutes of working time that settling takes, by severity, where nothing goes wrong. */
const effort: Record<'urgent' | 'ordinary' | 'hard', [from: number, to: number]> = {
  urgent: [25, 480],
  ordinary: [40, 2100],
  hard: [900, 5200],
};

export function tellReport(story: Story, random: Random, ending: Ending): void {
  const findsLate = random.chance(5);
  if (ending === 'withdrawn') {
    if (random.chance(50)) story.accept();
    story.withdraw();
    return;
  }
  if (random.chance(2) && story.state.severity === 'ordinary') {
    story.acceptWithSeverity('hard', triageReasons[0] as string);
  } else story.accept(2, findsLate ? 320 : 65);
  const handler = story.pickHandler();
  if (random.chance(14)) story.claim(handler);
  else story.dispatch(handler);
  if (random.chance(5)) {
    story.giveBack();
    story.dispatch(story.pickHandler([handler.personId]));
  }
  if (story.state.station === 'assigned') story.begin();
  handle(story, random);
  check(story, random, 4);
  judge(story, random, ending);
}

/** From being in hand to being settled, by one of the ways that takes. */
function handle(story: Story, random: Random): void {
  const { severity } = story.state;
  const way = random.weighted({
    plain: 78,
    noted: 6,
    urged: 3,
    'waits for reporter': 4,
    'waits for material': severity === 'urgent' ? 0 : 4,
    'waits for owners': severity === 'hard' ? 7 : 0,
    'with parties': severity === 'hard' ? 16 : 3,
    raised: severity === 'hard' ? 6 : 0.4,
    late: 2.5,
    'to the first rung': severity === 'hard' ? 9 : 1.6,
    'to the second rung': severity === 'hard' ? 4 : 0.5,
    'to the third rung': severity === 'hard' ? 2 : 0.15,
  });
  const [from, to] = effort[severity];
  switch (way) {
    case 'noted':
      story.note();
      break;
    case 'urged':
      if (severity !== 'urgent') story.urge();
      break;
    case 'waits for reporter':
      story.pause('waiting-for-reporter', reporterPauses);
      if (random.chance(82)) story.answer();
      else story.resume(1400);
      break;
    case 'waits for material':
      story.pause('waiting-for-material', materialPauses);
      story.resume(random.whole(900, 3600));
      break;
    case 'waits for owners':
      story.awaitOwners();
      break;
    case 'with parties':
      story.askParts();
      story.signParts();
      break;
    case 'raised':
      story.climb();
      meet(story);
      break;
    case 'late':
      story.runOverTo(0);
      story.resolve(60, 900);
      return;
    case 'to the first rung':
    case 'to the second rung':
    case 'to the third rung':
      story.runOverTo(['to the first rung', 'to the second rung', 'to the third rung'].indexOf(way));
      meet(story);
      break;
    default:
      break;
  }
  story.resolve(from, to);
}

/** The meeting decides, and whoever has the duty begins. */
function meet(story: Story): void {
  story.decide();
  story.begin(10, 400);
}

/** Verified by somebody else; some work has to be done again first. */
function check(story: Story, random: Random, rejectedPercent: number): void {
  if (random.chance(rejectedPercent)) {
    story.reject();
    story.resolve(60, 700);
  }
  story.verify();
}

function judge(story: Story, random: Random, ending: Ending): void {
  if (ending === 'unsolved') {
    // A bad answer, done again, and then nothing more from the reporter: it stays as rated.
    story.rate(random.chance(60) ? 'partly' : 'not');
    if (story.state.station === 'reopened') {
      again(story, random);
      story.staySilent();
    }
    return;
  }
  const answer = random.weighted({ solved: 56, none: 37, partly: 4, not: 2.6, 'not twice': 0.4 });
  if (answer === 'none') {
    story.staySilent();
    return;
  }
  if (answer === 'solved') {
    story.rate('solved');
    return;
  }
  story.rate(answer === 'partly' ? 'partly' : 'not');
  again(story, random);
  if (answer === 'not twice') {
    story.rate('not');
    if (story.state.rung !== null) {
      meet(story);
      story.resolve(60, 1200);
      story.verify();
    } else again(story, random);
  }
  story.rate('solved');
}

function again(story: Story, random: Random): void {
  const before = story.state.handlerIds;
  const handler = story.pickHandler(random.chance(50) ? before : []);
  story.dispatch(handler, 10, 240);
  story.begin();
  story.resolve(60, 1500);
  story.verify();
}

export function tellOrder(story: Story, random: Random, ending: Ending): void {
  if (ending === 'withdrawn') {
    story.withdraw();
    return;
  }
  story.accept(4, 90);
  const handler = story.pickHandler();
  if (random.chance(30)) story.claim(handler);
  else story.dispatch(handler, 2, 60);
  if (random.chance(3)) {
    story.giveBack();
    story.dispatch(story.pickHandler([handler.personId]));
  }
  if (story.state.station === 'assigned') story.begin(5, 300);
  if (random.chance(6)) {
    story.pause('waiting-for-resident', reporterPauses.slice(0, 1));
    if (random.chance(80)) story.answer();
    else story.resume(900);
  }
  story.resolve(40, 1500);
  story.verify(20, 900);
  if (ending === 'unsolved') {
    story.rate(random.chance(75) ? 'partly' : 'not');
    if (story.state.station === 'reopened') {
      reorder(story);
      story.rate('not');
    }
    return;
  }
  const answer = random.weighted({ solved: 64, none: 34, not: 2 });
  if (answer === 'none') {
    story.staySilent();
    return;
  }
  if (answer === 'not') {
    story.rate('not');
    reorder(story);
  }
  story.rate('solved');
}

/** From wherever a case stands to its end, the plain way; what stands before a meeting may have to wait for it. */
export function tellOn(story: Story, random: Random, whistleGround: string): void {
  if (story.state.rung !== null && story.state.station !== 'resolved' && story.state.station !== 'verified') {
    if (!random.chance(60)) return;
    story.decide();
  }
  if (story.state.paused !== null) story.resume(900);
  if (story.state.station === 'open') {
    if (story.state.kind === 'whistle') story.release('同意。', whistleGround);
    else story.accept(4, 90);
  }
  if (['accepted', 'returned', 'reopened'].includes(story.state.station)) story.dispatch();
  if (story.state.station === 'assigned') story.begin(5, 300);
  if (story.state.station === 'handling') {
    story.signParts();
    const [from, to] = effort[story.state.severity];
    story.resolve(from, to);
  }
  if (story.state.station === 'resolved') story.verify(20, 900);
  if (story.state.station !== 'verified') return;
  if (story.reporter.personId !== null && random.chance(60)) story.rate('solved');
  else story.staySilent();
}

function reorder(story: Story): void {
  story.dispatch(story.pickHandler(), 10, 200);
  story.begin();
  story.resolve(60, 900);
  story.verify();
}

export interface WhistleWords {
  ground: string;
  department: string;
  severity: 'urgent' | 'ordinary' | 'hard';
}

export function tellWhistle(story: Story, random: Random, ending: Ending, whistle: WhistleWords): void {
  if (ending === 'withdrawn') {
    story.withdraw();
    return;
  }
  const reason = { urgent: '情况紧急，请立即到场。', ordinary: '', hard: '情况复杂，限期办理。' }[
    whistle.severity
  ];
  story.acceptWithSeverity(whistle.severity, reason || '同意。', { ground: whistle.ground });
  const liaison = story.liaisonOf(whistle.department) ?? story.pickHandler();
  story.dispatch(liaison, 1, 25);
  if (random.chance(4)) {
    story.giveBack();
    story.dispatch(story.pickHandler([liaison.personId]));
  }
  story.begin(3, whistle.severity === 'urgent' ? 26 : 220);
  if (random.chance(14)) {
    story.askParts();
    story.signParts();
  }
  const [from, to] = { urgent: [20, 200], ordinary: [60, 1100], hard: [600, 2600] }[whistle.severity] as [
    number,
    number,
  ];
  story.resolve(from, to);
  story.verify(20, 500);
  if (ending === 'unsolved') {
    story.rate('partly');
    return;
  }
  if (random.chance(70)) story.rate('solved');
  else story.staySilent();
}
