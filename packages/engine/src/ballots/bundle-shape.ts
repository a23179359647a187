/** Reads a bundle somebody hands over. It may be anything: nothing in it is trusted to be of the right shape. */
import type { BallotBundle } from './types.ts';

type Shape =
  | 'text'
  | 'hash'
  | 'count'
  | 'flag'
  | 'any'
  | 'choices'
  | { or: [Shape, null] }
  | { list: Shape }
  | { map: Shape }
  | { [key: string]: Shape };

const optional = (shape: Shape): Shape => ({ or: [shape, null] });
const list = (shape: Shape): Shape => ({ list: shape });
const map = (shape: Shape): Shape => ({ map: shape });

const count: Shape = { heads: 'count', areaDm2: 'count' };
const share: Shape = { numerator: 'count', denominator: 'count', strict: 'flag' };
const rule: Shape = {
  key: 'text',
  measures: list('text'),
  quorum: optional(share),
  majority: optional({ share, of: 'text' }),
  source: 'text',
};
const path = list({ side: 'text', hash: 'hash' });

const bundleShape: Shape = {
  format: 'text',
  ballot: {
    ballotId: 'text',
    kind: 'text',
    form: 'text',
    title: 'text',
    areaCode: 'text',
    part: optional('text'),
    secret: 'flag',
    channels: list('text'),
    maxProxies: optional('count'),
    silence: optional({ basis: 'text' }),
    questions: list({
      key: 'text',
      title: 'text',
      form: 'text',
      matter: optional('text'),
      options: list({ key: 'text', title: 'text', costFen: optional('count') }),
      choose: { min: 'count', max: 'count' },
      picks: optional('count'),
      budgetFen: optional('count'),
      rule,
    }),
    votingFrom: 'text',
    votingUntil: 'text',
    roll: { onDate: 'text', root: 'hash', total: count },
    slipKeys: optional(map('text')),
  },
  roll: {
    onDate: 'text',
    root: 'hash',
    total: count,
    entries: list({ id: 'text', areaDm2: 'count', homes: 'count', isDeveloper: 'flag', identity: 'hash' }),
  },
  votes: list({ entryId: 'text', channel: 'text', choices: 'choices' }),
  marks: list({ entryId: 'text', mark: 'text' }),
  slips: list({ value: 'text', token: 'hash', choices: 'choices', signature: 'text' }),
  papers: list({ serial: 'text', choices: 'choices', areaDm2: 'count', by: list('text') }),
  tally: {
    roll: count,
    tookPart: count,
    // A municipal system may not say.
    byChannel: map(count),
    questions: map({
      options: map(count),
      abstained: count,
      invalid: count,
      silent: optional({ to: 'text', count }),
    }),
    // Below nothing when more was cast than given out: a finding of its own, so the shape lets it pass.
    notCast: optional('any'),
  },
  result: 'any',
  history: list({
    tenantId: 'count',
    ballotId: 'text',
    seq: 'count',
    at: 'text',
    verb: 'text',
    fromPhase: 'text',
    toPhase: 'text',
    actorPersonId: optional('text'),
    actorPostId: optional('text'),
    actorLabel: optional('text'),
    reason: optional('text'),
    changes: map('any'),
    modelVersion: 'text',
    commandId: optional('text'),
    previousHash: 'hash',
    hash: 'hash',
  }),
  head: { seq: 'count', hash: 'hash' },
  seals: list({
    sealedOn: 'text',
    previousRoot: 'hash',
    root: 'hash',
    leafCount: 'count',
    seq: 'count',
    hash: 'hash',
    path,
  }),
};

/** The bundle, or the place of the first thing that is missing or of another shape. */
export function readBundle(value: unknown): { bundle: BallotBundle } | { wrongAt: string } {
  const wrongAt = wrongPlace(value, bundleShape);
  return wrongAt === null ? { bundle: value as BallotBundle } : { wrongAt: wrongAt.replace(/^\./, '') };
}

/** Where it begins to be wrong, seen from `value`: `.slips[3].token`, nothing where it is `value` itself; null: nowhere. */
function wrongPlace(value: unknown, shape: Shape): string | null {
  if (typeof shape === 'string') return isOf(value, shape) ? null : '';
  if ('or' in shape && Array.isArray(shape.or)) return value === null ? null : wrongPlace(value, shape.or[0]);
  if ('list' in shape) {
    if (!Array.isArray(value)) return '';
    for (let index = 0; index < value.length; index += 1) {
      const inner = wrongPlace(value[index], shape.list as Shape);
      if (inner !== null) return `[${index}]${inner}`;
    }
    return null;
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return '';
  const members = value as Record<string, unknown>;
  const isMap = 'map' in shape;
  for (const key of Object.keys(isMap ? members : shape)) {
    const inner = wrongPlace(members[key], (isMap ? shape.map : shape[key as keyof typeof shape]) as Shape);
    if (inner !== null) return `.${key}${inner}`;
  }
  return null;
}

function isOf(value: unknown, shape: string): boolean {
  switch (shape) {
    case 'text':
      return typeof value === 'string';
    case 'hash':
      return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
    case 'count':
      return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
    case 'flag':
      return typeof value === 'boolean';
    case 'choices':
      return (
        value !== null &&
        typeof value === 'object' &&
        Object.values(value).every(
          (answer) =>
            answer === 'invalid' || (Array.isArray(answer) && answer.every((key) => typeof key === 'string')),
        )
      );
    default:
      return value !== undefined;
  }
}
