/** What a camera wrote into a file about when and where: read once for the sender, and never kept with the picture. */
import { startOfDate } from '@linli/engine';
import exifr from 'exifr';

export interface Taken {
  /** Instant; null when the file does not say, or says something that cannot be. */
  takenAt: string | null;
  /** Longitude, latitude (WGS 84). */
  position: [number, number] | null;
}

interface Tags {
  DateTimeOriginal?: unknown;
  OffsetTimeOriginal?: unknown;
  latitude?: unknown;
  longitude?: unknown;
}

const tags = [
  'DateTimeOriginal',
  'OffsetTimeOriginal',
  'GPSLatitudeRef',
  'GPSLatitude',
  'GPSLongitudeRef',
  'GPSLongitude',
];
/** Cameras whose clock was never set begin in the past. */
const firstYear = 2000;
/** JPEG holds 64 KB of it; what is much more is no camera's. */
const bytesAtMost = 1024 * 1024;

/** Reads an EXIF block. A broken one says nothing; it is no reason to refuse a photo. */
export async function readExif(
  exif: Buffer | undefined,
  { timeZone, now }: { timeZone: string; now: string },
): Promise<Taken> {
  if (exif === undefined || exif.length > bytesAtMost) return { takenAt: null, position: null };
  // JPEG puts this mark before the block, PNG and WebP do not.
  const block = exif.subarray(0, 6).equals(Buffer.from('Exif\0\0')) ? exif.subarray(6) : exif;
  let found: Tags | undefined;
  try {
    found = (await exifr.parse(block, { pick: tags, reviveValues: false })) as Tags | undefined;
  } catch {
    // Cut off or made up.
  }
  return {
    takenAt: instantOf(found?.DateTimeOriginal, found?.OffsetTimeOriginal, timeZone, now),
    position: positionOf(found?.longitude, found?.latitude),
  };
}

/** `2026:11:20 08:30:00`: wall time of the place, which is the city's unless the camera wrote its own offset. */
function instantOf(written: unknown, offset: unknown, timeZone: string, now: string): string | null {
  const match = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/.exec(
    typeof written === 'string' ? written : '',
  );
  if (!match) return null;
  const [, year, month, day, hour, minute, second] = match;
  const date = `${year}-${month}-${day}`;
  const time = `${hour}:${minute}:${second}`;
  if (Number(year) < firstYear || Number.isNaN(Date.parse(`${date}T${time}Z`))) return null;
  const zone = typeof offset === 'string' && /^[+-]\d\d:\d\d$/.test(offset) ? offset : undefined;
  const at =
    zone === undefined
      ? Date.parse(startOfDate(date, timeZone)) + Date.parse(`1970-01-01T${time}Z`)
      : Date.parse(`${date}T${time}${zone}`);
  return Number.isNaN(at) || at > Date.parse(now) ? null : new Date(at).toISOString();
}

function positionOf(longitude: unknown, latitude: unknown): [number, number] | null {
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return null;
  if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) return null;
  // Cameras without a fix write zeros.
  return longitude === 0 && latitude === 0 ? null : [longitude, latitude];
}
