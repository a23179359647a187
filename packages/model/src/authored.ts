/**
 * What a city writes in its YAML file: shorter and looser than the parsed form in `parsed.ts`.
 * Every object is strict, so that a misspelt key is an error and not a silent nothing. The descriptions are the
 * manual: editors show them while typing, and docs/reference/model.md is made from them.
 */
import { z } from 'zod';
import { AuthoredCondition } from './authored-conditions.ts';
import {
  AuthoredBounds,
  AuthoredLabel,
  AuthoredLimit,
  AuthoredLimits,
  actors,
  actorWords,
  Key,
  label,
  oneOrMany,
  source,
} from './authored-forms.ts';
import { AuthoredBallot } from './ballots.ts';
import { AuthoredGathering } from './gatherings.ts';
import { AuthoredNorm } from './norms.ts';
import type { Station } from './parsed.ts';

const AuthoredLevel = z
  .strictObject({
    key: Key.describe('Key of the level.'),
    title: label('What the city calls it.'),
    'code-length': z
      .number()
      .int()
      .min(1)
      .max(32)
      .describe('Length of the code of such an area in characters; longer than the level before.'),
    source,
  })
  .meta({
    id: 'level',
    description: 'A step of the nesting of areas. The list goes from the outermost inwards.',
  });

const AuthoredAreaClass = z
  .strictObject({
    title: label('Name of the class.'),
    level: z.string().describe('Level of the areas that may be of this class.'),
    source,
  })
  .meta({ id: 'area-class', description: 'A class of areas, such as commercial housing among compounds.' });

const AuthoredOrgKind = z
  .strictObject({
    title: label('Name of this kind of organisation.'),
    level: z.string().optional().describe('Level of the areas it covers; left out: of any level.'),
    under: z.string().optional().describe('Kind of the organisation above it.'),
    formation: z
      .array(Key)
      .optional()
      .describe('Keys of `formations`: ways it may be formed, such as `standalone` and `joint`.'),
    members: AuthoredBounds.optional().describe('How many members it should have.'),
    'more-members': z
      .string()
      .optional()
      .describe('Kind it should become when it has more members than `members` allows.'),
    committee: z
      .strictObject({
        from: z.number().int().min(1).describe('Members from which it has a committee.'),
        seats: AuthoredBounds.optional().describe('How many sit on the committee.'),
        roles: oneOrMany(z.string()).optional().describe('Roles whose holders sit on it.'),
        source,
      })
      .optional()
      .describe('From what size it is led by a committee, and by how many.'),
    'counts-as-cover': z
      .boolean()
      .optional()
      .describe(
        'Does an area with such an organisation count as covered in the coverage rate (`coverage.rate-of`)? Default: no.',
      ),
    team: z
      .enum(['service', 'dispatched'])
      .optional()
      .describe(
        '`service`: a team that serves residents, called out or on duty · `dispatched`: sent by one organisation and commanded by the one it stands under.',
      ),
    'sent-by': z
      .string()
      .optional()
      .describe('Only `team: dispatched`: kind of the organisation it is sent by.'),
    source,
  })
  .meta({ id: 'org-kind', description: 'A kind of organisation.' });

const AuthoredFormation = z
  .strictObject({
    title: label('Name of this way of forming an organisation.'),
    covers: z
      .enum(['one-area', 'several-areas', 'grid'])
      .describe(
        '`one-area`: exactly one area of its own · `several-areas`: it is shared by two or more · `grid`: what it covers follows its grid.',
      ),
    areas: AuthoredBounds.optional().describe('Only `several-areas`: how many areas may share one.'),
    members: AuthoredBounds.optional().describe('How many members it must have to be formed so.'),
    'members-of-each': AuthoredBounds.optional().describe(
      'Only `several-areas`: how many members each area may have by itself; with more it forms one of its own.',
    ),
    'grids-of-each': AuthoredBounds.optional().describe(
      'Only `several-areas`: into how many grids each of its areas is divided, in place of what `grids` asks.',
    ),
    source,
  })
  .meta({
    id: 'formation',
    description: 'A way of forming an organisation, with the rules of size it is checked against.',
  });

