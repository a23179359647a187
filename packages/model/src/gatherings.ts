/**
 * The part of the language that declares kinds of gatherings: what a city writes (`AuthoredGathering`), what engine, server
 * and faces read (`GatheringKind`), and the way from one to the other. When one meets, who hosts it and who decides there
 * is the city's; that nothing on an agenda is ever lost is the engine's and cannot be written here.
 */
import { z } from 'zod';
import { AuthoredCondition } from './authored-conditions.ts';
import {
  AuthoredLabel,
  AuthoredLimit,
  type AuthoredLimitValue,
  label,
  oneOrMany,
  source,
} from './authored-forms.ts';
import type { Share } from './ballots.ts';
import type { Condition, Label, Limit } from './parsed.ts';

export const gatheringForms = ['meeting', 'lesson', 'class', 'shift', 'event'] as const;
/** `meeting`: agenda and resolutions · `lesson`: lecturers, feedback · `class`: places · `shift`: seats of a roster · `event`. */
export type GatheringForm = (typeof gatheringForms)[number];

/** What becomes of an occurrence that falls on a day on which offices do not work. */
export type HolidayRule = 'keep' | 'skip' | 'next-working-day';

export const cadencePeriods = ['month', 'quarter', 'half-year', 'year'] as const;
export type CadencePeriod = (typeof cadencePeriods)[number];

/** A kind of gatherings as engine and server read it. */
export interface GatheringKind {
  title: Label;
  /** One sentence for those who are invited. */
  description: Label | null;
  form: GatheringForm;
  /** Kinds of organisations that host it; exactly one where a ladder leads to it. */
  hosts: string[];
  /** RFC 5545 rule without a time of day; null: called each time. A host may set another. */
  series: string | null;
  /** Start on the city's clock, in minutes after midnight. null only where no series is declared. */
  atMinute: number | null;
  lastsMinutes: number;
  /** Time and agenda are told so long before; null: at once. */
  notice: Limit | null;
  openTo: Audience;
  onHoliday: HolidayRule;
  /** `with-agenda`: without anything to deal with it is called off by itself. */
  held: 'always' | 'with-agenda';
  /** Roles that call, move and call off, and say how the series recurs. */
  calledBy: string[];
  /** Roles that decide there; empty: nothing is decided. */
  decidedBy: string[];
  /** Roles that keep minutes, attendance and the list of speakers. */
  minutedBy: string[];
  /** Where its agenda comes from, in this order; motions always come last. */
  agenda: AgendaSource[];
  /** Ladder: when a case waits and none is due within this time, one is called. null: none is. */
  calledWithin: Limit | null;
  /** Who must be there for it to decide; null: nothing is asked. */
  quorum: QuorumRule | null;
  /** How many hands carry a motion; null: more for it than against it. */
  decision: DecisionRule | null;
  cadence: Cadence | null;
  /** Places of a class; null: as many as come. A host may set another number. */
  capacity: number | null;
  signUp: SignUpRule | null;
  /** Only shifts. */
  shift: ShiftRule | null;
  /** May those who were there say how it was? */
  feedback: boolean;
  /** How much of it a programme asks for. */
  goals: GatheringGoal[];
}

/**
 * Whom it is for. `residents`: everybody of the place · `owners` · `members`: of the hosting organisation · `posts`: whoever
 * holds a post there · `committee`: whoever sits on the host's committee · `roles`: holders of these roles.
 */
export type Audience =
  | { of: 'residents' | 'owners' | 'members' | 'posts' | 'committee' }
  | { of: 'roles'; roles: string[] };

export type AgendaSource =
  /** Duties that earlier ones gave and nobody has answered for yet. */
  | { from: 'last-duties' }
  /** Cases that climbed to it. */
  | { from: 'ladder' }
  /** What residents brought. */
  | { from: 'topics' }
  /** Cases of the place that meet a condition. */
  | { from: 'cases'; where: Condition };

