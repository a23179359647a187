/** Two ways to one hash: where they differ, evidence that holds is called false on one machine and true on another. */
import { hash } from 'node:crypto';
import { votesRootOf } from '@linli/engine';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from '../../src/platform/sha256.ts';

test('the machine’s hash gives the root that JavaScript gives, whatever was said', () => {
  const free = fc.string({ unit: 'binary', maxLength: 40 }).map((said) => `${said}\ud800`);
  fc.assert(
    fc.property(fc.array(free, { maxLength: 9 }), (said) => {
      const votes = said.map((text, at) => ({
        entryId: `${at}`,
        channel: 'online' as const,
        choices: { wish: [text] },
      }));
      const cast = { votes, marks: [], slips: [], papers: [] };
      expect(votesRootOf(cast, sha256)).toBe(votesRootOf(cast));
    }),
  );
  expect(sha256(new Uint8Array([1, 2, 255]))).toBe(hash('sha256', Buffer.from('0102ff', 'hex')));
});
