/**
 * The code on the wall: a keyed hash of the gathering and the half minute, so that a photograph of it is of no use to
 * somebody at home. It is taken while it stands there and for the half minute after. A phone without signal keeps the one it
 * scanned: when that stood there is found again from the code alone, whatever the phone's clock says.
 */
import { createHmac } from 'node:crypto';
import { isSameHash, type Secrets } from '../../platform/secrets/index.ts';

const spanMs = 30_000;
/** No letters or figures that look alike. */
const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const length = 8;

interface Where {
  tenantId: number;
  gatheringId: string;
}

export function codeAt(secrets: Secrets, where: Where, now: string): { code: string; changesAt: string } {
  const half = Math.floor(Date.parse(now) / spanMs);
  return {
    code: codeOf(secrets, where, half),
    changesAt: new Date((half + 1) * spanMs).toISOString(),
  };
}

export function isCodeValid(secrets: Secrets, where: Where, code: string, now: string): boolean {
  const half = Math.floor(Date.parse(now) / spanMs);
  const given = Buffer.from(code.toUpperCase());
  return [half, half - 1].some((one) => isSameHash(Buffer.from(codeOf(secrets, where, one)), given));
}

/** When, between two instants, a code stood on the wall; null: it never did. The latest, where it stood there twice. */
export function whenShown(
  secrets: Secrets,
  where: Where,
  code: string,
  { from, to }: { from: string; to: string },
): string | null {
  const given = Buffer.from(code.toUpperCase());
  const first = Math.floor(Date.parse(from) / spanMs);
  for (let half = Math.floor(Date.parse(to) / spanMs); half >= first; half -= 1) {
    if (isSameHash(Buffer.from(codeOf(secrets, where, half)), given)) {
      return new Date(Math.max(half * spanMs, Date.parse(from))).toISOString();
    }
  }
  return null;
}

function codeOf(secrets: Secrets, { tenantId, gatheringId }: Where, half: number): string {
  const digest = createHmac('sha256', secrets.derive('attendance code', 32))
    .update(`${tenantId}:${gatheringId}:${half}`)
    .digest();
  return Array.from(digest.subarray(0, length), (byte) => letters[byte % letters.length]).join('');
}
