/** What staff do at the console, in the words of a journey; and the same by the API, where the pages are not the point. */
import { randomUUID } from 'node:crypto';
import type { CaseReply, CaseView, HoldersReply } from '@linli/contract';
import type { Locator, Page } from 'playwright-core';
import type { z } from 'zod';
import type { Api } from './the-city.ts';

type View = z.output<typeof CaseView>;

/** The button of a verb on a case's page, in a line of a list, or on a card. */
export function verbButton(where: Page | Locator, verb: string, number: string): Locator {
  return where.getByRole('button', { name: `${verb} ${number}`, exact: true });
}

/** The drawer that a verb is filled in with. */
export function verbDrawer(page: Page, verb: string): Locator {
  return page.getByRole('dialog', { name: new RegExp(`^${verb} · `) });
}

/** Presses a verb, fills its drawer in and sends it; done when the drawer is gone. */
export async function doAtConsole(
  page: Page,
  verb: string,
  number: string,
  fill: (drawer: Locator) => Promise<void>,
): Promise<void> {
  await verbButton(page, verb, number).click();
  const drawer = verbDrawer(page, verb);
  await fill(drawer);
  await drawer.getByRole('button', { name: verb, exact: true }).click();
  await drawer.waitFor({ state: 'hidden' });
}

/** Chooses whom to give it to by name: in a long list through the search, in a short one at once. */
export async function chooseHolder(drawer: Locator, name: string): Promise<void> {
  const choice = drawer.locator('label.choice', { hasText: name }).first();
  await choice
    .or(drawer.getByRole('textbox', { name: '按姓名、职务或组织查找' }))
    .first()
    .waitFor();
  const search = drawer.getByRole('textbox', { name: '按姓名、职务或组织查找' });
  if (await search.isVisible()) await search.fill(name);
  await choice.click();
}

/** The case as somebody may see it. */
export async function look(api: Api, caseId: string): Promise<View> {
  return (await api.get<z.output<typeof CaseReply>>(`/api/cases/${caseId}`)).case;
}

/** One step by the API, on the case as it is now. */
export async function act(api: Api, caseId: string, verb: string, body: object = {}): Promise<View> {
  const { seq } = await look(api, caseId);
  const done = await api.post<z.output<typeof CaseReply>>(`/api/cases/${caseId}/verbs/${verb}`, {
    commandId: randomUUID(),
    seq,
    ...body,
  });
  return done.case;
}

/** Gives a case to somebody by name; taking it from somebody else needs a reason. */
export async function give(api: Api, caseId: string, name: string, reason?: string): Promise<View> {
  const { holders } = await api.get<z.output<typeof HoldersReply>>(
    `/api/cases/${caseId}/holders?verb=assign`,
  );
  const holder = holders.find((one) => one.name === name);
  if (holder === undefined) throw new Error(`${name} is not among those who may be given it`);
  const { postId, orgId, role } = holder;
  return act(api, caseId, 'assign', {
    to: { postId, orgId, role },
    ...(reason === undefined ? {} : { reason }),
  });
}

/** A report of a visitor by the API, and its number. */
export async function report(
  api: Api,
  { spotCode, description, category }: { spotCode: string; description: string; category?: string },
): Promise<View> {
  const sent = await api.post<z.output<typeof CaseReply>>('/api/cases', {
    commandId: randomUUID(),
    kind: 'report',
    answers: { description },
    spotCode,
    ...(category === undefined ? {} : { category }),
  });
  return sent.case;
}
