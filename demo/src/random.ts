/**
 * Chance that can be repeated: the same seed gives the same city, on every machine. Streams are named, so that drawing
 * once more in one part of the city does not change all the others.
 */
import { createHash } from 'node:crypto';

export interface Random {
  /** From 0 (included) to 1 (excluded). */
  share(): number;
  /** A whole number, both ends included. */
  whole(from: number, to: number): number;
  /** True in `percent` of 100 draws. */
  chance(percent: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Picks by weight; weights need no fixed sum. */
  weighted<T extends string>(weights: Readonly<Partial<Record<T, number>>>): T;
  shuffled<T>(from: readonly T[]): T[];
  /** A version-4 UUID. */
  uuid(): string;
  /** A stream of its own, fixed by this stream's name and `name`, not by what was drawn so far. */
  stream(name: string): Random;
}

export function randomFrom(seed: string): Random {
  const digest = createHash('sha256').update(seed).digest();
  let a = digest.readUInt32LE(0);
  let b = digest.readUInt32LE(4);
  let c = digest.readUInt32LE(8);
  let d = digest.readUInt32LE(12) | 1;
  /** sfc32 of Chris Doty-Humphrey's PractRand (public domain): 32 good bits from four words of state. */
  const next = (): number => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let warming = 0; warming < 12; warming += 1) next();
  const share = () => next() / 4294967296;
  const whole = (from: number, to: number) => from + Math.floor(share() * (to - from + 1));
  return {
    share,
    whole,
    chance: (percent) => share() * 100 < percent,
    pick<T>(from: readonly T[]): T {
      if (from.length === 0) throw new RangeError('nothing to pick from');
      return from[whole(0, from.length - 1)] as T;
    },
    weighted<T extends string>(weights: Readonly<Partial<Record<T, number>>>): T {
      const entries = Object.entries(weights) as [T, number][];
      let rest = share() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of entries) {
        rest -= weight;
        if (rest < 0) return key;
      }
      const last = entries.at(-1);
      if (last === undefined) throw new RangeError('nothing to pick from');
      return last[0];
    },
    shuffled<T>(from: readonly T[]): T[] {
      const cards = [...from];
      for (let index = cards.length - 1; index > 0; index -= 1) {
        const other = whole(0, index);
        [cards[index], cards[other]] = [cards[other] as T, cards[index] as T];
      }
      return cards;
    },
    uuid() {
      const hex = [next(), next(), next(), next()].map((word) => word.toString(16).padStart(8, '0')).join('');
      const variant = '89ab'[Number.parseInt(hex[16] as string, 16) & 3];
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
    stream: (name) => randomFrom(`${seed}/${name}`),
  };
}
