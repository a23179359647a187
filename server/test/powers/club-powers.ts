/** A chess club whose model declares powers: winding clocks is the crew's, and buying pieces was taken back. */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../../../packages/model/test/chess-club.yaml', import.meta.url));

export const declaredPowers = `
powers:
  winding: { title: { zh: 上发条, en: Winding clocks }, list: basic, level: room, basis: 章程第三条, from: "2024-01-01", evaluated-on: "2025-01-01", evaluate-by: "2026-01-01", categories: [stopped] }
  new-pieces: { title: { zh: 添置棋子, en: Buying pieces }, list: taken-back, level: room, lead: club-office, basis: 章程第四条, from: "2025-01-01", categories: [piece-missing] }
`;

/** A folder with the club's model and these powers after it. */
export function clubFolder(powers: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'linli-powers-'));
  cpSync(file, join(folder, 'chess-club.yaml'));
  declare(folder, powers);
  return folder;
}

/** The model now says these powers. */
export function declare(folder: string, powers: string): void {
  writeFileSync(join(folder, 'chess-club.yaml'), `${readFileSync(file, 'utf8')}\n${powers}`);
}