const AuthoredRole = z
  .strictObject({
    title: label('Name of the role.'),
    in: z.string().describe('Kind of organisation in which it is held.'),
    seats: z
      .number()
      .int()
      .min(1)
      .optional()
      .describe('How many may hold it in one organisation; left out: any number.'),
    serves: z
      .strictObject({
        level: z.string().describe('Level of the areas each holder answers for.'),
        min: z.number().int().min(0).optional().describe('At least so many.'),
        max: z.number().int().min(0).optional().describe('At most so many.'),
        source,
      })
      .optional()
      .describe('Areas (mostly homes) each holder answers for in person.'),
    per: z
      .string()
      .optional()
      .describe(
        'There is one such office for each of these: key of a level (one for each building), of `segment-kinds` (one for each road), or `grid`. `seats` then counts for each of them; left out: 1. For a level, `serves` is of that level, also where it is left out.',
      ),
    'term-years': z
      .number()
      .min(0.5)
      .max(10)
      .optional()
      .describe('How long one appointment lasts. A post held longer is listed as an expired term.'),
    member: z
      .boolean()
      .optional()
      .describe(
        'Does each holder count as a member of the organisation, where its size has not been entered? Default: no.',
      ),
    'may-be-empty': z
      .boolean()
      .optional()
      .describe('Is an office nobody holds no vacancy? Default: no, where the number of seats is known.'),
    also: oneOrMany(z.string())
      .optional()
      .describe('Roles its holder may hold besides, shown as a cross-appointment.'),
    'never-with': oneOrMany(z.string())
      .optional()
      .describe('Roles nobody may hold at the same time as this one, in any organisation.'),
    'nominated-by': oneOrMany(z.string())
      .optional()
      .describe('Keys of `nomination-channels` through which holders come; the trail is kept with the post.'),
    opinion: z
      .strictObject({
        case: z.string().describe('Kind of cases in which it is asked for; one whose time runs out.'),
        source,
      })
      .optional()
      .describe(
        'Before somebody is appointed, an opinion is asked for. The appointment names the case: agreed, objected or time over, it goes on with that note.',
      ),
    card: z
      .strictObject({
        fields: z
          .array(z.enum(['identity', 'pledge', 'contact-by-relay', 'standard', 'result']))
          .min(1)
          .describe('What a holder may let the public see on the duty card; each field only by consent.'),
        'consent-days': z
          .number()
          .int()
          .min(1)
          .max(1826)
          .describe('How long one consent holds before it must be given again.'),
        identity: AuthoredLabel.optional().describe('What the field `identity` says of a holder.'),
        standard: AuthoredLabel.optional().describe('What the holder is measured by, in words.'),
        source,
      })
      .optional()
      .describe('Public duty card of a holder. A phone number is never on it.'),
    shown: z
      .array(z.enum(['name', 'pledge', 'contact-by-relay']))
      .optional()
      .describe('What the public sees of a holder. Left out: nothing. A phone number is never shown.'),
    reads: oneOrMany(z.string())
      .optional()
      .describe('Kinds of cases whose cases in the covered areas the holder reads; `*`: all kinds.'),
    can: z
      .array(z.enum(['administer', 'watch-messages', 'reveal', 'oversee']))
      .optional()
      .describe(
        'Abilities besides the verbs of cases. `administer`: people, posts and organisations · `watch-messages`: outbox · `reveal`: contact data behind a mask, logged with a reason · `oversee`: figures and lists of the areas covered.',
      ),
    script: AuthoredLabel.optional().describe(
      'One line for the sign-in page of a demo: what to try as this person.',
    ),
    source,
  })
  .meta({
    id: 'role',
    description:
      'A role people hold in an organisation. Authority comes from roles held and from nothing else.',
  });

