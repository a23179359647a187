/** Photos as a phone takes them. */
import sharp from 'sharp';

export interface PhotoFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A JPEG whose EXIF says where it was taken. `shade` makes one that differs from the others. */
export async function takePhoto(position: { longitude: number; latitude: number } | null, shade = 0) {
  const width = 1200;
  const height = 900;
  const scene = `<svg width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="hsl(${200 + shade * 23}, 15%, 62%)"/>
    <rect y="560" width="100%" height="340" fill="hsl(${30 + shade * 17}, 12%, 45%)"/>
    <ellipse cx="600" cy="720" rx="380" ry="90" fill="hsl(210, 30%, ${30 + shade * 3}%)"/>
  </svg>`;
  const image = sharp(Buffer.from(scene)).jpeg({ quality: 82 });
  if (position !== null) {
    image.withExif({
      IFD0: { Make: 'Linli', Model: 'Test phone' },
      IFD3: {
        GPSLatitudeRef: position.latitude < 0 ? 'S' : 'N',
        GPSLatitude: degrees(position.latitude),
        GPSLongitudeRef: position.longitude < 0 ? 'W' : 'E',
        GPSLongitude: degrees(position.longitude),
      },
    });
  }
  return {
    name: `photo-${shade}.jpg`,
    mimeType: 'image/jpeg',
    buffer: await image.toBuffer(),
  } satisfies PhotoFile;
}

/** Degrees, minutes and hundredths of seconds, as EXIF writes them. */
function degrees(value: number): string {
  const whole = Math.abs(value);
  const minutes = (whole % 1) * 60;
  return `${Math.floor(whole)}/1 ${Math.floor(minutes)}/1 ${Math.round((minutes % 1) * 6000)}/100`;
}
