/**
 * Pictures for reports: plain drawings in the house's colours, so that nobody mistakes them for photographs of a real
 * place. Drawn when the demo city is built; nothing binary lies in the repository.
 */
import sharp from 'sharp';

const paper = '#f4f0e8';
const wall = '#e2d9ca';
const stone = '#c9bfaf';
const ground = '#b3a897';
const shade = '#8b8172';
const ink = '#3b3630';
const leaf = '#8fa587';
const water = '#7f9bb0';
const ochre = '#c9a45c';
const red = '#c4161c';

const width = 960;
const height = 720;

/** A house front with windows, a strip of ground before it. */
const street = `
  <rect width="960" height="720" fill="${paper}"/>
  <rect x="60" y="60" width="840" height="380" fill="${wall}"/>
  ${[0, 1, 2, 3, 4].map((column) => [0, 1].map((row) => `<rect x="${110 + column * 162}" y="${100 + row * 150}" width="92" height="104" rx="4" fill="${paper}" stroke="${stone}" stroke-width="5"/>`).join('')).join('')}
  <rect y="440" width="960" height="280" fill="${stone}"/>
  <rect y="440" width="960" height="16" fill="${ground}"/>`;

const stairs = `
  <rect width="960" height="720" fill="${wall}"/>
  ${[0, 1, 2, 3, 4, 5].map((step) => `<rect x="${step * 110}" y="${620 - step * 84}" width="${960 - step * 110}" height="84" fill="${step % 2 === 0 ? stone : ground}"/>`).join('')}
  <path d="M40 560 L620 120" stroke="${shade}" stroke-width="16" stroke-linecap="round"/>
  ${[0, 1, 2, 3, 4].map((post) => `<path d="M${90 + post * 116} ${522 - post * 88} v110" stroke="${shade}" stroke-width="8"/>`).join('')}`;

const room = `
  <rect width="960" height="720" fill="${paper}"/>
  <rect width="960" height="150" fill="${wall}"/>
  <rect y="560" width="960" height="160" fill="${stone}"/>
  <rect x="640" y="250" width="190" height="310" rx="6" fill="${wall}" stroke="${stone}" stroke-width="8"/>`;

const bag = (x: number, y: number, size: number, fill: string) =>
  `<path d="M${x} ${y} q${-size} ${size * 0.2} ${-size * 0.8} ${size} h${size * 1.7} q${size * 0.1} ${-size * 0.8} ${-size * 0.9} ${-size} z" fill="${fill}"/><path d="M${x - size * 0.16} ${y} l${size * 0.16} ${-size * 0.26} l${size * 0.18} ${size * 0.26} z" fill="${fill}"/>`;

/** Somebody from the front: head, shoulders and a body in one colour; they have no face. */
const figure = (x: number, y: number, size: number, fill: string) =>
  `<circle cx="${x}" cy="${y}" r="${size * 0.3}" fill="#d8b08c"/><path d="M${x - size * 0.42} ${y + size * 1.5} v${-size * 0.7} q0 ${-size * 0.42} ${size * 0.42} ${-size * 0.42} q${size * 0.42} 0 ${size * 0.42} ${size * 0.42} v${size * 0.7} z" fill="${fill}"/>`;

const pot = (x: number, y: number) =>
  `<path d="M${x - 34} ${y} h68 l-12 66 h-44 z" fill="${ochre}"/><circle cx="${x}" cy="${y - 30}" r="38" fill="${leaf}"/><circle cx="${x - 22}" cy="${y - 44}" r="12" fill="${red}"/><circle cx="${x + 20}" cy="${y - 52}" r="12" fill="${red}"/>`;

const ground3 = `<rect width="960" height="720" fill="${paper}"/><rect y="470" width="960" height="250" fill="${leaf}"/>`;