const AuthoredCalendar = z
  .strictObject({
    title: label('Name of the calendar.'),
    hours: z
      .union([
        z.literal('around-the-clock'),
        z.array(
          z
            .string()
            .regex(
              /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/,
              'write a span of the day as `08:30-12:00`',
            ),
        ),
      ])
      .describe('`around-the-clock`, or the open spans of a day in order: `["08:30-12:00", "14:00-17:30"]`.'),
    days: z
      .enum(['every', 'cn-official'])
      .optional()
      .describe(
        '`every` day (default), or `cn-official`: Monday to Friday without public holidays, with make-up working days.',
      ),
    source,
  })
  .meta({ id: 'calendar', description: 'Which minutes count for a limit.' });

const AuthoredProblem = z
  .strictObject({
    title: label('Name of the problem, in the words of residents.'),
    parent: z.string().optional().describe('Key of the group it belongs to.'),
    severity: z
      .enum(['urgent', 'ordinary', 'hard'])
      .optional()
      .describe('Which limits apply; `ordinary` unless said otherwise. Staff may change it case by case.'),
    words: z.array(z.string().min(1)).optional().describe('Words of a report that suggest this problem.'),
    duty: z
      .string()
      .optional()
      .describe('Kind of organisation with the duty to act, where it is not the one the case goes to.'),
    source,
  })
  .meta({
    id: 'problem',
    description: 'An entry of the problem catalogue: a group, or a leaf that a report names.',
  });

const AuthoredAsk = z
  .strictObject({
    title: label('The question.'),
    hint: AuthoredLabel.optional().describe('A line of help below it.'),
    kind: z
      .enum([
        'text',
        'long-text',
        'choice',
        'yes-no',
        'number',
        'date',
        'photo',
        'place',
        'phone',
        'category',
      ])
      .describe('How it is answered. `category` is a choice from the problem catalogue.'),
    required: z.boolean().optional().describe('Must it be answered? Default: no.'),
    'required-if': z
      .record(Key, oneOrMany(z.string()))
      .optional()
      .describe(
        'Must it be answered when the `choice` of that key beside it has one of these answers: `{ opinion: object }`.',
      ),
    max: z
      .number()
      .int()
      .min(1)
      .optional()
      .describe('photo: how many at most (9 is the largest) · text: characters · number: largest value.'),
    min: z
      .number()
      .int()
      .min(0)
      .optional()
      .describe('photo: how many at least · text: characters · number: smallest value.'),
    choices: z
      .array(
        z.strictObject({ key: Key.describe('Key of the answer.'), title: label('The answer in words.') }),
      )
      .optional()
      .describe('Answers of a `choice`, in the order shown.'),
    'on-yes': z
      .strictObject({
        stop: label('Shown large when answered yes.'),
        call: z
          .string()
          .regex(/^\d{3,15}$/, 'digits only')
          .optional()
          .describe('Number offered to call.'),
      })
      .optional()
      .describe(
        'What a `yes-no` shows at once when answered yes, e.g. whom to call when somebody is in danger.',
      ),
  })
  .meta({ id: 'ask', description: 'Something asked when a case is opened or a station entered.' });
const asks = (what: string) => z.record(Key, AuthoredAsk).optional().describe(what);

const AuthoredStation = z
  .strictObject({
    title: label('What the city calls the station.'),
    verb: AuthoredLabel.optional().describe(
      'What the city calls the deed that leads here; left out: the house’s own word.',
    ),
    by: actors(`Who may bring a case here. ${actorWords} Left out: nobody but time.`).optional(),
    'not-by': z
      .array(z.enum(['handler', 'reporter']))
      .optional()
      .describe('Who may not, although listed. At `verified`, `handler` is always among them.'),
    to: actors('Only `assigned`: roles the case may be given to.').optional(),
    claim: z
      .boolean()
      .optional()
      .describe('Only `assigned`: may one of `to` take the case without being given it? Default: no.'),
    asks: asks('What is asked of the one who brings it here.'),
    after: AuthoredLimit.optional().describe(
      'The case comes here by itself after this time without an answer, e.g. from `verified` to `closed`.',
    ),
    source,
  })
  .meta({ id: 'station', description: 'How a kind of cases uses one station of the spine.' });

