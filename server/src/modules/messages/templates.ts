/**
 * Everything the house can tell somebody: what each message needs to know, what it says in both languages, to which of a
 * person's choices it belongs, and whether it may wake anybody. Cases have their words in phrases.ts, because there the
 * same step reads differently for who reported it and who is on duty.
 *
 * No message names a person, a home, or what somebody wrote about others: it may be read on a locked screen or in a chat
 * group. Titles of gatherings and ballots are public among those told.
 */
import type { Label, MessageGroup } from '@linli/contract';
import { type NoticeTemplate, noticeTemplates } from '@linli/engine';
import type { Audience } from './phrases.ts';

/** In both languages where a model says it, or as its author wrote it. */
export type Words = Label | string;

interface OfGathering {
  /** Its title. */
  gathering: Words;
  startsAt: string;
}
interface AtPlace extends OfGathering {
  /** Where, as its announcement says; null: the page says it. */
  place: Words | null;
}
interface OfDuty {
  /** Title of the gathering that gave it. */
  gathering: Words;
  dueAt: string;
}
interface OfBallot {
  /** Its title. */
  ballot: Words;
}

/** What each template needs. Fields in `…At` are instants, in `…On` days; both are put into words on the city's clock. */
export interface TemplateData {
  'gathering.announced': AtPlace;
  'gathering.moved': AtPlace & { wasAt: string };
  'gathering.goes-on': AtPlace;
  'gathering.cancelled': OfGathering;
  'gathering.reminder': AtPlace;
  'gathering.agenda-closes': OfGathering & { closesAt: string };
  'gathering.minutes-posted': OfGathering;
  'gathering.signed-up': AtPlace;
  'gathering.place-given': AtPlace;
  'duty.given': OfDuty;
  'duty.due': OfDuty;
  'duty.overdue': OfDuty;
  'shift.given': AtPlace;
  'shift.swap-asked': OfGathering;
  'shift.swap-taken': OfGathering;
  'ballot.posted': OfBallot & { votingFromAt: string };
  'ballot.study-asked': OfBallot & { dueAt: string };
  'ballot.study-given': OfBallot;
  'ballot.study-expired': OfBallot;
  'ballot.study-petitioned': OfBallot;
  'ballot.study-ordered': OfBallot;
  'ballot.voting-open': OfBallot & { untilAt: string };
  'ballot.voting-ends-soon': OfBallot & { untilAt: string };
  'ballot.result': OfBallot & { objectionsUntilAt: string };
  'ballot.objection': OfBallot;
  'ballot.no-quorum': OfBallot;
  'ballot.annulled': OfBallot;
  'ballot.to-count': OfBallot & { untilAt: string };
  'ballot.proxy-asked': OfBallot & { untilAt: string };
  'ballot.roll-corrected': OfBallot;
  'ballot.struck': OfBallot & { untilAt: string };
  'ballot.strike-objected': OfBallot & { untilAt: string };
  'ballot.strike-lifted': OfBallot;
  'ballot.strike-stands': OfBallot;
  'ballot.recounted': OfBallot;
  'ballot.final': OfBallot;
  'ballot.withdrawn': OfBallot;
  'ballot.objection-answered': OfBallot;
  'ballot.announce-over': OfBallot;
}
export type TemplateName = keyof TemplateData;

export interface Template {
  group: MessageGroup;
  /** Where its link leads: what is for the desk leads to the console. */
  face: 'resident' | 'console';
  /** Goes out at once, also in quiet hours and unbundled: what comes too late otherwise. */
  isUrgent: boolean;
  /** A text message costs money: only where coming in vain or losing a place is the price of not reading it. */
  isTexted: boolean;
  title: Label;
  text: Label;
}

const line = (zh: string, en: string): Label => ({ zh, en });
const template = (
  group: MessageGroup,
  face: Template['face'],
  title: Label,
  text: Label,
  how: Partial<Pick<Template, 'isUrgent' | 'isTexted'>> = {},
): Template => ({ group, face, isUrgent: false, isTexted: false, title, text, ...how });

