/** Draws the PNG icons of the resident face from public/icon.svg. Run after changing the SVG: node web/make-icons.ts */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

const folder = join(import.meta.dirname, 'public');
const svg = readFileSync(join(folder, 'icon.svg'), 'utf8');
/** Phones cut maskable icons to a circle: the ground fills the square, the drawing keeps to the middle. */
const maskable = svg
  .replace(/rx="\d+"/, '')
  .replace('<g ', '<g transform="translate(256 256) scale(.74) translate(-256 -256)" ');

for (const size of [180, 192, 512]) {
  await sharp(Buffer.from(svg))
    .resize(size, size)
    .png()
    .toFile(join(folder, `icon-${size}.png`));
}
await sharp(Buffer.from(maskable)).resize(512, 512).png().toFile(join(folder, 'icon-maskable-512.png'));