/** What each station of the spine means: for descriptions, references and error messages. */
export const stationMeanings = {
  open: 'Sent, nobody has taken it yet. Always present.',
  accepted: 'Somebody answers for it.',
  assigned: 'Given to the one who shall handle it: the dispatch.',
  handling: 'The one it was given to has started.',
  resolved: 'Done, in the words of the one who handled it.',
  verified: 'Looked at by somebody who did not handle it.',
  closed: 'The end. Always present; a closed case never moves again.',
  withdrawn: 'Taken back by the reporter: an end.',
  merged: 'Joined with another case that says the same: an end.',
  returned: 'Given back to the one who dispatched it, with a reason.',
  reopened: 'Not solved after all: back to be dispatched.',
} as const satisfies Record<Station, string>;

const AuthoredStations = z
  .strictObject({
    open: AuthoredStation.optional().describe(stationMeanings.open),
    accepted: AuthoredStation.optional().describe(stationMeanings.accepted),
    assigned: AuthoredStation.optional().describe(stationMeanings.assigned),
    handling: AuthoredStation.optional().describe(stationMeanings.handling),
    resolved: AuthoredStation.optional().describe(stationMeanings.resolved),
    verified: AuthoredStation.optional().describe(stationMeanings.verified),
    closed: AuthoredStation.optional().describe(stationMeanings.closed),
    withdrawn: AuthoredStation.optional().describe(stationMeanings.withdrawn),
    merged: AuthoredStation.optional().describe(stationMeanings.merged),
    returned: AuthoredStation.optional().describe(stationMeanings.returned),
    reopened: AuthoredStation.optional().describe(stationMeanings.reopened),
  })
  .meta({
    id: 'stations',
    description:
      'The stations a kind uses. A case runs open → accepted → assigned → handling → resolved → verified → closed, leaving out those not listed; the others are ways off and back.',
  });
const stationKey = z.enum(Object.keys(stationMeanings) as [Station, ...Station[]]);

const AuthoredClock = z
  .strictObject({
    title: label('Name of the clock.'),
    from: stationKey.describe('Starts when the case enters this station.'),
    to: oneOrMany(stationKey).describe('Stops when it enters one of these.'),
    limit: AuthoredLimits.describe('How long.'),
    'by-class': z
      .record(Key, AuthoredLimits)
      .optional()
      .describe('Other limits by class of the area the case lies in: keys of `area-classes`.'),
    'paused-in': oneOrMany(z.string()).optional().describe('Keys of pauses in which it stands still.'),
    source,
  })
  .meta({
    id: 'clock',
    description: 'A time limit from one station to another. Reopening starts a new round.',
  });

const AuthoredPause = z
  .strictObject({
    title: label('What is waited for.'),
    by: actors(`Who may pause. ${actorWords}`),
    'ended-by': actors('Who ends it. With `reporter` among them, the reporter’s answer ends it.'),
    'at-most': AuthoredLimit.describe('Ends by itself after this time.'),
    source,
  })
  .meta({
    id: 'pause',
    description: 'A named state in which clocks stand still, with its reason told to the reporter.',
  });

const AuthoredGate = z
  .strictObject({
    title: label('What it protects.'),
    before: stationKey.describe('Station before which it stands.'),
    needs: AuthoredCondition.describe('Must hold to pass.'),
    refusal: label('Shown when it does not hold: what to do.'),
    source,
  })
  .meta({ id: 'gate', description: 'What must be true before a station is entered.' });

const AuthoredParts = z
  .strictObject({
    'added-by': actors(`Who may ask others for a part. ${actorWords}`),
    parties: z.array(z.string()).min(1).describe('Roles that may be asked.'),
    limit: AuthoredLimit.describe('How long a party has.'),
    'before-resolved': z
      .boolean()
      .optional()
      .describe('Must all parts be signed off before `resolved`? Default: yes.'),
    source,
  })
  .meta({
    id: 'parts',
    description: 'Joint handling: several parties each owe a part with its own deadline and sign-off.',
  });

