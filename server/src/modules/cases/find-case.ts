/** Reading one case: to decide on it (locked), or to show it. */
import type { Tx } from '../../platform/db/index.ts';
import { type HistoryRow, historyRowColumns } from './present-history.ts';
import type { CommandReply } from './record.ts';
import { type CaseRow, caseRowColumns } from './store.ts';

export interface RecordedCommand {
  sender: string;
  status: number;
  reply: CommandReply;
}

export interface CaseFound extends CaseRow {
  follows: boolean;
  /** How many cases were merged into this one. */
  mergedFrom: number;
  contactCipher: Buffer | null;
  reporterPhoneCipher: Buffer | null;
  history: HistoryRow[];
}

interface Beholder {
  followerKeys: readonly string[];
}

const findSql = (lock: string): string => `
  SELECT ${caseRowColumns}, cases.contact_cipher AS "contactCipher",
         EXISTS (SELECT 1 FROM case_followers AS f WHERE f.tenant_id = $1 AND f.case_id = $2 AND f.follower = ANY ($3)) AS follows,
         (SELECT count(*)::int FROM cases AS other WHERE other.tenant_id = $1 AND other.merged_into = $2) AS "mergedFrom",
         (SELECT phone_cipher FROM people WHERE people.tenant_id = $1 AND people.person_id = cases.reporter_id) AS "reporterPhoneCipher"
    FROM cases WHERE cases.tenant_id = $1 AND cases.case_id = $2${lock}`;
const findToShow = findSql('');
const findToDecide = findSql(' FOR UPDATE OF cases');
const findHistory = `SELECT ${historyRowColumns} FROM history WHERE tenant_id = $1 AND case_id = $2 ORDER BY seq`;

/** A case with its history; `lock`: nobody else changes it until the transaction ends. */
export async function findCase(
  tx: Tx,
  caseId: string,
  { followerKeys }: Beholder,
  lock: 'to decide' | 'to show',
): Promise<CaseFound | undefined> {
  const [found, history] = await Promise.all([
    tx.query<Omit<CaseFound, 'history'>>(lock === 'to decide' ? findToDecide : findToShow, [
      tx.tenantId,
      caseId,
      followerKeys,
    ]),
    tx.query<HistoryRow>(findHistory, [tx.tenantId, caseId]),
  ]);
  const row = found.rows[0];
  return row && { ...row, history: history.rows };
}

/** What a command id stands for already. */
export async function findCommand(tx: Tx, commandId: string): Promise<RecordedCommand | undefined> {
  const { rows } = await tx.query<RecordedCommand>(
    'SELECT sender, status, reply FROM commands WHERE tenant_id = $1 AND command_id = $2',
    [tx.tenantId, commandId],
  );
  return rows[0];
}

export async function findPersonName(tx: Tx, personId: string | null): Promise<string | null> {
  if (personId === null) return null;
  const { rows } = await tx.query<{ name: string }>(
    'SELECT name FROM people WHERE tenant_id = $1 AND person_id = $2',
    [tx.tenantId, personId],
  );
  return rows[0]?.name ?? null;
}