const drawings = {
  rubbish: `${street}
    <rect x="360" y="380" width="150" height="210" rx="10" fill="${leaf}"/><rect x="348" y="362" width="174" height="28" rx="8" fill="${shade}"/>
    ${bag(590, 500, 90, ink)}${bag(700, 540, 70, shade)}${bag(300, 540, 80, shade)}${bag(470, 560, 66, ochre)}
    <rect x="760" y="560" width="96" height="66" fill="${ochre}" transform="rotate(-9 808 593)"/>`,
  puddle: `${street}
    <ellipse cx="470" cy="590" rx="360" ry="84" fill="${water}"/><ellipse cx="430" cy="578" rx="230" ry="44" fill="#a9bdca"/>
    <path d="M250 600 h70 M560 620 h110 M420 560 h50" stroke="${paper}" stroke-width="6" stroke-linecap="round"/>
    <rect x="640" y="500" width="120" height="30" fill="${shade}"/><path d="M655 500 v30 M680 500 v30 M705 500 v30 M730 500 v30" stroke="${ink}" stroke-width="6"/>`,
  pavement: `${street}
    ${[0, 1, 2, 3, 4, 5].map((x) => [0, 1, 2].map((y) => `<rect x="${40 + x * 150}" y="${480 + y * 76}" width="140" height="68" fill="${(x + y) % 2 === 0 ? ground : '#bdb2a1'}"/>`).join('')).join('')}
    <path d="M360 552 l90 -28 l110 20 l30 64 l-100 40 l-120 -24 z" fill="${ink}" opacity=".55"/>
    <rect x="560" y="540" width="140" height="68" fill="${ground}" transform="rotate(13 630 574)"/>`,
  manhole: `${street}
    <ellipse cx="480" cy="590" rx="150" ry="62" fill="${ink}"/>
    <ellipse cx="570" cy="560" rx="150" ry="58" fill="${shade}" transform="rotate(-16 570 560)"/>
    <path d="M480 560 l150 -40 M520 585 l150 -40 M500 540 l50 60 M590 520 l50 50" stroke="${ink}" stroke-width="7"/>
    <path d="M300 640 l40 -130 l40 130 z" fill="${ochre}"/><path d="M318 584 h44" stroke="${paper}" stroke-width="14"/>`,
  parking: `${street}
    <rect x="90" y="470" width="780" height="30" fill="${ochre}"/>
    <path d="M230 610 q10 -96 100 -100 h200 q70 4 120 84 q70 6 72 60 h-500 q-2 -30 8 -44 z" fill="${shade}"/>
    <path d="M350 530 h150 q44 4 76 60 h-240 z" fill="#cfd9de"/>
    <circle cx="330" cy="654" r="46" fill="${ink}"/><circle cx="600" cy="654" r="46" fill="${ink}"/><circle cx="330" cy="654" r="18" fill="${stone}"/><circle cx="600" cy="654" r="18" fill="${stone}"/>
    <path d="M780 660 v-190" stroke="${shade}" stroke-width="12"/><circle cx="780" cy="430" r="48" fill="${paper}" stroke="${red}" stroke-width="12"/><path d="M748 398 l64 64" stroke="${red}" stroke-width="12"/>`,
  clutter: `${stairs}
    <rect x="520" y="470" width="180" height="150" fill="${ochre}"/><path d="M520 540 h180" stroke="${shade}" stroke-width="6"/>
    <rect x="700" y="520" width="130" height="100" fill="#d8bb80"/><rect x="580" y="390" width="120" height="82" fill="#d8bb80" transform="rotate(-6 640 430)"/>
    <circle cx="420" cy="640" r="56" fill="none" stroke="${ink}" stroke-width="10"/><circle cx="290" cy="640" r="56" fill="none" stroke="${ink}" stroke-width="10"/><path d="M290 640 l60 -90 l70 90 M350 550 h60" stroke="${ink}" stroke-width="10" fill="none"/>`,
  ads: `<rect width="960" height="720" fill="${wall}"/><rect x="300" y="90" width="360" height="630" fill="${shade}"/><rect x="330" y="130" width="300" height="250" fill="${stone}"/><circle cx="620" cy="430" r="18" fill="${ochre}"/>
    ${[
      [120, 180, -8],
      [170, 380, 6],
      [90, 520, -3],
      [700, 160, 7],
      [760, 330, -6],
      [690, 480, 10],
      [400, 200, -5],
      [470, 300, 8],
    ]
      .map(
        ([x = 0, y = 0, turn = 0], index) =>
          `<g transform="rotate(${turn} ${x} ${y})"><rect x="${x}" y="${y}" width="120" height="84" fill="${index % 3 === 0 ? ochre : paper}" stroke="${ground}" stroke-width="4"/><path d="M${x + 16} ${y + 28} h88 M${x + 16} ${y + 50} h60" stroke="${ink}" stroke-width="8"/></g>`,
      )
      .join('')}`,
  lamp: `<rect width="960" height="720" fill="#4a4a50"/><rect y="560" width="960" height="160" fill="#3a3833"/>
    <path d="M300 640 V190 q0 -60 80 -60 h60" stroke="${shade}" stroke-width="20" fill="none"/><path d="M430 112 h130 l-22 58 h-108 z" fill="${ink}" stroke="${shade}" stroke-width="6"/>
    <rect x="640" y="210" width="220" height="350" fill="#55534f"/><rect x="680" y="260" width="60" height="76" fill="${ochre}" opacity=".8"/><rect x="770" y="260" width="60" height="76" fill="#46443f"/><rect x="680" y="380" width="60" height="76" fill="#46443f"/>
    <path d="M470 190 l30 30 M500 190 l-30 30" stroke="${red}" stroke-width="10" stroke-linecap="round"/>`,
  lift: `<rect width="960" height="720" fill="${paper}"/><rect y="610" width="960" height="110" fill="${stone}"/>
    <rect x="270" y="110" width="420" height="500" fill="${ground}"/><rect x="296" y="136" width="176" height="474" fill="${stone}"/><rect x="488" y="136" width="176" height="474" fill="${stone}"/><path d="M480 136 v474" stroke="${shade}" stroke-width="8"/>
    <rect x="740" y="300" width="76" height="130" rx="8" fill="${shade}"/><circle cx="778" cy="338" r="18" fill="${paper}"/><circle cx="778" cy="392" r="18" fill="${paper}"/>
    <rect x="360" y="290" width="240" height="130" fill="${paper}" stroke="${red}" stroke-width="10" transform="rotate(-4 480 355)"/><path d="M400 340 h150 M400 376 h100" stroke="${ink}" stroke-width="12" transform="rotate(-4 480 355)"/>`,
  wire: `${street}
    <path d="M250 200 q40 180 -20 240 t60 150" stroke="${ink}" stroke-width="7" fill="none"/><path d="M250 200 q150 60 330 20 t330 40" stroke="${ink}" stroke-width="6" fill="none"/>
    <rect x="262" y="580" width="110" height="34" rx="8" fill="${paper}" stroke="${shade}" stroke-width="6"/>
    <circle cx="520" cy="640" r="52" fill="none" stroke="${ink}" stroke-width="12"/><circle cx="720" cy="640" r="52" fill="none" stroke="${ink}" stroke-width="12"/><path d="M520 640 h110 l60 -120 h40 M690 520 l30 120 M560 640 l20 -66 h60" stroke="${shade}" stroke-width="16" fill="none"/>
    <path d="M372 598 q90 40 150 -20" stroke="${red}" stroke-width="7" fill="none"/>`,
  leak: `${room}
    <path d="M180 150 q-30 90 40 130 q50 70 130 60 q130 30 170 -60 q60 -60 10 -130 z" fill="#d6c7a3"/><path d="M220 150 q-10 70 40 90 q70 60 140 30 q90 -10 90 -120 z" fill="${ochre}" opacity=".5"/>
    ${[250, 330, 400].map((x, index) => `<path d="M${x} ${360 + index * 40} q-16 30 0 40 q16 -10 0 -40 z" fill="${water}"/>`).join('')}
    <path d="M270 560 h150 l-16 90 h-118 z" fill="${shade}"/><ellipse cx="345" cy="562" rx="75" ry="16" fill="${water}"/>`,
  branch: `${street}
    <rect x="200" y="180" width="46" height="400" fill="${shade}"/><circle cx="220" cy="170" r="110" fill="${leaf}"/><circle cx="300" cy="230" r="70" fill="${leaf}"/><circle cx="140" cy="230" r="74" fill="${leaf}"/>
    <path d="M400 620 q160 -70 400 -40" stroke="${shade}" stroke-width="30" stroke-linecap="round" fill="none"/><path d="M560 590 l-40 -70 M680 575 l40 -80 M620 580 l70 70" stroke="${shade}" stroke-width="14" stroke-linecap="round"/><circle cx="520" cy="510" r="40" fill="${leaf}"/><circle cx="724" cy="486" r="46" fill="${leaf}"/><circle cx="800" cy="580" r="50" fill="${leaf}"/>`,
  wall: `${room}
    ${[0, 1, 2, 3].map((row) => [0, 1, 2, 3].map((column) => `<rect x="${90 + column * 120 + (row % 2) * 50}" y="${220 + row * 70}" width="110" height="60" fill="${row === 1 && column > 0 && column < 3 ? paper : ground}"/>`).join('')).join('')}
    <path d="M560 180 l-40 90 l50 60 l-30 90 l40 120" stroke="${ink}" stroke-width="8" fill="none"/>
    <rect x="120" y="580" width="80" height="44" fill="${ground}" transform="rotate(12 160 600)"/><rect x="250" y="600" width="80" height="44" fill="${shade}" transform="rotate(-8 290 620)"/>`,
  done: `${street}
    <rect x="300" y="380" width="120" height="210" rx="10" fill="${leaf}"/><rect x="290" y="362" width="140" height="28" rx="8" fill="${shade}"/><rect x="470" y="380" width="120" height="210" rx="10" fill="${water}"/><rect x="460" y="362" width="140" height="28" rx="8" fill="${shade}"/>
    <path d="M120 640 h720" stroke="${paper}" stroke-width="8" stroke-dasharray="60 30"/>`,
  'done-light': `<rect width="960" height="720" fill="#4a4a50"/><rect y="560" width="960" height="160" fill="#3a3833"/>
    <path d="M440 170 L260 640 h460 L550 170 z" fill="#f2d98c" opacity=".35"/>
    <path d="M300 640 V190 q0 -60 80 -60 h60" stroke="${shade}" stroke-width="20" fill="none"/><path d="M430 112 h130 l-22 58 h-108 z" fill="#f7e7b4" stroke="${shade}" stroke-width="6"/>`,
  'family-flowers': `${room}
    ${[140, 300, 460].map((x) => pot(x, 590)).join('')}${figure(560, 330, 150, water)}${figure(700, 370, 130, red)}${figure(632, 450, 90, ochre)}`,
  'family-table': `${room}
    ${figure(260, 300, 150, leaf)}${figure(480, 270, 160, water)}${figure(690, 310, 140, ochre)}
    <ellipse cx="480" cy="560" rx="350" ry="90" fill="${shade}"/><ellipse cx="480" cy="548" rx="350" ry="86" fill="${ochre}"/>
    ${[300, 420, 540, 660].map((x, index) => `<ellipse cx="${x}" cy="${530 + (index % 2) * 34}" rx="48" ry="18" fill="${paper}"/>`).join('')}`,
  'family-books': `${room}
    ${[0, 1, 2].map((shelf) => `<rect x="90" y="${190 + shelf * 120}" width="420" height="14" fill="${shade}"/>${[0, 1, 2, 3, 4, 5, 6, 7].map((book) => `<rect x="${100 + book * 50}" y="${106 + shelf * 120 + (book % 3) * 8}" width="36" height="${84 - (book % 3) * 8}" fill="${[red, water, leaf, ochre, shade][(book + shelf) % 5]}"/>`).join('')}`).join('')}
    ${figure(640, 370, 150, water)}${figure(560, 460, 96, ochre)}`,
  'family-chess': `${street}
    ${figure(250, 330, 150, shade)}${figure(710, 330, 150, leaf)}${figure(480, 300, 110, red)}
    <rect x="360" y="500" width="240" height="30" fill="${shade}"/><rect x="400" y="530" width="30" height="120" fill="${shade}"/><rect x="530" y="530" width="30" height="120" fill="${shade}"/>
    ${[0, 1, 2, 3, 4].map((piece) => `<circle cx="${390 + piece * 46}" cy="492" r="16" fill="${piece % 2 === 0 ? red : ink}"/>`).join('')}`,
  'family-care': `${stairs}
    ${figure(420, 250, 150, water)}${figure(560, 290, 130, ochre)}<path d="M640 330 v250" stroke="${ink}" stroke-width="12" stroke-linecap="round"/>`,
  'family-quilt': `${ground3}
    <path d="M80 200 h800" stroke="${shade}" stroke-width="10"/><rect x="70" y="190" width="16" height="330" fill="${shade}"/><rect x="874" y="190" width="16" height="330" fill="${shade}"/>
    <rect x="180" y="204" width="240" height="200" fill="${red}"/><rect x="470" y="204" width="200" height="170" fill="${water}"/>
    ${figure(300, 420, 130, ochre)}${figure(580, 430, 120, leaf)}${figure(740, 470, 80, red)}`,
  'project-ramp': `${street}
    <path d="M140 620 L640 480 h180 v140 z" fill="${ground}"/><path d="M140 560 L640 420 h180" stroke="${shade}" stroke-width="14" fill="none"/>
    ${[200, 360, 520, 680].map((x) => `<path d="M${x} ${604 - Math.min(x - 140, 500) * 0.28} v-60" stroke="${shade}" stroke-width="10"/>`).join('')}`,
  'project-pavilion': `${ground3}
    <path d="M220 330 L480 180 L740 330 z" fill="${red}"/>${[270, 400, 540, 670].map((x) => `<rect x="${x}" y="330" width="22" height="250" fill="${shade}"/>`).join('')}
    <rect x="240" y="520" width="480" height="36" fill="${ochre}"/><rect x="200" y="580" width="560" height="30" fill="${stone}"/>`,
  'project-playground': `${ground3}
    <path d="M160 560 L260 240 L360 560 M560 560 L660 240 L760 560 M260 240 H660" stroke="${shade}" stroke-width="16" fill="none"/>
    ${[350, 460, 570].map((x) => `<path d="M${x - 24} 246 v230 M${x + 24} 246 v230" stroke="${ink}" stroke-width="5"/><rect x="${x - 32}" y="472" width="64" height="14" fill="${red}"/>`).join('')}
    <ellipse cx="480" cy="640" rx="380" ry="44" fill="${ochre}"/>`,
  'project-rack': `${street}
    ${[220, 480, 740].map((x) => `<rect x="${x - 8}" y="330" width="16" height="300" fill="${shade}"/><rect x="${x - 60}" y="326" width="120" height="12" fill="${shade}"/>`).join('')}
    ${[0, 1, 2].map((line) => `<path d="M170 ${340 + line * 6} H790" stroke="${stone}" stroke-width="5"/>`).join('')}
    <rect x="280" y="352" width="130" height="170" fill="${water}"/><rect x="540" y="352" width="120" height="140" fill="${red}"/>`,
  'project-lights': `<rect width="960" height="720" fill="#4a4a50"/><rect y="560" width="960" height="160" fill="#3a3833"/>
    ${[180, 480, 780].map((x) => `<path d="M${x - 30} 240 L${x - 120} 640 h240 L${x + 30} 240 z" fill="#f2d98c" opacity=".3"/><rect x="${x - 8}" y="230" width="16" height="400" fill="${shade}"/><rect x="${x - 44}" y="206" width="88" height="30" rx="8" fill="#f7e7b4"/>`).join('')}`,
  'project-court': `${ground3}
    <rect x="140" y="420" width="680" height="250" fill="${water}"/><path d="M140 545 h680 M480 420 v250 M300 420 v250 M660 420 v250" stroke="${paper}" stroke-width="7"/>
    <path d="M480 340 v220 M440 350 h80" stroke="${shade}" stroke-width="10"/><path d="M150 360 h660" stroke="${stone}" stroke-width="6"/>`,
} as const satisfies Record<string, string>;

export type PictureName = keyof typeof drawings;
export const pictureNames = Object.keys(drawings) as PictureName[];

/** A drawing as the JPEG a phone would send. */
export async function drawPicture(name: PictureName): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${drawings[name]}</svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 82 }).toBuffer();
}

export function isPicture(name: string | null): name is PictureName {
  return name !== null && name in drawings;
}

/** What the place looks like afterwards, where there is a drawing of it. */
export function pictureAfter(name: PictureName): PictureName | null {
  return name === 'lamp' ? 'done-light' : name === 'rubbish' ? 'done' : null;
}
