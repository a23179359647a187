/** Cases of the chess club: opened, given out and looked at as its people would. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { CaseView } from '@linli/contract';
import { act, type VerbWords } from '../../src/modules/cases/commands/act.ts';
import { openCase } from '../../src/modules/cases/commands/open-case.ts';
import type { Viewer } from '../../src/modules/people/index.ts';
import { type Club, openClub } from '../chess-club.ts';

export interface ClubOfCases extends Club {
  arbiterViewer: Viewer;
  presidentViewer: Viewer;
  clockmakerViewer: Viewer;
  /** Reports a stopped clock at a board; `by`: a device of its own each time, unless given. */
  report(words?: { board?: string; by?: Viewer; commandId?: string; text?: string }): Promise<CaseView>;
  /** A report that the arbiter has accepted and given to the clockmaker: its clock of 30 minutes runs. */
  given(words?: { board?: string; text?: string }): Promise<CaseView>;
  act(by: Viewer, of: CaseView, verb: string, words?: Partial<VerbWords>): Promise<CaseView>;
  entries(
    caseId: string,
  ): Promise<{ seq: number; verb: string; at: string; label: string | null; to: string }[]>;
}

export async function openClubOfCases(): Promise<ClubOfCases> {
  const club = await openClub();
  const { deps } = club.server;
  const clockmaker = randomUUID();
  await club.inClub(async (tx) => {
    await tx.query(
      `INSERT INTO people (tenant_id, person_id, name, created_at) VALUES ($1, $2, '方立秋', '2026-01-01')`,
      [club.tenantId, clockmaker],
    );
    await tx.query(
      `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from) VALUES ($1, $2, $3, 'clockmaker', $4, '2026-01-01')`,
      [club.tenantId, randomUUID(), club.crew, clockmaker],
    );
  });
  const viewerOf = async (personId: string): Promise<Viewer> => {
    const posts = await club.inClub(async (tx) => {
      const { rows } = await tx.query<{
        postId: string;
        role: string;
        orgId: string;
        orgName: string;
        area: string;
      }>(
        `SELECT posts.post_id AS "postId", posts.role, posts.org_id AS "orgId", orgs.name AS "orgName", org_areas.area_code AS area
           FROM posts JOIN orgs USING (tenant_id, org_id) JOIN org_areas USING (tenant_id, org_id)
          WHERE tenant_id = $1 AND person_id = $2`,
        [tx.tenantId, personId],
      );
      return rows.map(({ area, ...post }) => ({
        ...post,
        areas: [area],
        abilities: club.model.roles[post.role]?.can ?? [],
      }));
    });
    return { tenantId: club.tenantId, personId, deviceHash: null, locale: 'zh-CN', largeType: false, posts };
  };
  const [arbiterViewer, presidentViewer, clockmakerViewer] = await Promise.all(
    [club.arbiter, club.president, clockmaker].map(viewerOf),
  );
  if (!arbiterViewer || !presidentViewer || !clockmakerViewer) throw new Error('nobody is there');

  const report: ClubOfCases['report'] = async ({ board = '770101', by, commandId, text } = {}) => {
    const { view } = await openCase(deps, by ?? visitor(club), {
      commandId: commandId ?? randomUUID(),
      kind: 'broken-clock',
      areaCode: board,
      category: 'stopped',
      photoIds: [],
      answers: { description: text ?? '棋钟不走了' },
    });
    return view;
  };
  const actAs: ClubOfCases['act'] = async (by, of, verb, words = {}) => {
    const { view } = await act(deps, by, of.caseId, verb, {
      commandId: randomUUID(),
      seq: of.seq,
      ...words,
    });
    return view;
  };
  return {
    ...club,
    arbiterViewer,
    presidentViewer,
    clockmakerViewer,
    report,
    act: actAs,
    async given(words) {
      const accepted = await actAs(arbiterViewer, await report(words), 'accept');
      const to = { orgId: club.crew, role: 'clockmaker', postId: clockmakerViewer.posts[0]?.postId ?? null };
      return actAs(arbiterViewer, accepted, 'assign', { to });
    },
    entries: (caseId) =>
      club.inClub(async (tx) => {
        const { rows } = await tx.query<{
          seq: number;
          verb: string;
          at: string;
          label: string | null;
          to: string;
        }>(
          `SELECT seq, verb, at, actor_label AS label, to_station AS "to" FROM history WHERE tenant_id = $1 AND case_id = $2 ORDER BY seq`,
          [tx.tenantId, caseId],
        );
        return rows;
      }),
  };
}

/** Somebody without an account, with a device of their own. */
export function visitor({ tenantId }: Pick<Club, 'tenantId'>): Viewer {
  return {
    tenantId,
    personId: null,
    deviceHash: randomBytes(32),
    locale: 'zh-CN',
    largeType: false,
    posts: [],
  };
}
