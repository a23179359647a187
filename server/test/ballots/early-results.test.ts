import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openLog } from '../../src/platform/log.ts';
import { boards, type Caller, openQuarter, openVote, type Quarter, readTwice } from './quarter.ts';

/** Texts by which a choice would be seen, wherever they stand. */
const telling = /"against"|"for"|against/;

async function everyAnswer(quarter: Quarter, ballotId: string): Promise<[string, string][]> {
  const { chair, tellers, president, owners } = quarter;
  const asked: [string, string][] = [];
  for (const [name, caller] of [
    ['chair', chair],
    ['teller', tellers[0]],
    ['president', president],
    ['owner', owners[5] as Caller],
  ] as const) {
    for (const path of ['', '/history', '/desk', '/bundle', '/catalogue', '/nominations']) {
      const reply = await caller.call('GET', `/api/ballots/${ballotId}${path}`);
      asked.push([`${name} ${path} ${reply.statusCode}`, reply.body]);
    }
    asked.push([`${name} list`, (await caller.call('GET', '/api/ballots')).body]);
  }
  return asked;
}

/** The two options stand in the questions, for everybody to read; what is looked for is any figure or choice beside them. */
function withoutQuestions(body: string): string {
  return body
    .replaceAll(/"questions":\[.*?\],"warnings"/g, '')
    .replaceAll(/"questions":\[\{"key":"lift".*?\}\],/g, '');
}

describe('no early results', () => {
  test('no answer and no column says what was chosen before the result is posted', async () => {
    const quarter = await openQuarter();
    const ballotId = await openVote(quarter);
    for (const [index, owner] of quarter.owners.slice(0, 4).entries()) {
      await owner.cast(ballotId, { lift: [index % 2 === 0 ? 'for' : 'against'] });
    }
    for (const [name, body] of await everyAnswer(quarter, ballotId)) {
      expect(withoutQuestions(body).match(telling)?.[0], name).toBeUndefined();
    }
    const { result, participation } = await (quarter.owners[5] as Caller).see(ballotId);
    expect(result).toBeNull();
    expect(participation?.tookPart.heads).toBe(4);

    // In the database: closed columns of one length, and no hash that groups equal votes.
    const { superuser } = quarter.server.db;
    const lengths = await superuser.query(
      'SELECT DISTINCT length(online_cipher) FROM ballot_entries WHERE online_cipher IS NOT NULL',
    );
    expect(lengths.rowCount).toBe(1);
    for (const table of ['ballot_entries', 'ballot_entry_steps', 'commands', 'messages', 'ballot_history']) {
      const { rows } = await superuser.query<{ text: string }>(
        `SELECT row_to_json(one)::text AS text FROM ${table} AS one`,
      );
      for (const { text } of rows)
        expect(text.match(/\[\\?"(for|against)\\?"\]/)?.[0], `${table} ${text}`).toBeUndefined();
    }
    const targets = await superuser.query<{ target: string }>(
      `SELECT reply->>'target' AS target FROM commands WHERE reply->>'verb' = 'entry-cast'`,
    );
    const marks = targets.rows.map(({ target }) => target.split(' ')[2]);
    expect(new Set(marks).size).toBe(4);
  });

  test('the log at its most talkative says that somebody answered, and nothing of what was said online or read on papers', async () => {
    const lines: string[] = [];
    const quarter = await openQuarter({ log: openLog('trace', { write: (line) => lines.push(line) }) });
    const ballotId = await openVote(quarter);
    lines.length = 0;
    for (const [index, owner] of quarter.owners.slice(0, 3).entries()) {
      await owner.cast(ballotId, { lift: [index === 0 ? 'for' : 'against'] });
    }
    // What is refused is not written down either.
    expect((await quarter.owners[3]?.cast(ballotId, { lift: ['against', 'for'] }))?.statusCode).toBe(422);
    await readTwice(quarter, ballotId, boards[4] ?? '', { lift: ['against'] });
    await (quarter.owners[5] as Caller).see(ballotId);
    expect(lines.length).toBeGreaterThan(6);
    const written = lines.join('');
    expect(written.match(telling)).toBeNull();
    for (const needle of [ballotId, ...quarter.owners.map(({ personId }) => personId)])
      expect(written.includes(needle), needle).toBe(false);
  });

  test('counted is not announced: even those who counted read no figure, and an early count is refused', async () => {
    const quarter = await openQuarter();
    const ballotId = await openVote(quarter);
    // The sixth, who asks below, reads their own vote at any time; so they have none.
    for (const owner of quarter.owners.slice(0, 5)) await owner.cast(ballotId, { lift: ['for'] });
    const { seq } = await quarter.chair.see(ballotId);
    for (const verb of ['count', 'announce']) {
      const early = await quarter.tellers[0].call('POST', `/api/ballots/${ballotId}/verbs/${verb}`, {
        commandId: randomUUID(),
        seq,
      });
      expect([verb, early.statusCode]).toEqual([verb, 409]);
    }
    expect((await quarter.chair.call('GET', `/api/ballots/${ballotId}/bundle`)).statusCode).toBe(404);
    await quarter.goTo('2026-12-20T18:00:01.000Z');
    await quarter.tellers[0].act(ballotId, 'count');
    for (const [name, body] of await everyAnswer(quarter, ballotId)) {
      expect(withoutQuestions(body).match(telling)?.[0], name).toBeUndefined();
    }
  });

  test('what is over stays: neither counted votes nor history can be changed by the role that serves', async () => {
    const quarter = await openQuarter();
    const ballotId = await openVote(quarter);
    await (quarter.owners[0] as Caller).cast(ballotId, { lift: ['for'] });
    const { app } = quarter.server.db;
    for (const statement of [
      `UPDATE ballot_counts SET votes_root = ''`,
      'DELETE FROM ballot_counts',
      `UPDATE ballot_history SET verb = 'x'`,
      'DELETE FROM ballot_history',
      'DELETE FROM ballot_entries',
      'DELETE FROM ballot_slips',
      `UPDATE ballot_slips SET cast_on = '2000-01-01'`,
      `UPDATE ballot_rolls SET root = ''`,
      'DELETE FROM ballot_roll_entries',
    ]) {
      await expect(app.query(statement), statement).rejects.toThrow(/permission denied/);
    }
  });
});