const consequence = z
  .enum(['close', 'reopen', 'climb'])
  .describe('`close` the case, `reopen` it, or let it `climb` its ladder.');
const consequences = z.union([
  consequence,
  z.strictObject({
    first: consequence.describe('The first time.'),
    later: consequence.describe('Every later time.'),
  }),
]);
const AuthoredRating = z
  .strictObject({
    by: actors('Who rates; mostly `reporter`.'),
    answers: z
      .strictObject({
        solved: AuthoredLabel.optional().describe('Word for: solved.'),
        partly: AuthoredLabel.optional().describe('Word for: partly solved.'),
        not: AuthoredLabel.optional().describe('Word for: not solved.'),
      })
      .describe('Answers offered.'),
    within: AuthoredLimit.describe('How long one may rate.'),
    on: z
      .strictObject({
        partly: consequences.optional().describe('What “partly” does; left out: `close`.'),
        not: consequences.optional().describe('What “not” does; left out: `close`.'),
      })
      .optional()
      .describe('What a bad rating does.'),
    source,
  })
  .meta({
    id: 'rating',
    description: 'What the one who asked thinks of the outcome. Ratings are of cases, never of persons.',
  });

const AuthoredSimilar = z
  .strictObject({
    'radius-metres': z.number().int().min(1).max(5000).describe('How near.'),
    'within-days': z.number().int().min(1).max(365).describe('How recent.'),
    source,
  })
  .meta({ id: 'similar', description: 'Open cases offered to follow instead of sending the same again.' });

const AuthoredReminder = z
  .strictObject({
    clock: z.string().describe('Clock of this kind.'),
    at: z
      .string()
      .regex(/^([1-9]\d?|100) ?%$/, 'write a share of the limit such as `80 %`; `100 %` is when time is over')
      .describe('Share of the limit used, `80 %`; `100 %`: when time is over.'),
    to: oneOrMany(z.string()).describe(
      'Actors, or `supervisor` (one organisation above), `work-group`, `router` (the post the case was routed to).',
    ),
  })
  .meta({ id: 'reminder', description: 'Who is told before or when a clock runs out.' });

export const AuthoredCase = z
  .strictObject({
    title: label('What the city calls this kind.'),
    description: AuthoredLabel.optional().describe('One sentence for those who choose it.'),
    prefix: z
      .string()
      .regex(/^[A-Z]{1,4}$/, 'one to four capital letters')
      .describe('First letters of the case number; no two kinds share one.'),
    'opened-by': actors(`Who may open one. ${actorWords}`),
    account: z
      .enum(['none', 'when-answered', 'required'])
      .optional()
      .describe(
        'When the sender needs an account: never (`none`), to read and give answers (`when-answered`), or before sending (`required`, default).',
      ),
    'open-to-neighbours': z
      .boolean()
      .optional()
      .describe(
        'May people nearby see that such a case is open (never who sent it) and follow it? Default: no.',
      ),
    'in-classes': oneOrMany(z.string())
      .optional()
      .describe('Classes of areas it is for: keys of `area-classes`. Left out: everywhere.'),
    asks: asks('What is asked when one is opened, in the order shown.'),
    route: z
      .array(z.string())
      .min(1)
      .describe(
        'Roles tried in this order; the first with a holder whose organisation covers the place gets the case.',
      ),
    stations: AuthoredStations.describe('The stations it uses.'),
    clocks: z.record(Key, AuthoredClock).optional().describe('Its time limits.'),
    pauses: z.record(Key, AuthoredPause).optional().describe('States in which clocks stand still.'),
    gates: z.record(Key, AuthoredGate).optional().describe('What must be true before a station is entered.'),
    parts: AuthoredParts.optional().describe('Joint handling.'),
    ladder: z.string().optional().describe('Ladder it climbs when unsolved.'),
    rating: AuthoredRating.optional().describe('Who rates the outcome.'),
    similar: AuthoredSimilar.optional().describe('When two cases probably say the same.'),
    remind: z.record(Key, AuthoredReminder).optional().describe('Who is told when.'),
  })
  .meta({ id: 'case', description: 'A kind of cases: a report, an order, a whistle …' });

