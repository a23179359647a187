/**
 * Position in a JPEG's EXIF, as [longitude, latitude]; null where there is none. Reads only what it needs of the
 * format (TIFF inside the APP1 segment) and takes nothing on trust: a broken file gives null, never an error.
 */
export function exifPosition(file: ArrayBuffer): [number, number] | null {
  try {
    const tiff = findTiff(new DataView(file));
    return tiff === null ? null : gpsOf(tiff);
  } catch {
    return null;
  }
}

interface Tiff {
  view: DataView;
  /** Where offsets count from. */
  start: number;
  little: boolean;
}

const app1 = 0xffe1;
const startOfScan = 0xffda;
const gpsPointer = 0x8825;
const [latitudeRef, latitude, longitudeRef, longitude] = [1, 2, 3, 4];
const rational = 5;

function findTiff(view: DataView): Tiff | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 10 < view.byteLength) {
    const marker = view.getUint16(at);
    if (marker === startOfScan || marker >> 8 !== 0xff) return null;
    // "Exif" and two zero bytes
    if (marker === app1 && view.getUint32(at + 4) === 0x45786966) {
      const start = at + 10;
      const order = view.getUint16(start);
      if (order !== 0x4949 && order !== 0x4d4d) return null;
      return { view, start, little: order === 0x4949 };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

interface Entry {
  type: number;
  count: number;
  /** Offset of the value, or of the four bytes that hold it. */
  at: number;
}

function readFolder({ view, start, little }: Tiff, offset: number): Map<number, Entry> {
  const entries = new Map<number, Entry>();
  const count = view.getUint16(start + offset, little);
  for (let index = 0; index < Math.min(count, 200); index += 1) {
    const at = start + offset + 2 + index * 12;
    entries.set(view.getUint16(at, little), {
      type: view.getUint16(at + 2, little),
      count: view.getUint32(at + 4, little),
      at: at + 8,
    });
  }
  return entries;
}

function gpsOf(tiff: Tiff): [number, number] | null {
  const { view, start, little } = tiff;
  const root = readFolder(tiff, view.getUint32(start + 4, little));
  const pointer = root.get(gpsPointer);
  if (pointer === undefined) return null;
  const gps = readFolder(tiff, view.getUint32(pointer.at, little));
  const north = degrees(tiff, gps.get(latitude));
  const east = degrees(tiff, gps.get(longitude));
  if (north === null || east === null) return null;
  const lat = letter(tiff, gps.get(latitudeRef)) === 'S' ? -north : north;
  const lon = letter(tiff, gps.get(longitudeRef)) === 'W' ? -east : east;
  // Cameras without a fix write zeros.
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180 || (lat === 0 && lon === 0)) return null;
  return [lon, lat];
}

function letter({ view }: Tiff, entry: Entry | undefined): string {
  return entry === undefined ? '' : String.fromCharCode(view.getUint8(entry.at));
}

/** Degrees, minutes, seconds as three fractions. */
function degrees({ view, start, little }: Tiff, entry: Entry | undefined): number | null {
  if (entry === undefined || entry.type !== rational || entry.count !== 3) return null;
  const at = start + view.getUint32(entry.at, little);
  const part = (index: number) => {
    const below = view.getUint32(at + index * 8 + 4, little);
    return below === 0 ? Number.NaN : view.getUint32(at + index * 8, little) / below;
  };
  const value = part(0) + part(1) / 60 + part(2) / 3600;
  return Number.isFinite(value) ? value : null;
}