/** A share of the members of the host, of its committee, or of the holders of the roles it is for. */
export interface QuorumRule {
  share: Share;
  /** Where fewer are in office, it is a share of so many: a committee that was never filled does not decide alone. */
  ofAtLeast: number | null;
}

export const decisionParts = ['entitled', 'present', 'hands'] as const;
/**
 * `entitled`: a share of all who may take part, here or not; nothing is resolved without hands counted · `present`: a share of
 * those who are here · `hands`: a share of those who raised one, abstaining among them; both where hands are counted.
 */
export interface DecisionRule {
  share: Share;
  of: (typeof decisionParts)[number];
}

export const goalCounts = ['held', 'attendances', 'people', 'lecturers', 'hosts'] as const;
/**
 * At least so many within a year. `held`: gatherings · `attendances`: names on their lists · `people`: persons who came ·
 * `lecturers`: persons who taught · `hosts`: organisations that held one.
 */
export interface GatheringGoal {
  title: Label;
  of: (typeof goalCounts)[number];
  atLeast: number;
}

/** It must be held so often in each calendar period. */
export interface Cadence {
  atLeast: number;
  per: CadencePeriod;
}

export interface SignUpRule {
  /** From so long before the start; null: as soon as it stands in the calendar. */
  opensBefore: Limit | null;
  /** Until so long before the start; null: until it starts. */
  closesBefore: Limit | null;
  /** May one wait for a place that comes free? */
  waitingList: boolean;
}

export interface ShiftRule {
  seats: number;
  /** Roles whose holders may take a seat. */
  roles: string[];
  /** `allowed`: two who agree swap · `approved`: whoever calls the shift agrees too · `none`. */
  swaps: 'allowed' | 'approved' | 'none';
}

const AuthoredShare = z
  .string()
  .regex(
    /^(more than )?[1-9]\d{0,2}\/[1-9]\d{0,2}$/,
    'write a share as `2/3` (at least two thirds) or `more than 1/2`',
  );

const roles = (what: string) => oneOrMany(z.string()).describe(what);

const AuthoredAgendaSource = z
  .union([
    z.enum(['last-duties', 'ladder', 'topics']),
    z.strictObject({ cases: AuthoredCondition.describe('Cases of the place for which this holds.') }),
  ])
  .meta({
    id: 'agenda-source',
    description:
      '`last-duties`: what earlier ones gave somebody to do · `ladder`: cases that climbed to it · `topics`: what residents bring · `{ cases: CONDITION }`: cases of the place for which the condition holds.',
  });

