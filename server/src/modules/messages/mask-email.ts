import { maskText } from '../../platform/secrets/index.ts';

/** `w****@example.org`: enough to know one's own. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  return `${maskText(address.slice(0, at), 1, 0)}${address.slice(at)}`;
}
