/**
 * From whatever was sent to a picture that may be shown: known by its content, upright, in sRGB, no larger than a
 * screen needs, and without anything that was written into the file beside it.
 */
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { problem } from '../../platform/http/index.ts';
import { readExif, type Taken } from './exif.ts';
import { takeTurns } from './take-turns.ts';

/** The catalogue's words for `image-too-large` name both limits. */
export const uploadLimitBytes = 20 * 1024 * 1024;
export const pixelLimit = 60_000_000;

const longestSide = 2560;
const thumbnailSide = 480;

export interface Picture extends Taken {
  /** JPEG. */
  full: Buffer;
  /** JPEG, for lists. */
  thumbnail: Buffer;
  /** Of `full`. */
  sha256: Buffer;
  width: number;
  height: number;
}

/** Decoding happens on the threads that also serve files and passwords: some must stay free. */
const inTurn = takeTurns({
  atOnce: Math.min(3, Math.max(1, availableParallelism() - 1)),
  waitingAtMost: 200,
});
/** A picture is one thread's work; many small ones are done side by side instead. */
const secondsAtMost = 30;

/**
 * Refuses, each with a problem that says what to do: what is no JPEG, PNG or WebP (`not-an-image`, also when it is
 * cut off or moves), HEIC (`heic-unsupported`), too many pixels (`image-too-large`). `bytes` is asked for when its
 * turn has come, so that waiting uploads stay on the disk.
 */
export function readPicture(
  bytes: () => Promise<Buffer> | Buffer,
  when: { timeZone: string; now: string },
): Promise<Picture> {
  return inTurn(async () => decode(await bytes(), when));
}

async function decode(bytes: Buffer, when: { timeZone: string; now: string }): Promise<Picture> {
  const format = formatOf(bytes);
  if (format === 'heic') throw problem('heic-unsupported');
  if (format === undefined) throw problem('not-an-image');
  const metadata = await orNotAnImage(() => sharp(bytes, { limitInputPixels: false }).metadata());
  if (metadata.format !== format || isMoving(metadata)) throw problem('not-an-image');
  // Before anything is unpacked: a small file may claim to be a very large picture.
  if (metadata.width * metadata.height > pixelLimit) throw problem('image-too-large');
  if (format === 'jpeg' && scansOf(bytes) > scanLimit) throw problem('not-an-image');
  const taken = await readExif(metadata.exif, when);
  const { data: full, info } = await orNotAnImage(() =>
    asJpeg(
      sharp(bytes, { limitInputPixels: pixelLimit, failOn: 'error', sequentialRead: true })
        .autoOrient()
        .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true }),
      82,
    ).toBuffer({ resolveWithObject: true }),
  );
  const thumbnail = await asJpeg(
    sharp(full).resize({
      width: thumbnailSide,
      height: thumbnailSide,
      fit: 'inside',
      withoutEnlargement: true,
    }),
    72,
  ).toBuffer();
  return {
    full,
    thumbnail,
    sha256: createHash('sha256').update(full).digest(),
    width: info.width,
    height: info.height,
    ...taken,
  };
}

/** sharp writes no metadata unless it is told to, and converts by the colour profile before it leaves it out. */
function asJpeg(image: Sharp, quality: number): Sharp {
  return (
    image
      // Transparent parts (screenshots) would turn black.
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .timeout({ seconds: secondsAtMost })
      .jpeg({ quality, progressive: true })
  );
}

async function orNotAnImage<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw problem('not-an-image', {}, { cause: error });
  }
}

function isMoving({ pages }: Metadata): boolean {
  return (pages ?? 1) > 1;
}

/**
 * By the first bytes, never by name. Only these reach the decoders: SVG, PDF and TIFF are programs of their own kind
 * and nobody's camera writes them.
 */
function formatOf(bytes: Buffer): 'jpeg' | 'png' | 'webp' | 'heic' | undefined {
  const text = (from: number, to: number) => bytes.toString('latin1', from, to);
  if (bytes.length < 16) return undefined;
  if (text(0, 3) === '\xff\xd8\xff') return 'jpeg';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  if (text(4, 8) === 'ftyp' && /^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(text(8, 12))) {
    // AVIF may call itself `mif1` first and name itself among the compatible brands.
    return text(16, Math.min(bytes.readUInt32BE(0), 64)).includes('avif') ? undefined : 'heic';
  }
  return undefined;
}

/** A progressive JPEG may go over the whole picture any number of times. Cameras do it a dozen times at most. */
const scanLimit = 64;
const [endOfImage, startOfScan] = [0xd9, 0xda];

/** Walks from mark to mark to the end of the picture; what follows it (a film, a depth map) is not looked at. */
function scansOf(bytes: Buffer): number {
  let scans = 0;
  let at = 2;
  while (at + 4 <= bytes.length && scans <= scanLimit) {
    const mark = bytes[at + 1] ?? 0;
    // In compressed data 0xff stands before zero or a restart mark; it may also fill up before a mark.
    if (bytes[at] !== 0xff || mark === 0 || (mark >= 0xd0 && mark <= 0xd7)) {
      const next = bytes.indexOf(0xff, at + 1);
      at = next < 0 ? bytes.length : next;
    } else if (mark === 0xff) at += 1;
    else if (mark === endOfImage) break;
    else {
      if (mark === startOfScan) scans += 1;
      at += 2 + bytes.readUInt16BE(at + 2);
    }
  }
  return scans;
}

// Decoded pictures are never asked for twice, and one picture is one thread's work.
sharp.cache(false);
sharp.concurrency(1);
