/** What a work group hears of votes: what the whole electorate hears, where its own organisation convened it. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { openQuarter, votingFrom, votingUntil } from './quarter.ts';

test('the groups of who convened a vote hear that it is posted and opened, once each, and no other group', async () => {
  const quarter = await openQuarter();
  const { superuser } = quarter.server.db;
  const { ballotId } = await quarter.chair.convene({ kind: 'owners-vote', votingFrom, votingUntil });
  const { rows: orgs } = await superuser.query<{ orgId: string; convenes: boolean }>(
    `SELECT orgs.org_id AS "orgId", orgs.org_id::text = ballots.state -> 'convener' ->> 'orgId' AS convenes
       FROM orgs JOIN ballots ON ballots.tenant_id = orgs.tenant_id AND ballots.ballot_id = $1`,
    [ballotId],
  );
  expect(orgs.filter(({ convenes }) => convenes)).toHaveLength(1);
  expect(orgs.length).toBeGreaterThan(1);
  for (const { orgId, convenes } of orgs) {
    await superuser.query(
      `INSERT INTO work_groups (tenant_id, work_group_id, org_id, name, webhook_cipher, created_at)
       VALUES ($1, $2, $3, $4, 'x', now())`,
      [quarter.tenantId, randomUUID(), orgId, convenes ? '召集人的群' : '别人的群'],
    );
  }
  await quarter.chair.act(ballotId, 'post');
  await quarter.goTo('2026-12-10T09:00:01.000Z');
  const { rows: heard } = await superuser.query<{ template: string; name: string }>(
    `SELECT messages.template, work_groups.name FROM messages
       JOIN work_groups ON work_groups.tenant_id = messages.tenant_id
        AND work_groups.work_group_id = messages.work_group_id
      WHERE messages.about_id = $1 AND messages.channel = 'work-group' ORDER BY messages.created_at`,
    [ballotId],
  );
  expect(heard).toEqual([
    { template: 'ballot.posted', name: '召集人的群' },
    { template: 'ballot.voting-open', name: '召集人的群' },
  ]);
});
