/**
 * Groups the free answers of a survey into a catalogue a person then edits and confirms. Answers are near when they share
 * words and pairs of characters that few others have; a group forms round the answer with most neighbours. Nothing is
 * drawn by lot: the same answers give the same groups.
 */
import type { FreeAnswer, ProblemGroup } from './types.ts';

export interface GroupOptions {
  /** From so many areas on a problem is common; below it is individual. */
  commonFrom: number;
  /** How near (cosine, 0 to 1) an answer must be to the middle of a group. Higher: more and smaller groups. */
  nearness?: number;
}

const wordsShown = 6;
const rounds = 3;

/**
 * Groups from the largest to the smallest; every answer is in exactly one.
 *
 * @example groupAnswers([{ id: '1', text: '楼道灯不亮', words: ['楼道', '灯', '不亮'], areaCode: 'A' }, …], { commonFrom: 3 })
 */
export function groupAnswers(answers: readonly FreeAnswer[], options: GroupOptions): ProblemGroup[] {
  const nearness = options.nearness ?? 0.28;
  const vectors = vectorsOf(answers);
  let groups = starsOf(vectors, nearness);
  for (let round = 0; round < rounds; round += 1) {
    groups = merged(groups, vectors, nearness);
    groups = reassigned(groups, vectors, nearness);
  }
  return groups
    .map((members) => toGroup(members, answers, vectors, options.commonFrom))
    .sort(
      (a, b) =>
        b.answerIds.length - a.answerIds.length ||
        b.areaCodes.length - a.areaCodes.length ||
        (a.key < b.key ? -1 : 1),
    );
}

/** Weights by feature; of length 1. */
type Vector = Map<string, number>;

function vectorsOf(answers: readonly FreeAnswer[]): Vector[] {
  const features = answers.map(featuresOf);
  const known = new Map<string, number>();
  for (const each of features)
    for (const feature of each.keys()) known.set(feature, (known.get(feature) ?? 0) + 1);
  return features.map((each) => {
    const vector: Vector = new Map();
    for (const [feature, weight] of each) {
      // What nearly everybody writes tells nothing apart.
      vector.set(feature, weight * Math.log((answers.length + 1) / known.get(feature)!));
    }
    return normalised(vector);
  });
}

/** Words count more than pairs of characters, which only catch what was cut or written otherwise. */
function featuresOf({ text, words }: FreeAnswer): Vector {
  const features: Vector = new Map();
  for (const word of words) {
    const trimmed = word.normalize('NFKC').toLowerCase().trim();
    if (/[\p{L}\p{N}]/u.test(trimmed)) features.set(`w ${trimmed}`, trimmed.length > 1 ? 2 : 1);
  }
  const letters = [...text.normalize('NFKC').toLowerCase()].filter((letter) => /[\p{L}\p{N}]/u.test(letter));
  for (let at = 0; at + 1 < letters.length; at += 1) features.set(`c ${letters[at]}${letters[at + 1]}`, 1);
  return features;
}

/** A star each: the answer with most neighbours takes those nobody has taken yet, then the next one. */
function starsOf(vectors: readonly Vector[], nearness: number): number[][] {
  const neighbours = neighboursOf(vectors, nearness);
  const order = vectors
    .map((_, index) => index)
    .sort((a, b) => neighbours[b]!.length - neighbours[a]!.length || a - b);
  const isTaken = new Array<boolean>(vectors.length).fill(false);
  const stars: number[][] = [];
  for (const centre of order) {
    if (isTaken[centre]) continue;
    const members = [centre, ...neighbours[centre]!.filter((index) => !isTaken[index])];
    for (const member of members) isTaken[member] = true;
    stars.push(members);
  }
  return stars;
}

