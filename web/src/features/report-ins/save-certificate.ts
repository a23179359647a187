import type { VolunteerCertificate } from '../../ui/api/index.ts';

/** Saves the certificate's entries as a table that a spreadsheet opens: UTF-8 with its mark, or Excel takes it for GBK. */
export function saveCertificate(
  { entries }: VolunteerCertificate,
  columns: readonly string[],
  fileName: string,
): void {
  const rows = [
    columns,
    ...entries.map((one) => [one.doneOn, String(one.minutes), one.whatTitle.zh, one.orgName]),
  ];
  const text = rows.map((row) => row.map(cell).join(',')).join('\r\n');
  const url = URL.createObjectURL(new Blob(['\ufeff', text, '\r\n'], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}

/** A cell that begins like a formula would be run by a spreadsheet: an apostrophe keeps it text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
