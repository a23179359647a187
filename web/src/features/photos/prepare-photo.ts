import { exifPosition } from './exif-position.ts';

/** The server takes 20 MB; what is larger cannot be sent as it is. */
export const photoLimitBytes = 20 * 1024 * 1024;
const longestSide = 2048;
const quality = 0.86;
const headBytes = 256 * 1024;

export interface PreparedPhoto {
  blob: Blob;
  /** Position found in the file: offered to the person, never sent without their word. */
  position: [number, number] | null;
}

/** Not a photo that may be sent. `why` picks the words. */
export class PhotoRefused extends Error {
  readonly why: 'not-photo' | 'too-large';
  constructor(why: 'not-photo' | 'too-large') {
    super(why);
    this.name = 'PhotoRefused';
    this.why = why;
  }
}

/**
 * Makes a photo small enough for a slow network, upright, and without anything the camera wrote into it. Formats
 * this browser cannot draw (HEIC on most) go as they are: the server reads them or says what to do.
 */
export async function preparePhoto(file: File): Promise<PreparedPhoto> {
  const isHeic = /hei[cf]/i.test(file.type) || /\.hei[cf]$/i.test(file.name);
  if (!file.type.startsWith('image/') && !isHeic) throw new PhotoRefused('not-photo');
  const position = exifPosition(await file.slice(0, headBytes).arrayBuffer());
  const picture = await decode(file);
  if (picture === null) {
    if (!isHeic) throw new PhotoRefused('not-photo');
    if (file.size > photoLimitBytes) throw new PhotoRefused('too-large');
    return { blob: file, position };
  }
  try {
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const context = canvas.getContext('2d');
    if (context === null) throw new PhotoRefused('too-large');
    // Transparent pictures (screenshots) would turn black in a JPEG.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
    // Phones give canvas memory back late.
    canvas.width = 0;
    if (blob === null) throw new PhotoRefused('too-large');
    return { blob, position };
  } finally {
    picture.close();
  }
}

async function decode(file: File): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return null;
  }
}
