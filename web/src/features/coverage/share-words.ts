/** A share in per cent with one decimal; all but a few is never rounded up to all. */
export function shareWords(part: number, whole: number): string {
  if (whole === 0) return '—';
  const percent = (part / whole) * 100;
  const rounded = part < whole ? Math.min(Math.floor(percent * 10) / 10, 99.9) : 100;
  return `${rounded.toFixed(1).replace(/\.0$/, '')} %`;
}