const AuthoredRung = z
  .strictObject({
    key: Key.describe('Key of the rung.'),
    gathering: z
      .string()
      .optional()
      .describe(
        'Key in `gatherings` of the gathering that decides here: a case that climbs waits for its next one. Title, host and who decides are its own and not said here.',
      ),
    title: AuthoredLabel.optional().describe(
      'Who decides here; only where no `gathering` does, and needed there.',
    ),
    host: z
      .string()
      .optional()
      .describe(
        'Kind of organisation that hosts it, found by place; only where no `gathering` does, and needed there.',
      ),
    limit: AuthoredLimit.describe(
      'How long a case may stay without a decision. Then it climbs; on the last rung it is overdue.',
    ),
    'decided-by': actors(
      'Who records the decision; only where no `gathering` does, and needed there.',
    ).optional(),
    series: z
      .string()
      .optional()
      .describe(
        'When it meets, as an RFC 5545 rule: `FREQ=WEEKLY;BYDAY=SA`; only where no `gathering` does.',
      ),
    source,
  })
  .meta({ id: 'rung', description: 'One step of a ladder.' });

const AuthoredLadder = z
  .strictObject({
    title: label('Name of the ladder.'),
    'climbs-when-over': oneOrMany(z.string())
      .optional()
      .describe('Clocks that lift a case when they run out.'),
    'climbed-by': actors(`Who may send a case up before that. ${actorWords}`).optional(),
    rungs: z.array(AuthoredRung).min(1).describe('From the lowest to the highest.'),
    source,
  })
  .meta({
    id: 'ladder',
    description: 'Where an unsolved case climbs, gathering by gathering. It never goes down by itself.',
  });

const AuthoredQueue = z
  .strictObject({
    title: label('Name of the queue.'),
    where: AuthoredCondition.describe('Which cases are in it, among those the viewer may read.'),
    for: oneOrMany(z.string()).optional().describe('Roles that see it; left out: every post.'),
    sort: z
      .enum(['dueAt', 'openedAt', 'changedAt'])
      .optional()
      .describe(
        'What comes first: due first (`dueAt`, default), oldest first (`openedAt`), or latest change first (`changedAt`).',
      ),
  })
  .meta({ id: 'queue', description: 'A named list of cases on the workbench.' });

const AuthoredChannel = z.strictObject({ title: label('Name of the channel.'), source }).meta({
  id: 'nomination-channel',
  description: 'A way in which somebody comes to be nominated for a role.',
});

const AuthoredSegmentKind = z.strictObject({ title: label('Name of such a segment.'), source }).meta({
  id: 'segment-kind',
  description: 'A kind of segments that run through areas, such as roads. Posts may answer for them.',
});

const AuthoredCoverage = z
  .strictObject({
    homes: z.string().describe('Level of the areas each of which needs exactly one answering post.'),
    'grids-of': z
      .string()
      .optional()
      .describe(
        'Level of the areas that grids are made of. Each of the `homes` then also needs exactly one grid. Left out: grids are not asked for.',
      ),
    'answered-by': oneOrMany(z.string())
      .optional()
      .describe(
        'Roles that answer for a home, each with `serves`; exactly one holder of any of them is right. Left out: every role with `serves`; where there is none, nobody answers and the proof says so.',
      ),
    'rate-of': z
      .string()
      .optional()
      .describe(
        'Level of the areas of the coverage rate: the share with an organisation that has `counts-as-cover`. Left out: no rate.',
      ),
    source,
  })
  .meta({ id: 'coverage', description: 'What must be there for every home, and how coverage is counted.' });

