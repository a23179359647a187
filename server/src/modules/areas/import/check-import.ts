/**
 * Reads a file of areas, compares it with what is there, and keeps what it found. Runs in a thread of its own
 * (check-thread.ts): two hundred thousand rows would otherwise hold up everybody's answers.
 */
import type { Model } from '@linli/model';
import { type Database, inTenant } from '../../../platform/db/index.ts';
import { type Fault, FileFault } from './cells.ts';
import { knownAreas } from './known-areas.ts';
import { type Placed, placeRows } from './place-rows.ts';
import { type FileRead, readFileOfAreas } from './read-file.ts';
import { areasVersion, type ImportProgress, type ImportSummary, keepFindings } from './store.ts';

export interface CheckRequest {
  tenantId: number;
  importId: string;
  model: Model;
  path: string;
  fileName: string;
  /** Codes of the areas whose insides the file may change. */
  reach: string[];
}

export interface CheckResult {
  /** False: the import was cancelled or is gone, and nothing was kept. */
  isKept: boolean;
  faultCount: number;
  summary: ImportSummary;
}

export async function checkImport(
  db: Pick<Database, 'app'>,
  { tenantId, importId, model, path, fileName, reach }: CheckRequest,
  progress: (progress: ImportProgress) => void,
): Promise<CheckResult> {
  const inFile: Fault[] = [];
  const read = await readOrFault(
    {
      model,
      path,
      fileName,
      found: (fault) => inFile.push(fault),
      progress: (rows) => progress({ step: 'read', done: rows, of: rows }),
    },
    inFile,
  );
  const of = read.rows.length;
  const flags = read.rows.map(({ isFaulty }) => isFaulty);
  return inTenant(db, tenantId, async (tx) => {
    // Tried again after a deadlock, it begins with what the file alone says.
    for (const [index, row] of read.rows.entries()) row.isFaulty = flags[index] ?? false;
    const faults = [...inFile];
    const version = await areasVersion(tx);
    const placed: Placed = await placeRows(read.rows, {
      model,
      known: knownAreas(tx),
      reach,
      found: (fault) => faults.push(fault),
      progress: (done) => progress({ step: 'place', done, of }),
    });
    if (of === 0 && faults.length === 0 && read.leftOut === 0) faults.push(wholeFile('file-empty', {}));
    const sorted = inOrder(faults, read);
    const { kind, leftOut, sheetsNotRead, widths, headingRows } = read;
    const summary: ImportSummary = {
      kind,
      rows: of,
      leftOut,
      levels: placed.levels,
      sheetsNotRead,
      widths,
      headingRows,
    };
    const findings = { faults: sorted, staged: placed.staged, summary, version };
    const waiting = placed.staged.length;
    const isKept = await keepFindings(tx, importId, findings, (done) =>
      progress({ step: 'keep', done, of: waiting }),
    );
    return { isKept, faultCount: sorted.length, summary };
  });
}

async function readOrFault(
  options: Parameters<typeof readFileOfAreas>[0],
  faults: Fault[],
): Promise<Omit<FileRead, 'kind'> & { kind: FileRead['kind'] | null }> {
  try {
    return await readFileOfAreas(options);
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    faults.push(wholeFile(error.code, error.data));
    return { kind: null, rows: [], leftOut: 0, sheetsNotRead: [], widths: {}, headingRows: {} };
  }
}

function wholeFile(code: Fault['code'], data: Fault['data']): Fault {
  return { sheet: null, row: null, column: null, heading: null, value: null, code, data };
}

/** As one reads the file: by sheet, row and column. */
function inOrder(faults: Fault[], { widths }: Pick<FileRead, 'widths'>): Fault[] {
  const sheets = new Map(Object.keys(widths).map((sheet, index) => [sheet, index]));
  const place = (sheet: string | null) => (sheet === null ? -1 : (sheets.get(sheet) ?? 0));
  const letters = (column: string | null) => (column ?? '').padStart(3);
  return faults.sort(
    (one, other) =>
      place(one.sheet) - place(other.sheet) ||
      (one.row ?? 0) - (other.row ?? 0) ||
      letters(one.column).localeCompare(letters(other.column)),
  );
}
