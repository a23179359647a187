/** What is closed is of one length, whatever was said: a length is readable by whoever reads the table, and would tell. */
import { randomBytes } from 'node:crypto';
import type { BallotTerms, Choices, Slip } from '@linli/engine';
import { expect, test } from 'vitest';
import { sealChoices } from '../../src/modules/ballots/sealed.ts';
import { sealSlip } from '../../src/modules/ballots/slips.ts';
import { openSecrets } from '../../src/platform/secrets/index.ts';

const secrets = openSecrets('a secret for tests only, 32 characters and more');
const rule = { key: 'none', measures: ['heads'], quorum: null, majority: null, source: '' } as const;
const question = (key: string, options: string[], most: number): BallotTerms['questions'][number] => ({
  key,
  title: '',
  form: options.length === 0 ? 'motion' : 'options',
  matter: null,
  options: options.map((one) => ({
    key: one,
    title: '',
    description: null,
    photoId: null,
    costFen: null,
    candidate: null,
    vetted: null,
  })),
  choose: { min: 0, max: most },
  picks: 1,
  budgetFen: null,
  rule: { ...rule, measures: ['heads'] },
});
const slipOf = (choices: Choices, value: Slip['value']): Slip => ({
  value,
  token: randomBytes(32).toString('hex'),
  choices,
  signature: randomBytes(256).toString('base64'),
});

test('from one question to twelve, all for and all against and all abstaining are closed alike', () => {
  for (let questions = 1; questions <= 12; questions += 1) {
    const asked = Array.from({ length: questions }, (_, at) => question(`q${at + 1}`, [], 1));
    const said = (answer: string[]): Choices => Object.fromEntries(asked.map(({ key }) => [key, answer]));
    const answers = [said(['for']), said(['against']), said([])];
    const slips = (['head', '1', '8192'] as const).flatMap((value) =>
      answers.map((choices) => sealSlip(secrets, 1, 'ballot', slipOf(choices, value), asked).cipher.length),
    );
    expect([questions, new Set(slips).size]).toEqual([questions, 1]);
    const open = answers.map((choices) => sealChoices(secrets, 1, choices, null, {}, asked).length);
    expect([questions, new Set(open).size]).toEqual([questions, 1]);
  }
});

test('how many candidates somebody chose is not told, nor that a paper is invalid and why', () => {
  for (let most = 1; most <= 11; most += 1) {
    const keys = Array.from({ length: 15 }, () => crypto.randomUUID());
    const asked = [question('seats', keys, most)];
    const lengths = Array.from({ length: most + 1 }, (_, chosen) => {
      const choices = { seats: keys.slice(0, chosen) };
      return [
        sealSlip(secrets, 1, 'ballot', slipOf(choices, 'head'), asked).cipher.length,
        sealChoices(secrets, 1, choices, null, {}, asked).length,
        sealChoices(secrets, 1, choices, null, { reasons: {}, proxy: null }, asked).length,
      ].join(' ');
    });
    expect([most, new Set(lengths).size]).toEqual([most, 1]);
    const reasons = { seats: '在两个方框里都打了勾，又涂改过，看不清选的是谁' };
    expect(sealChoices(secrets, 1, { seats: 'invalid' }, null, { reasons, proxy: null }, asked).length).toBe(
      sealChoices(secrets, 1, { seats: [] }, null, { reasons: {}, proxy: null }, asked).length,
    );
  }
});