const AuthoredNet = z
  .strictObject({
    title: label('Name of the axis or net.'),
    axis: z.boolean().optional().describe('Is it the axis that holds the nets together? Default: no.'),
    orgs: z.array(z.string()).optional().describe('Kinds of organisations in it, from the top down.'),
    levels: z.array(z.string()).optional().describe('Levels of areas in it, from the outermost.'),
    grids: z.boolean().optional().describe('Are grids in it? Default: no.'),
    source,
  })
  .meta({ id: 'net', description: 'A named view of the one graph of organisations, areas and grids.' });

const AuthoredPartyGroup = z
  .strictObject({
    title: label('What they are called together.'),
    level: z.string().describe('Level of the areas in which they stand side by side.'),
    of: z
      .record(
        Key,
        z.strictObject({
          title: label('Name of this party.'),
          orgs: oneOrMany(z.string()).optional().describe('Kinds of organisations that are this party.'),
          roles: oneOrMany(z.string()).optional().describe('Roles whose holders are this party.'),
          residents: z.boolean().optional().describe('Are the residents themselves this party? Default: no.'),
          owes: AuthoredLabel.optional().describe('What it owes the others.'),
          source,
        }),
      )
      .describe('The parties by key.'),
    source,
  })
  .meta({
    id: 'party-group',
    description: 'Parties that stand side by side for one area, such as the three of a compound.',
  });

const AuthoredDuty = z
  .strictObject({
    of: z.string().describe('Kind of organisation that owes it.'),
    owes: label('What is owed.'),
    limit: AuthoredLimit.optional().describe('Within what time, where it is owed on an occasion.'),
    series: z.string().optional().describe('When it is owed, as an RFC 5545 rule: `FREQ=WEEKLY;BYDAY=MO`.'),
    source,
  })
  .meta({ id: 'duty', description: 'What organisations of one kind owe, and by when.' });

const AuthoredReportIn = z
  .strictObject({
    title: label('What it is called.'),
    'received-by': oneOrMany(z.string()).describe('Kinds of organisations where one reports in.'),
    'employed-by': oneOrMany(z.string())
      .optional()
      .describe('Kinds of organisations that employ those who report in; they read the feedback.'),
    services: z
      .record(Key, z.strictObject({ title: label('Kind of service.'), source }))
      .describe('Kinds of service entered in the duty ledger.'),
    feedback: z.string().optional().describe('When employers get feedback, as an RFC 5545 rule.'),
    source,
  })
  .meta({
    id: 'report-in',
    description:
      'People in work report in where they live. Duty hours stand in a ledger of their own, apart from those of volunteers; there is no minimum and no ranking, and no word here to say one.',
  });

const day = (what: string) =>
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'write a day as "2024-01-31", in quotes')
    .describe(what);
const AuthoredPower = z
  .strictObject({
    title: label('Name of the item.'),
    list: z
      .enum(['basic', 'assisting', 'taken-back'])
      .describe('`basic`: its own duty · `assisting`: helps another · `taken-back`: no longer its duty.'),
    level: z.string().describe('Level whose organisations it concerns.'),
    lead: z
      .string()
      .optional()
      .describe('Kind of organisation that leads (`assisting`) or does it now (`taken-back`).'),
    basis: z.string().min(1).describe('Law or decision it rests on.'),
    from: day('First day on which it holds.'),
    to: day('Last day on which it holds; left out: no end is set.').optional(),
    'evaluated-on': day('Day of the last evaluation.').optional(),
    'evaluate-by': day('Day by which it must be evaluated again.').optional(),
    categories: z
      .array(z.string())
      .optional()
      .describe('Problems it concerns: a group, or a leaf. Routing asks by them.'),
    over: z
      .string()
      .optional()
      .describe('Kind of dispatched teams over which it is a power of whoever they stand under.'),
    'exercised-by': oneOrMany(z.string())
      .optional()
      .describe('Kinds of cases in which it is exercised; the register shows them.'),
    source,
  })
  .meta({
    id: 'power',
    description: 'An item of the register of powers. It holds from a day on and is never just yes or no.',
  });

