import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exifPosition } from '../src/features/photos/exif-position.ts';

/** Files as cameras write them: JPEG, an APP1 segment, TIFF inside it, the position in a folder of its own. */
interface Made {
  little?: boolean;
  latitude?: [ref: string, parts: [number, number][]];
  longitude?: [ref: string, parts: [number, number][]];
  /** Segments that stand before the EXIF one. */
  before?: number[][];
}

function makeJpeg({ little = true, latitude, longitude, before = [] }: Made): ArrayBuffer {
  const tiff = new DataView(new ArrayBuffer(300));
  const u16 = (at: number, value: number) => tiff.setUint16(at, value, little);
  const u32 = (at: number, value: number) => tiff.setUint32(at, value, little);
  tiff.setUint16(0, little ? 0x4949 : 0x4d4d);
  u16(2, 42);
  u32(4, 8);
  // first folder: one entry, which points to the position's
  const gps = 60;
  u16(8, 1);
  u16(10, 0x8825);
  u16(12, 4);
  u32(14, 1);
  u32(18, gps);
  const entries = [
    ...(latitude ? ([[1, latitude[0], [2, latitude[1]]]] as const) : []),
    ...(longitude ? ([[3, longitude[0], [4, longitude[1]]]] as const) : []),
  ];
  u16(gps, entries.length * 2);
  let at = gps + 2;
  let free = 160;
  for (const [refTag, ref, [tag, parts]] of entries) {
    u16(at, refTag);
    u16(at + 2, 2);
    u32(at + 4, 2);
    tiff.setUint8(at + 8, ref.charCodeAt(0));
    u16(at + 12, tag);
    u16(at + 14, 5);
    u32(at + 16, parts.length);
    u32(at + 20, free);
    for (const [above, below] of parts) {
      u32(free, above);
      u32(free + 4, below);
      free += 8;
    }
    at += 24;
  }
  const body = new Uint8Array(tiff.buffer);
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0];
  const length = body.length + exif.length + 2;
  return Uint8Array.from([
    0xff,
    0xd8,
    ...before.flat(),
    0xff,
    0xe1,
    length >> 8,
    length & 0xff,
    ...exif,
    ...body,
    0xff,
    0xda,
    0,
    2,
  ]).buffer;
}

// 30°56′42.6″ N, 117°48′45″ E
const north: Made['latitude'] = [
  'N',
  [
    [30, 1],
    [56, 1],
    [4260, 100],
  ],
];
const east: Made['longitude'] = [
  'E',
  [
    [117, 1],
    [48, 1],
    [45, 1],
  ],
];

describe('a position in a photo', () => {
  test.each([true, false])('is read in either byte order (little: %s)', (little) => {
    const [longitude, latitude] = exifPosition(makeJpeg({ little, latitude: north, longitude: east })) ?? [];
    expect(longitude).toBeCloseTo(117.8125, 6);
    expect(latitude).toBeCloseTo(30.9451667, 6);
  });

  test('is found behind other segments', () => {
    const jfif = [0xff, 0xe0, 0, 6, 1, 2, 3, 4];
    expect(exifPosition(makeJpeg({ latitude: north, longitude: east, before: [jfif, jfif] }))).not.toBeNull();
  });

  test('south and west are negative', () => {
    const found = exifPosition(makeJpeg({ latitude: ['S', north[1]], longitude: ['W', east[1]] }));
    expect(found?.map(Math.sign)).toEqual([-1, -1]);
  });
});

describe('no position is offered', () => {
  const zero: [number, number][] = [
    [0, 1],
    [0, 1],
    [0, 1],
  ];
  const divided: [number, number][] = [
    [30, 0],
    [0, 0],
    [0, 0],
  ];
  test.each<[string, Made]>([
    ['where the file has none', {}],
    ['where half of it is missing', { latitude: north }],
    ['where the camera had no fix and wrote zeros', { latitude: ['N', zero], longitude: ['E', zero] }],
    ['where the fractions have no denominator', { latitude: ['N', divided], longitude: east }],
    ['outside the globe', { latitude: ['N', [[91, 1], ...north[1].slice(1)]], longitude: east }],
    ['where the parts are not three', { latitude: ['N', north[1].slice(1)], longitude: east }],
  ])('%s', (_, made) => {
    expect(exifPosition(makeJpeg(made))).toBeNull();
  });

  test('in something that is not a JPEG', () => {
    expect(exifPosition(new ArrayBuffer(0))).toBeNull();
    expect(exifPosition(new TextEncoder().encode('%PDF-1.7 and so on').buffer)).toBeNull();
  });

  test('in a file cut off anywhere, and reading it never throws or hangs', () => {
    const whole = makeJpeg({ latitude: north, longitude: east });
    for (let end = 0; end < 200; end += 1) expect(() => exifPosition(whole.slice(0, end))).not.toThrow();
  });

  test('and damage of any kind gives a position on the globe or none', () => {
    const whole = new Uint8Array(makeJpeg({ latitude: north, longitude: east }));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }),
        (hits) => {
          const broken = Uint8Array.from(whole);
          for (const [at, value] of hits) broken[at] = value;
          const found = exifPosition(broken.buffer);
          if (found === null) return;
          expect(Math.abs(found[0])).toBeLessThanOrEqual(180);
          expect(Math.abs(found[1])).toBeLessThanOrEqual(90);
        },
      ),
    );
  });
});