/** Only answers that share a feature are compared. */
function neighboursOf(vectors: readonly Vector[], nearness: number): number[][] {
  const holders = new Map<string, [index: number, weight: number][]>();
  vectors.forEach((vector, index) => {
    for (const [feature, weight] of vector) {
      const list = holders.get(feature);
      if (list) list.push([index, weight]);
      else holders.set(feature, [[index, weight]]);
    }
  });
  return vectors.map((vector, index) => {
    const near = new Map<number, number>();
    for (const [feature, weight] of vector) {
      for (const [other, theirs] of holders.get(feature)!) {
        if (other !== index) near.set(other, (near.get(other) ?? 0) + weight * theirs);
      }
    }
    return [...near].flatMap(([other, cosine]) => (cosine >= nearness ? [other] : []));
  });
}

/** Groups whose middles are near become one, the nearest first. */
function merged(groups: number[][], vectors: readonly Vector[], nearness: number): number[][] {
  const left = groups.map((members) => ({ members, middle: middleOf(members, vectors) }));
  left.sort((a, b) => b.members.length - a.members.length || a.members[0]! - b.members[0]!);
  const kept: typeof left = [];
  for (const group of left) {
    let nearest: (typeof left)[number] | null = null;
    let most = nearness * 1.4;
    for (const other of kept) {
      const cosine = dot(group.middle, other.middle);
      if (cosine >= most) {
        most = cosine;
        nearest = other;
      }
    }
    if (nearest) {
      nearest.members = [...nearest.members, ...group.members];
      nearest.middle = middleOf(nearest.members, vectors);
    } else kept.push(group);
  }
  return kept.map(({ members }) => members);
}

/** Each answer goes to the group whose middle is nearest; one that is near to none stands alone. */
function reassigned(groups: number[][], vectors: readonly Vector[], nearness: number): number[][] {
  const middles = groups.map((members) => middleOf(members, vectors));
  const next: number[][] = groups.map(() => []);
  const alone: number[][] = [];
  vectors.forEach((vector, index) => {
    let nearest = -1;
    let most = nearness;
    middles.forEach((middle, at) => {
      const cosine = dot(vector, middle);
      if (cosine > most) {
        most = cosine;
        nearest = at;
      }
    });
    if (nearest < 0) alone.push([index]);
    else next[nearest]!.push(index);
  });
  return [...next.filter((members) => members.length > 0), ...alone];
}

function middleOf(members: readonly number[], vectors: readonly Vector[]): Vector {
  const sum: Vector = new Map();
  for (const member of members) {
    for (const [feature, weight] of vectors[member]!) sum.set(feature, (sum.get(feature) ?? 0) + weight);
  }
  return normalised(sum);
}

function toGroup(
  members: readonly number[],
  answers: readonly FreeAnswer[],
  vectors: readonly Vector[],
  commonFrom: number,
): ProblemGroup {
  const middle = middleOf(members, vectors);
  let key = members[0]!;
  for (const member of members) {
    if (dot(vectors[member]!, middle) > dot(vectors[key]!, middle)) key = member;
  }
  const words = [...middle]
    .filter(([feature]) => feature.startsWith('w ') && feature.length > 'w '.length + 1)
    .sort(([a, mine], [b, theirs]) => theirs - mine || (a < b ? -1 : 1))
    .slice(0, wordsShown)
    .map(([feature]) => feature.slice('w '.length));
  const areaCodes = [...new Set(members.map((member) => answers[member]!.areaCode))].sort();
  return {
    key: answers[key]!.id,
    words,
    answerIds: [...members].sort((a, b) => a - b).map((member) => answers[member]!.id),
    areaCodes,
    reach: areaCodes.length >= commonFrom ? 'common' : 'individual',
  };
}

function normalised(vector: Vector): Vector {
  let square = 0;
  for (const weight of vector.values()) square += weight * weight;
  const length = Math.sqrt(square);
  if (length === 0) return vector;
  return new Map([...vector].map(([feature, weight]) => [feature, weight / length]));
}

function dot(one: Vector, other: Vector): number {
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  let sum = 0;
  for (const [feature, weight] of small) sum += weight * (large.get(feature) ?? 0);
  return sum;
}