const AuthoredEstablishment = z
  .strictObject({
    title: label('Name of this kind of establishment posts.'),
    roles: oneOrMany(z.string()).describe('Roles whose holders fill such a post, above and below.'),
    source,
  })
  .meta({
    id: 'establishment',
    description:
      'A kind of establishment posts, such as administrative ones: what is moved down is a post, whoever holds it.',
  });

export const AuthoredModel = z
  .strictObject({
    extends: z
      .string()
      .optional()
      .describe(
        'Model this one starts from, without `.yaml`. Maps merge by key, lists and single values replace, `null` removes a key.',
      ),
    foundation: z
      .boolean()
      .optional()
      .describe('`true`: no city of its own, only material for others to extend.'),
    title: AuthoredLabel.optional().describe('Name of the city’s way of governing.'),
    jurisdiction: z
      .string()
      .regex(/^[0-9A-Za-z]{1,32}$/, 'digits and letters only')
      .optional()
      .describe('Code of the outermost area governed, in quotes: `"340705"`.'),
    'time-zone': z.string().optional().describe('IANA time zone, e.g. `Asia/Shanghai`.'),
    'default-calendars': z
      .strictObject({
        durations: z.string().optional().describe('Calendar of minutes, hours and days.'),
        'working-days': z.string().optional().describe('Calendar of working days.'),
      })
      .optional()
      .describe('Calendars of limits that name none.'),
    levels: z.array(AuthoredLevel).min(1).optional().describe('Nesting of areas, outermost first.'),
    'area-classes': z.record(Key, AuthoredAreaClass).optional().describe('Classes of areas.'),
    'org-kinds': z.record(Key, AuthoredOrgKind).optional().describe('Kinds of organisations.'),
    roles: z.record(Key, AuthoredRole).optional().describe('Roles people hold.'),
    formations: z.record(Key, AuthoredFormation).optional().describe('Ways of forming an organisation.'),
    'nomination-channels': z
      .record(Key, AuthoredChannel)
      .optional()
      .describe('Ways of being nominated for a role.'),
    'segment-kinds': z
      .record(Key, AuthoredSegmentKind)
      .optional()
      .describe('Kinds of segments, such as roads, that posts may answer for.'),
    coverage: AuthoredCoverage.optional().describe('What must be there for every home.'),
    grids: z
      .record(Key, AuthoredBounds)
      .optional()
      .describe(
        'Into how many grids an area is divided, by the level of that area: `compound: { min: 5, max: 9 }`.',
      ),
    nets: z
      .record(Key, AuthoredNet)
      .optional()
      .describe('Axis and nets: named views of organisations and areas.'),
    parties: z.record(Key, AuthoredPartyGroup).optional().describe('Parties that stand side by side.'),
    duties: z
      .record(Key, AuthoredDuty)
      .optional()
      .describe('What each kind of organisation owes, and by when.'),
    'report-in': AuthoredReportIn.optional().describe('People in work report in where they live.'),
    powers: z.record(Key, AuthoredPower).optional().describe('The register of powers.'),
    norms: z.record(Key, AuthoredNorm).optional().describe('Figures with bounds, as warnings.'),
    establishments: z
      .record(Key, AuthoredEstablishment)
      .optional()
      .describe('Kinds of establishment posts that may be moved down.'),
    calendars: z.record(Key, AuthoredCalendar).optional().describe('Calendars limits are counted on.'),
    problems: z.record(Key, AuthoredProblem).optional().describe('The problem catalogue.'),
    cases: z.record(Key, AuthoredCase).optional().describe('Kinds of cases.'),
    gatherings: z.record(Key, AuthoredGathering).optional().describe('Kinds of gatherings.'),
    ladders: z.record(Key, AuthoredLadder).optional().describe('Ladders.'),
    ballots: z.record(Key, AuthoredBallot).optional().describe('Kinds of ballots.'),
    queues: z.record(Key, AuthoredQueue).optional().describe('Queues of the workbench.'),
  })
  .meta({
    id: 'model',
    title: 'Linli model',
    description: 'A city: what its organisations, roles and kinds of cases are.',
  });
export type AuthoredModel = z.infer<typeof AuthoredModel>;