export const AuthoredGathering = z
  .strictObject({
    title: label('What the city calls it.'),
    description: AuthoredLabel.optional().describe('One sentence for those who are invited.'),
    form: z
      .enum(gatheringForms)
      .describe(
        '`meeting`: agenda, minutes, resolutions · `lesson`: lecturers and feedback · `class`: places to sign up for · `shift`: seats of a roster · `event`: people come together.',
      ),
    host: oneOrMany(z.string()).describe(
      'Kind of organisation that hosts it, or several; one where a ladder leads to it, found by place.',
    ),
    series: z
      .string()
      .optional()
      .describe(
        'When it recurs, as an RFC 5545 rule of days: `FREQ=MONTHLY;BYMONTHDAY=4,14,24`. A host may set another. Left out: it is called each time.',
      ),
    at: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day as "19:30", in quotes')
      .optional()
      .describe('Start on the city’s clock: `"19:30"`. Needed with `series`.'),
    lasts: AuthoredLimit.describe('How long it takes: `90 minutes`.'),
    notice: AuthoredLimit.optional().describe(
      'Time and agenda are told so long before; left out: as soon as it stands in the calendar.',
    ),
    'open-to': oneOrMany(z.string()).describe(
      '`residents`, `owners`, `members` (of the host), `posts` (of the host), `committee` (of the host: the roles of its kind’s `committee`), or keys of roles.',
    ),
    'on-holiday': z
      .enum(['keep', 'skip', 'next-working-day'])
      .optional()
      .describe(
        'Where it falls on a day on which offices do not work: `keep` (default), `skip`, or `next-working-day`. A Saturday or Sunday that the rule itself names is such a day on public holidays only.',
      ),
    held: z
      .enum(['always', 'with-agenda'])
      .optional()
      .describe('`with-agenda`: called off by itself when nothing stands on its agenda. Default: `always`.'),
    'called-by': roles(
      'Roles that call, move and call off, and say how it recurs; left out: those of `decided-by` and `minuted-by`.',
    ).optional(),
    'decided-by': roles('Roles that decide there. Needed where a ladder leads to it.').optional(),
    'minuted-by': roles(
      'Roles that keep minutes, attendance and the list of speakers; left out: those of `decided-by`.',
    ).optional(),
    agenda: z
      .array(AuthoredAgendaSource)
      .optional()
      .describe(
        'Where its agenda comes from, in this order; motions come last. Left out: only what somebody puts there.',
      ),
    'called-within': AuthoredLimit.optional().describe(
      'Only where a ladder leads to it: when a case waits and no gathering is due within this time, one is called.',
    ),
    quorum: z
      .strictObject({
        share: AuthoredShare.describe('Share of those it is for who must be there.'),
        'of-at-least': z
          .number()
          .int()
          .min(1)
          .max(100)
          .optional()
          .describe('Where fewer are in office, the share is one of so many.'),
        source,
      })
      .optional()
      .describe(
        'Who must be there for it to decide: a share of its members, of the committee, or of the holders of its roles.',
      ),
    decision: z
      .strictObject({
        share: AuthoredShare.describe('Share of hands that carries a motion.'),
        of: z
          .enum(decisionParts)
          .describe(
            '`entitled`: of all who may take part, here or not; nothing is resolved without hands counted · `present`: of those who are here · `hands`: of those who raised one, abstaining among them; both where hands are counted.',
          ),
        source,
      })
      .optional()
      .describe('How many hands carry a motion; left out: more for it than against it.'),
    cadence: z
      .strictObject({
        'at-least': z.number().int().min(1).max(60).describe('So often.'),
        per: z.enum(cadencePeriods).describe('In each calendar period.'),
        source,
      })
      .optional()
      .describe('How often it must be held; shown as held, due or missed.'),
    capacity: z.number().int().min(1).max(5000).optional().describe('Places. Left out: as many as come.'),
    'sign-up': z
      .strictObject({
        'opens-before': AuthoredLimit.optional().describe(
          'From so long before the start; left out: from when it stands in the calendar.',
        ),
        'closes-before': AuthoredLimit.optional().describe(
          'Until so long before the start; left out: until it starts.',
        ),
        'waiting-list': z.boolean().optional().describe('May one wait for a place? Default: yes.'),
        source,
      })
      .optional()
      .describe('One comes by signing up.'),
    shift: z
      .strictObject({
        seats: z.number().int().min(1).max(200).describe('How many are on duty together.'),
        roles: roles('Roles whose holders may take a seat.'),
        swaps: z
          .enum(['allowed', 'approved', 'none'])
          .optional()
          .describe(
            '`allowed` (default): two who agree swap · `approved`: one of `called-by` agrees too · `none`.',
          ),
        source,
      })
      .optional()
      .describe('Only `form: shift`, and needed there.'),
    feedback: z
      .boolean()
      .optional()
      .describe('May those who were there say how it was? Default: for lessons and classes.'),
    goals: z
      .array(
        z.strictObject({
          title: label('What the programme calls it.'),
          of: z
            .enum(goalCounts)
            .describe(
              '`held`: gatherings · `attendances`: names on their lists · `people`: persons who came · `lecturers`: persons who taught · `hosts`: organisations that held one.',
            ),
          'at-least': z.number().int().min(1).describe('So many within a year.'),
          source,
        }),
      )
      .optional()
      .describe('How much of it a programme asks for; shown beside what took place.'),
    source: z.string().min(1).describe('Report, rule or practice it comes from, or `assumption`.'),
  })
  .meta({ id: 'gathering', description: 'A kind of gatherings: people at a place and time.' });
