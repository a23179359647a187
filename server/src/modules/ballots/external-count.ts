/** The result a municipal system gave out, in the engine's terms: its figures, and the files that prove them. */
import type { BallotVerbRequest } from '@linli/contract';
import { type BallotTally, type Cast, type ExternalResult, termsOf, votesRootOf } from '@linli/engine';
import type { z } from 'zod';
import type { Tx } from '../../platform/db/index.ts';
import { sha256 } from '../../platform/sha256.ts';
import type { Counted } from './count.ts';
import { fieldProblem } from './field-problem.ts';
import type { Found } from './find-ballot.ts';

type Words = NonNullable<z.output<typeof BallotVerbRequest>['external']>;

export async function externalCount(
  tx: Tx,
  { row, model }: Found,
  { system, number, fileIds, tally, tookPart, byChannel = {} }: Words,
): Promise<{ external: ExternalResult; parts: Counted }> {
  const { rows } = await tx.query<{ fileId: string; name: string; sha256: string }>(
    `SELECT file_id AS "fileId", name, sha256 FROM ballot_files
      WHERE tenant_id = $1 AND ballot_id = $2 AND file_id = ANY ($3::uuid[]) ORDER BY name, file_id`,
    [tx.tenantId, row.ballotId, fileIds],
  );
  if (rows.length !== new Set(fileIds).size) {
    throw fieldProblem('/external/fileIds', {
      zh: '有证据文件没有上传',
      en: 'A file of evidence was not uploaded',
    });
  }
  const terms = termsOf(model, row.state, row.ballotId);
  const none = { heads: 0, areaDm2: 0 };
  const { total } = terms.roll;
  if (tookPart.heads > total.heads || tookPart.areaDm2 > total.areaDm2) {
    throw fieldProblem('/external/tookPart', {
      zh: '参加人数或面积超过名册',
      en: 'More took part than stand on the roll',
    });
  }
  const channels = Object.values(byChannel);
  for (const measure of ['heads', 'areaDm2'] as const) {
    const sum = channels.reduce((all, one) => all + one[measure], 0);
    if (channels.length > 0 && sum !== tookPart[measure]) {
      throw fieldProblem('/external/byChannel', {
        zh: '各种方式之和与参加表决的数目不一致',
        en: 'The ways of voting do not add up to those who took part',
      });
    }
  }
  const questions: BallotTally['questions'] = {};
  for (const question of terms.questions) {
    const said = tally.find((one) => one.question === question.key);
    if (!said) {
      throw fieldProblem('/external/tally', {
        zh: `缺少“${question.title}”的结果`,
        en: `“${question.title}” has no figures`,
      });
    }
    const keys = question.form === 'motion' ? ['for', 'against'] : question.options.map(({ key }) => key);
    const strange = Object.keys(said.options).find((key) => !keys.includes(key));
    if (strange !== undefined) {
      throw fieldProblem('/external/tally', {
        zh: `没有选项“${strange}”`,
        en: `There is no option “${strange}”`,
      });
    }
    const options = Object.fromEntries(keys.map((key) => [key, said.options[key] ?? none]));
    if (question.choose.max === 1 || question.form === 'motion') {
      for (const measure of ['heads', 'areaDm2'] as const) {
        const sum = [...Object.values(options), said.abstained, said.invalid].reduce(
          (all, one) => all + one[measure],
          0,
        );
        if (sum !== tookPart[measure]) {
          throw fieldProblem('/external/tally', {
            zh: `“${question.title}”各项之和与参加表决的数目不一致`,
            en: `The figures of “${question.title}” do not add up to those who took part`,
          });
        }
      }
    }
    questions[question.key] = { options, abstained: said.abstained, invalid: said.invalid, silent: null };
  }
  const cast: Cast = { votes: [], marks: [], slips: [], papers: [] };
  return {
    external: { system, number, evidence: rows.map(({ name, sha256 }) => ({ name, sha256 })) },
    parts: {
      cast,
      count: {
        tally: {
          roll: total,
          tookPart,
          byChannel,
          questions,
          notCast: null,
        },
        votesRoot: votesRootOf(cast, sha256),
      },
    },
  };
}