/** Slots are the fields of the data. */
export const templates: Record<TemplateName, Template> = {
  'gathering.announced': template(
    'meetings',
    'resident',
    line('活动通知', 'You are invited'),
    line('“{gathering}”将于{startsAt}举行，地点：{place}。', '“{gathering}”: {startsAt}. Place: {place}.'),
  ),
  'gathering.moved': template(
    'meetings',
    'resident',
    line('活动改期', 'Moved'),
    line(
      '“{gathering}”原定{wasAt}，改为{startsAt}，地点：{place}。',
      '“{gathering}” of {wasAt} moved to {startsAt}. Place: {place}.',
    ),
    { isUrgent: true },
  ),
  'gathering.goes-on': template(
    'meetings',
    'resident',
    line('择日继续', 'It goes on'),
    line(
      '“{gathering}”将于{startsAt}继续商议未议完的事项，地点：{place}。',
      '“{gathering}” goes on with what was left on its agenda: {startsAt}. Place: {place}.',
    ),
  ),
  'gathering.cancelled': template(
    'meetings',
    'resident',
    line('活动取消', 'Cancelled'),
    line(
      '“{gathering}”原定{startsAt}，现已取消。',
      '“{gathering}”, planned for {startsAt}, will not take place.',
    ),
    { isUrgent: true, isTexted: true },
  ),
  'gathering.reminder': template(
    'meetings',
    'resident',
    line('活动提醒', 'Coming up'),
    line('“{gathering}”{startsAt}开始，地点：{place}。', '“{gathering}” begins {startsAt}. Place: {place}.'),
  ),
  'gathering.agenda-closes': template(
    'meetings',
    'resident',
    line('议题即将截止', 'The agenda closes soon'),
    line(
      '“{gathering}”（{startsAt}）的议题于{closesAt}截止，想说的事请在此前提交。',
      'Topics for “{gathering}” ({startsAt}) can be put forward until {closesAt}.',
    ),
  ),
  'gathering.minutes-posted': template(
    'meetings',
    'resident',
    line('记录已公布', 'The minutes are there'),
    line(
      '“{gathering}”（{startsAt}）的记录已公布。',
      'The minutes of “{gathering}” ({startsAt}) are posted.',
    ),
  ),
  'gathering.signed-up': template(
    'meetings',
    'resident',
    line('报名成功', 'You are signed up'),
    line(
      '您已报名“{gathering}”，{startsAt}，地点：{place}。',
      'You are signed up for “{gathering}”, {startsAt}. Place: {place}.',
    ),
  ),
  'gathering.place-given': template(
    'meetings',
    'resident',
    line('候补成功', 'You have a place'),
    line(
      '您候补的“{gathering}”有了您的位置：{startsAt}，地点：{place}。不能来请取消报名。',
      'You have a place in “{gathering}”: {startsAt}. Place: {place}. If you cannot come, please give it up.',
    ),
    { isUrgent: true, isTexted: true },
  ),
  'duty.given': template(
    'duties',
    'console',
    line('新任务', 'A duty for you'),
    line(
      '“{gathering}”交给您一项任务，请在{dueAt}前完成。',
      '“{gathering}” gave you a duty. It is due {dueAt}.',
    ),
  ),
  'duty.due': template(
    'duties',
    'console',
    line('任务将到期', 'A duty is due'),
    line('“{gathering}”交办的任务将于{dueAt}到期。', 'A duty that “{gathering}” gave you is due {dueAt}.'),
  ),
  'duty.overdue': template(
    'duties',
    'console',
    line('任务已逾期', 'A duty is late'),
    line(
      '“{gathering}”交办的任务已于{dueAt}到期，请尽快完成或说明情况。',
      'A duty that “{gathering}” gave you was due {dueAt}. Please finish it or say what is in the way.',
    ),
  ),
  'shift.given': template(
    'duties',
    'resident',
    line('值班安排', 'Your shift'),
    line(
      '您的“{gathering}”班次：{startsAt}，地点：{place}。',
      'Your shift of “{gathering}”: {startsAt}. Place: {place}.',
    ),
  ),
  'shift.swap-asked': template(
    'duties',
    'resident',
    line('有人请您换班', 'Somebody asks to swap'),
    line(
      '有人请您替“{gathering}”{startsAt}的班，请查看并答复。',
      'Somebody asks you to take the shift of “{gathering}” {startsAt}. Please say yes or no.',
    ),
  ),
  'shift.swap-taken': template(
    'duties',
    'resident',
    line('换班成功', 'Your shift is taken'),
    line('“{gathering}”{startsAt}的班已有人接替。', 'Somebody takes your shift of “{gathering}” {startsAt}.'),
  ),
  'ballot.posted': template(
    'votes',
    'resident',
    line('表决公示', 'A vote is announced'),
    line(
      '“{ballot}”已公示，{votingFromAt}开始表决，请先了解内容。',
      '“{ballot}” is posted. Voting begins {votingFromAt}: please read it before.',
    ),
  ),
  'ballot.study-asked': template(
    'votes',
    'console',
    line('请先行研究', 'Study is asked'),
    line(
      '“{ballot}”请贵组织研究并附意见，{dueAt}前未答复将记录在案并继续进行。',
      'Your opinion on “{ballot}” is asked until {dueAt}. Without it the vote goes on, and that is recorded.',
    ),
  ),
  'ballot.study-given': template(
    'votes',
    'resident',
    line('研究意见已附', 'The opinion is there'),
    line('“{ballot}”的研究意见已附上，可以查看。', 'The opinion on “{ballot}” is attached and can be read.'),
  ),
  'ballot.study-expired': template(
    'votes',
    'resident',
    line('研究期限已过', 'No opinion in time'),
    line(
      '“{ballot}”的研究期限已过、未见意见，已记录在案，程序继续进行。',
      'No opinion on “{ballot}” came in time. That is recorded, and the vote goes on.',
    ),
  ),
  'ballot.study-petitioned': template(
    'votes',
    'console',
    line('业主联名提议', 'Owners petitioned'),
    line(
      '“{ballot}”的业主联名已达到规定人数，前置研究不再进行，可以公示。',
      'Enough owners petitioned for “{ballot}”: the study is passed by, and it can be posted.',
    ),
  ),
  'ballot.study-ordered': template(
    'votes',
    'console',
    line('责令召集', 'Ordered to be held'),
    line(
      '“{ballot}”已由街道责令召集，前置研究不再进行，请及时公示。',
      'The street ordered “{ballot}” to be held: the study is passed by. Please post it.',
    ),
  ),
  'ballot.voting-open': template(
    'votes',
    'resident',
    line('开始表决', 'Voting is open'),
    line('“{ballot}”开始表决，{untilAt}截止。', 'You can vote on “{ballot}” until {untilAt}.'),
  ),
  'ballot.voting-ends-soon': template(
    'votes',
    'resident',
    line('表决即将截止', 'Voting ends soon'),
    line(
      '“{ballot}”{untilAt}截止，您还没有参加表决。',
      'Voting on “{ballot}” ends {untilAt}, and you have not voted yet.',
    ),
  ),
  'ballot.result': template(
    'votes',
    'resident',
    line('结果公布', 'The result is there'),
    line(
      '“{ballot}”的结果已公布，{objectionsUntilAt}前可以提出异议。',
      'The result of “{ballot}” is posted. Objections are possible until {objectionsUntilAt}.',
    ),
  ),
  'ballot.objection': template(
    'votes',
    'console',
    line('收到异议', 'An objection'),
    line('“{ballot}”收到一条异议，请查看并答复。', 'Somebody objects to “{ballot}”: please read and answer.'),
  ),
  'ballot.no-quorum': template(
    'votes',
    'resident',
    line('参加人数不足', 'Too few took part'),
    line(
      '“{ballot}”参加表决的人数或面积不足，未能形成决定。',
      'Too few took part in “{ballot}”, so nothing was decided.',
    ),
  ),
  'ballot.annulled': template(
    'votes',
    'resident',
    line('表决被撤销', 'Annulled'),
    line(
      '“{ballot}”已被责令撤销，不再有效，原因可以查看。',
      '“{ballot}” was annulled and holds no more: you can read why.',
    ),
  ),
  'ballot.to-count': template(
    'votes',
    'console',
    line('请计票', 'To be counted'),
    line(
      '“{ballot}”表决已结束，请在{untilAt}前完成计票。',
      'Voting on “{ballot}” has ended. Please count until {untilAt}.',
    ),
  ),
  'ballot.proxy-asked': template(
    'votes',
    'resident',
    line('有人请您代为表决', 'A proxy for you'),
    line(
      '有业主委托您参加“{ballot}”表决，{untilAt}截止。',
      'An owner asks you to vote for them on “{ballot}”, until {untilAt}.',
    ),
  ),
  'ballot.roll-corrected': template(
    'votes',
    'resident',
    line('名册有更正', 'The roll was corrected'),
    line('“{ballot}”的名册有更正，请查看。', 'The roll of “{ballot}” was corrected: please look at it.'),
  ),
  'ballot.struck': template(
    'votes',
    'resident',
    line('您已从名册中剔除', 'You were struck from the roll'),
    line(
      '您不再在“{ballot}”的名册上。原因可以查看；有异议请在{untilAt}前提出，提出后先恢复。',
      'You are no longer on the roll of “{ballot}”. Read why, and object until {untilAt}: you are put back at once.',
    ),
  ),
  'ballot.strike-objected': template(
    'votes',
    'console',
    line('剔除有异议', 'An objection to a strike'),
    line(
      '“{ballot}”：有人对剔除提出异议，请在{untilAt}前裁决；逾期未裁决的保留在名册上。',
      '“{ballot}”: somebody objects to being struck. Decide until {untilAt}; undecided, they stay on the roll.',
    ),
  ),
  'ballot.strike-lifted': template(
    'votes',
    'resident',
    line('异议成立', 'Your objection is right'),
    line('您保留在“{ballot}”的名册上，可以参加表决。', 'You stay on the roll of “{ballot}” and may vote.'),
  ),
  'ballot.strike-stands': template(
    'votes',
    'resident',
    line('异议不成立', 'Your objection was not upheld'),
    line(
      '您不在“{ballot}”的名册上，理由可以查看。',
      'You are not on the roll of “{ballot}”: you can read why.',
    ),
  ),
  'ballot.recounted': template(
    'votes',
    'resident',
    line('重新计票', 'Counted again'),
    line('“{ballot}”将重新计票，原因可以查看。', '“{ballot}” is counted again: you can read why.'),
  ),
  'ballot.final': template(
    'votes',
    'resident',
    line('结果生效', 'The result stands'),
    line(
      '“{ballot}”异议期已过，结果生效。',
      'The time for objections to “{ballot}” is over: its result stands.',
    ),
  ),
  'ballot.withdrawn': template(
    'votes',
    'resident',
    line('表决已撤回', 'Withdrawn'),
    line(
      '“{ballot}”已由召集人撤回，原因可以查看。',
      '“{ballot}” was withdrawn by its convener: you can read why.',
    ),
  ),
  'ballot.objection-answered': template(
    'votes',
    'resident',
    line('异议已答复', 'Your objection was answered'),
    line('您对“{ballot}”的异议已有答复。', 'Your objection to “{ballot}” has been answered.'),
  ),
  'ballot.announce-over': template(
    'votes',
    'console',
    line('结果应当公示', 'The result is due'),
    line(
      '“{ballot}”的结果已过公示期限，请尽快公示。',
      'The result of “{ballot}” should have been posted by now. Please post it.',
    ),
  ),
};

/** Among which of a person's choices a message counts. */
export function groupOf(name: string, audience: Audience | undefined): MessageGroup {
  if (isTemplateName(name)) return templates[name].group;
  return audience === 'duty' ? 'duties' : 'reports';
}

/** Does it leave at once, whatever the hour? A case asks for patience, and its own people are on duty. */
export function isUrgent(name: string): boolean {
  return isTemplateName(name) && templates[name].isUrgent;
}

/** On which face its link opens. */
export function faceOf(name: string, audience: Audience | undefined): Template['face'] {
  if (isTemplateName(name)) return templates[name].face;
  return audience === 'duty' ? 'console' : 'resident';
}

export function isTemplateName(name: string): name is TemplateName {
  return Object.hasOwn(templates, name);
}

export function isCaseTemplate(name: string): name is NoticeTemplate {
  return (noticeTemplates as readonly string[]).includes(name);
}
