/** Files of evidence kept with a ballot, under their hash. */
import { createHash, randomUUID } from 'node:crypto';
import type { BallotFile } from '@linli/contract';
import type { z } from 'zod';
import { inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import type { Viewer } from '../people/index.ts';
import { fieldProblem } from './field-problem.ts';
import { seeBallot } from './find-ballot.ts';

export const fileLimitBytes = 20 * 1024 * 1024;

export async function keepFile(
  deps: Deps,
  viewer: Viewer,
  ballotId: string,
  name: string,
  content: Buffer,
): Promise<z.output<typeof BallotFile>> {
  return inTenant(deps.db, viewer.tenantId, async (tx) => {
    const { relation, kind, row } = await seeBallot(deps, tx, viewer, ballotId, 'to show');
    const roles = [...kind.convenedBy, ...kind.countedBy];
    if (!relation.posts.some(({ role }) => roles.includes(role)))
      throw problem('forbidden', { labels: { who: { zh: '召集人、计票人', en: 'conveners, counters' } } });
    if (content.length === 0) throw fieldProblem('/', { zh: '文件是空的', en: 'The file is empty' });
    if (['final', 'failed', 'annulled', 'withdrawn'].includes(row.state.phase)) {
      throw problem('verb-not-allowed', {
        data: { station: row.state.phase },
        current: { phase: row.state.phase },
      });
    }
    const sha256 = createHash('sha256').update(content).digest('hex');
    // The same file sent again is the same file: a retry leaves no second one.
    const known = await tx.query<{ fileId: string; name: string }>(
      'SELECT file_id AS "fileId", name FROM ballot_files WHERE tenant_id = $1 AND ballot_id = $2 AND sha256 = $3',
      [tx.tenantId, ballotId, sha256],
    );
    const [first] = known.rows;
    if (first) return { ...first, sha256, sizeBytes: content.length };
    const fileId = randomUUID();
    await tx.query(
      `INSERT INTO ballot_files (tenant_id, file_id, ballot_id, name, sha256, size_bytes, content, by_person_id, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        tx.tenantId,
        fileId,
        ballotId,
        name,
        sha256,
        content.length,
        content,
        viewer.personId,
        deps.clock.now(),
      ],
    );
    return { fileId, name, sha256, sizeBytes: content.length };
  });
}

/** Evidence shows the result, so it is read once that is posted; before, by those who work on it. */
export async function readFile(
  deps: Deps,
  viewer: Viewer,
  ballotId: string,
  fileId: string,
): Promise<{ name: string; content: Buffer }> {
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const { relation, row } = await seeBallot(deps, tx, viewer, ballotId, 'to show');
      if (!relation.isDesk && row.state.announcedAt === null) throw problem('not-found');
      const { rows } = await tx.query<{ name: string; content: Buffer }>(
        'SELECT name, content FROM ballot_files WHERE tenant_id = $1 AND ballot_id = $2 AND file_id = $3',
        [tx.tenantId, ballotId, fileId],
      );
      const [file] = rows;
      if (!file) throw problem('not-found');
      return file;
    },
    { readOnly: true },
  );
}
