import {
  AcceptPlan,
  BeginPlan,
  CancelPlan,
  PlanChanges,
  PlanChangesQuery,
  PlanCompounds,
  PlanList,
  PlanMembers,
  PlanReply,
  PlansQuery,
  type PlanView,
  PresentGrids,
  PresentQuery,
  SetAvailability,
} from '@linli/contract';
import { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { type App, problem } from '../../platform/http/index.ts';
import type { CityModel } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { acceptPlan } from './commands/accept-plan.ts';
import { beginPlan } from './commands/begin-plan.ts';
import { cancelPlan } from './commands/cancel-plan.ts';
import { setAvailability } from './commands/set-availability.ts';
import { listChanges } from './list-changes.ts';
import { listCompounds } from './list-compounds.ts';
import { planRule } from './plan-rule.ts';
import { maySee, reachOf, requireCompound, requirePlanner } from './policy.ts';
import { presentPlan, presentSummary } from './present.ts';
import { type Compound, readCompound } from './read-compound.ts';
import { findPlan, listPlans, type PlanRecord } from './store.ts';
import { presentView } from './summarize.ts';
import { today } from './today.ts';

const shownPlans = 100;

export function registerPlans(app: App, deps: Deps): void {
  const withId = z.object({ planId: z.uuid() });
  const reading = <Result>(viewer: Viewer, work: (tx: Tx) => Promise<Result>): Promise<Result> =>
    inTenant(deps.db, viewer.tenantId, work, { readOnly: true });
  const seen = async (tx: Tx, viewer: Viewer, planId: string): Promise<PlanRecord> => {
    requirePlanner(viewer);
    const one = await findPlan(tx, planId);
    if (!one || !maySee(viewer, one.compoundCode)) throw problem('not-found');
    return one;
  };
  const reply = async (viewer: Viewer, planId: string): Promise<{ plan: PlanView }> => ({
    plan: presentPlan(viewer, await reading(viewer, (tx) => seen(tx, viewer, planId))),
  });
  const compoundOf = async (
    viewer: Viewer,
    { model }: CityModel,
    code: string,
  ): Promise<{ compound: Compound; rule: NonNullable<ReturnType<typeof planRule>> }> => {
    requireCompound(viewer, code);
    const rule = planRule(model);
    const compound =
      rule && (await reading(viewer, (tx) => readCompound(tx, rule, code, today(model, deps.clock.now()))));
    if (!compound) throw problem('not-found');
    return { compound, rule };
  };

  app.get(
    '/api/plans',
    {
      schema: {
        summary: 'Plans of grids, the latest first',
        querystring: PlansQuery,
        response: { 200: PlanList },
      },
    },
    async ({ viewer, query }) => {
      requirePlanner(viewer);
      const { compound } = query;
      if (compound !== undefined) requireCompound(viewer, compound);
      const plans = await reading(viewer, (tx) =>
        listPlans(tx, { compound: compound ?? null, reach: reachOf(viewer), most: shownPlans }),
      );
      return { plans: plans.map((one) => presentSummary(viewer, one)) };
    },
  );

  app.get(
    '/api/plans/compounds',
    { schema: { summary: 'Compounds the viewer may plan', response: { 200: PlanCompounds } } },
    async ({ viewer, city }) => {
      requirePlanner(viewer);
      const rule = planRule(city.model);
      if (rule === null) return { compounds: [] };
      const day = today(city.model, deps.clock.now());
      return { compounds: await reading(viewer, (tx) => listCompounds(tx, rule, reachOf(viewer), day)) };
    },
  );

  app.get(
    '/api/plans/present',
    {
      schema: {
        summary: 'Grids and duties of today, and how they stand against the bounds of the model',
        querystring: PresentQuery,
        response: { 200: PresentGrids },
      },
    },
    async ({ viewer, city, query }) => {
      const { compound, rule } = await compoundOf(viewer, city, query.compound);
      return {
        compound: { code: compound.code, name: compound.name },
        present: presentView(rule, compound),
        obstacles: compound.obstacles,
        unplaced: compound.members
          .filter(({ buildingCode }) => buildingCode === null)
          .map(({ name }) => name),
        mayPlan: compound.obstacles.length === 0,
      };
    },
  );

  app.get(
    '/api/plans/members',
    {
      schema: {
        summary: 'Who could serve there, and how many homes each can take',
        querystring: PresentQuery,
        response: { 200: PlanMembers },
      },
    },
    async ({ viewer, city, query }) => {
      const { compound } = await compoundOf(viewer, city, query.compound);
      const served = Map.groupBy(compound.present.duties, ({ memberId }) => memberId);
      return {
        members: compound.members.map(({ personId, name, posts, mostHomes, until, buildingCode }) => ({
          personId,
          name,
          orgName: posts[0]?.orgName ?? '',
          homes: served.get(personId)?.length ?? 0,
          mostHomes,
          until,
          isPlaced: buildingCode !== null,
        })),
      };
    },
  );

  app.post(
    '/api/plans/availability',
    {
      schema: {
        summary: 'Note how many homes a member can take',
        body: SetAvailability,
        response: { 200: z.object({ personId: z.uuid() }) },
      },
    },
    async ({ viewer, body }) => {
      await setAvailability(deps, viewer, body);
      return { personId: body.personId };
    },
  );

  app.post(
    '/api/plans',
    {
      schema: {
        summary: 'Plan grids and duties of a compound',
        body: BeginPlan,
        response: { 200: PlanReply },
      },
    },
    async ({ viewer, body }) => reply(viewer, await beginPlan(deps, viewer, body)),
  );

  app.get(
    '/api/plans/:planId',
    {
      schema: {
        summary: 'One plan: how far it is, what it says',
        params: withId,
        response: { 200: PlanReply },
      },
    },
    ({ viewer, params }) => reply(viewer, params.planId),
  );

  app.get(
    '/api/plans/:planId/changes',
    {
      schema: {
        summary: 'Each home that would get somebody else',
        params: withId,
        querystring: PlanChangesQuery,
        response: { 200: PlanChanges },
      },
    },
    ({ viewer, params, query }) =>
      reading(viewer, async (tx) => {
        const { planId } = await seen(tx, viewer, params.planId);
        return listChanges(tx, planId, query);
      }),
  );

  app.post(
    '/api/plans/:planId/cancel',
    { schema: { summary: 'Give a plan up', params: withId, body: CancelPlan, response: { 200: PlanReply } } },
    async ({ viewer, params, body }) => reply(viewer, await cancelPlan(deps, viewer, params.planId, body)),
  );

  app.post(
    '/api/plans/:planId/accept',
    {
      schema: {
        summary: 'Accept a plan: its grids and duties are in force from a day on',
        params: withId,
        body: AcceptPlan,
        response: { 200: PlanReply },
      },
    },
    async ({ viewer, params, body }) => reply(viewer, await acceptPlan(deps, viewer, params.planId, body)),
  );
}