type AuthoredGathering = z.infer<typeof AuthoredGathering>;

/** Words of `open-to` that are no roles. */
export const audienceWords = ['residents', 'owners', 'members', 'posts', 'committee'] as const;

/** The kind a faultless entry says. `limit` reads a time limit, `condition` that of an entry of its agenda. */
export function toGatheringKind(
  gathering: AuthoredGathering,
  read: { limit: (value: AuthoredLimitValue) => Limit; condition: (agendaIndex: number) => Condition },
): GatheringKind {
  const limit = (value: AuthoredLimitValue | undefined): Limit | null =>
    value === undefined ? null : read.limit(value);
  const decidedBy = many(gathering['decided-by']);
  const minutedBy = gathering['minuted-by'] === undefined ? decidedBy : many(gathering['minuted-by']);
  const calledBy =
    gathering['called-by'] === undefined
      ? [...new Set([...decidedBy, ...minutedBy])]
      : many(gathering['called-by']);
  const { cadence, shift, quorum, decision } = gathering;
  const signUp = gathering['sign-up'];
  return {
    title: gathering.title,
    description: gathering.description ?? null,
    form: gathering.form,
    hosts: many(gathering.host),
    series: gathering.series ?? null,
    atMinute: gathering.at === undefined ? null : minuteOf(gathering.at),
    lastsMinutes: read.limit(gathering.lasts).amount,
    notice: limit(gathering.notice),
    openTo: toAudience(many(gathering['open-to'])),
    onHoliday: gathering['on-holiday'] ?? 'keep',
    held: gathering.held ?? 'always',
    calledBy,
    decidedBy,
    minutedBy,
    agenda: (gathering.agenda ?? []).map(
      (entry, index): AgendaSource =>
        typeof entry === 'string' ? { from: entry } : { from: 'cases', where: read.condition(index) },
    ),
    calledWithin: limit(gathering['called-within']),
    quorum:
      quorum === undefined
        ? null
        : { share: readShare(quorum.share), ofAtLeast: quorum['of-at-least'] ?? null },
    decision: decision === undefined ? null : { share: readShare(decision.share), of: decision.of },
    cadence: cadence === undefined ? null : { atLeast: cadence['at-least'], per: cadence.per },
    capacity: gathering.capacity ?? null,
    signUp:
      signUp === undefined
        ? null
        : {
            opensBefore: limit(signUp['opens-before']),
            closesBefore: limit(signUp['closes-before']),
            waitingList: signUp['waiting-list'] ?? true,
          },
    shift:
      shift === undefined
        ? null
        : { seats: shift.seats, roles: many(shift.roles), swaps: shift.swaps ?? 'allowed' },
    feedback: gathering.feedback ?? (gathering.form === 'lesson' || gathering.form === 'class'),
    goals: (gathering.goals ?? []).map((goal) => ({
      title: goal.title,
      of: goal.of,
      atLeast: goal['at-least'],
    })),
  };
}

function toAudience(words: string[]): Audience {
  const known = audienceWords.find((word) => words.length === 1 && words[0] === word);
  return known === undefined ? { of: 'roles', roles: words } : { of: known };
}

/** `19:30` → 1170 */
function minuteOf(time: string): number {
  const [hour, minute] = time.split(':').map(Number);
  return hour! * 60 + minute!;
}

/** `2/3`: at least two thirds · `more than 1/2`: strictly more. */
function readShare(text: string): Share {
  const [numerator, denominator] = text.replace('more than ', '').split('/').map(Number);
  return { numerator: numerator!, denominator: denominator!, strict: text.startsWith('more than ') };
}

function many<T>(value: T | T[] | undefined): T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
