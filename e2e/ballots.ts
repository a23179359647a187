/** Ballots in the words of a journey: steps by the API where the pages are not the point, and what residents do on their phones. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BallotReply, BallotVerbKey, OwnershipRegister } from '@linli/contract';
import type { Locator, Page } from 'playwright-core';
import type { z } from 'zod';
import { type Api, type DemoPerson, type TheCity, until } from './the-city.ts';

export type Ballot = z.output<typeof BallotReply>['ballot'];

export async function seeBallot(api: Api, ballotId: string): Promise<Ballot> {
  return (await api.get<{ ballot: Ballot }>(`/api/ballots/${ballotId}`)).ballot;
}

export async function conveneBallot(api: Api, words: object): Promise<Ballot> {
  return (await api.post<{ ballot: Ballot }>('/api/ballots', { commandId: randomUUID(), ...words })).ballot;
}

/** One step by the API, on the ballot as it is now. */
export async function actOnBallot(
  api: Api,
  ballotId: string,
  verb: z.output<typeof BallotVerbKey>,
  words: object = {},
): Promise<Ballot> {
  const { seq } = await seeBallot(api, ballotId);
  const done = await api.post<{ ballot: Ballot }>(`/api/ballots/${ballotId}/verbs/${verb}`, {
    commandId: randomUUID(),
    seq,
    ...words,
  });
  return done.ballot;
}

/** A step on the page of a ballot at the console: its button, what it asks for, the same words once more. */
export async function stepAtConsole(
  page: Page,
  ballotPage: string,
  verb: string,
  fill: (dialog: Locator) => Promise<void> = async () => {},
): Promise<void> {
  await page.goto(ballotPage);
  await page.locator('.ballot-next').getByRole('button', { name: verb, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: verb });
  await fill(dialog);
  await dialog.getByRole('button', { name: verb, exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Fills the form that convenes a ballot, and keeps it as a draft: its page is open then. */
export async function fillConvening(
  page: Page,
  address: string,
  words: {
    kind: string;
    part?: string;
    title: string;
    text: string;
    question: string;
    matter?: string;
    from: number;
    until: number;
    /** What this kind asks besides. */
    besides?: (page: Page) => Promise<void>;
  },
): Promise<void> {
  const choose = async (field: string, option: string) => {
    await page.getByLabel(field).click();
    await page
      .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', {
        hasText: option,
      })
      .first()
      .click();
  };
  await page.goto(address);
  await page.locator('label.choice', { hasText: words.kind }).click();
  if (words.part !== undefined) await choose('范围', words.part);
  await page.getByLabel('名称').fill(words.title);
  await page.getByLabel('公示内容').fill(words.text);
  await page.getByRole('textbox', { name: '问题' }).fill(words.question);
  if (words.matter !== undefined) await choose('属于哪一类共同决定事项', words.matter);
  for (const [end, at] of [
    ['开始', words.from],
    ['截止', words.until],
  ] as const) {
    const [on = '', clock = ''] = inShanghai(at).split(' ');
    await page.getByLabel(`${end}日期`).fill(on);
    await page.getByLabel(`${end}时刻`).fill(clock);
  }
  await words.besides?.(page);
  await page.getByRole('button', { name: '存为草稿' }).click();
  await page.locator('.ballot-next').waitFor();
}

/** A building has few heads from now on, whoever owned before: its residents, four neighbours, and a landlord with all the rest. */
export async function registerFewHeads(
  city: TheCity,
  keeper: Api,
  building: string,
  residents: readonly DemoPerson[],
): Promise<{ residents: string[]; neighbours: string[]; landlord: string }> {
  const { homes } = await keeper.get<z.output<typeof OwnershipRegister>>(
    `/api/ownerships?compound=${building}&limit=500`,
  );
  for (const { ownershipId } of homes.flatMap(({ owners }) => owners)) {
    await keeper.post(`/api/ownerships/${ownershipId}/end`, { commandId: randomUUID(), reason: '重新登记' });
  }
  const area = { areaDm2: 9_000, source: 'register' };
  const theirs: string[] = [];
  for (const resident of residents) {
    const { person } = await (await city.api(resident)).get<{
      person: { personId: string; homeCode: string };
    }>('/api/session');
    theirs.push(person.homeCode);
    await keeper.post('/api/ownerships', {
      commandId: randomUUID(),
      homeCode: person.homeCode,
      name: resident.name,
      personId: person.personId,
      area,
    });
  }
  const others = homes.map(({ homeCode }) => homeCode).filter((code) => !theirs.includes(code));
  await keeper.post('/api/ownerships/import', {
    commandId: randomUUID(),
    compound: building,
    rows: others.map((homeCode, at) => ({
      homeCode,
      ...area,
      ...(at < 4
        ? { name: `邻居${at + 1}`, documentNumber: `51040219700101${1000 + at}` }
        : { name: '安居租赁公司', documentNumber: '91510402MA6T0001' }),
    })),
  });
  return { residents: theirs, neighbours: others.slice(0, 4), landlord: others[4] ?? '' };
}

/** `2026-11-25 14:30` */
function inShanghai(at: number): string {
  return new Date(at).toLocaleString('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'short',
  });
}

/** Time passes to an instant, and the ballot stands where time leads it. */
export async function passTo(
  city: TheCity,
  api: Api,
  ballotId: string,
  instant: string | null,
  phase: Ballot['phase'],
): Promise<Ballot> {
  if (instant === null) throw new Error(`no time is set for ${phase}`);
  await city.pass(Math.max(0, Date.parse(instant) - city.now()) + 60_000);
  await until(`it is ${phase}`, async () => (await seeBallot(api, ballotId)).phase === phase);
  return seeBallot(api, ballotId);
}

/** On the page of a ballot: one question, its answer, a look, one button. */
export async function voteOnPhone(page: Page, answers: readonly string[]): Promise<void> {
  for (const answer of answers) {
    await page.locator('.vote-option').getByText(answer, { exact: true }).click();
    await page.getByRole('button', { name: '下一步' }).click();
  }
  await page.getByRole('heading', { name: '请核对' }).waitFor();
  await page.getByRole('button', { name: '提交投票' }).click();
  await page.getByRole('heading', { name: '投票已收到' }).waitFor();
  await page.getByRole('link', { name: '回到表决' }).click();
}

/** Signs in by telephone, as whoever has no account yet. */
export async function signInByPhone(page: Page, number: string, name: string): Promise<void> {
  await page.getByRole('textbox', { name: /^手机号/ }).fill(number);
  await page.getByRole('button', { name: '获取验证码' }).click();
  const told = await page.getByText(/演示环境不发短信，验证码是 \d{6}/).textContent();
  await page.getByRole('textbox', { name: /^验证码/ }).fill(told?.match(/\d{6}/)?.[0] ?? '');
  await page.getByRole('textbox', { name: /^怎么称呼您/ }).fill(name);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** One paper at the desk, by the number or the home that stands on it. */
export async function readPaper(page: Page, which: string, answer: string, result: string): Promise<void> {
  const read = page.getByRole('region', { name: '录入' });
  await read.getByLabel('哪一户').fill(which);
  await read.getByRole('button', { name: '取出' }).click();
  await read.getByRole('button', { name: answer, exact: true }).click();
  await read.getByRole('button', { name: /^录入这张票/ }).click();
  await page.locator('.desk-sent-line').first().getByText(result).waitFor();
}

/** What the two tellers read alike on many papers, by the API. */
export async function readMany(
  tellers: Api[],
  ballotId: string,
  refs: readonly string[],
  said: string,
): Promise<void> {
  for (const teller of tellers) {
    const question = (await seeBallot(teller, ballotId)).questions[0]?.key ?? '';
    const { papers } = await teller.post<{ papers: { state: string; problem: string | null }[] }>(
      `/api/ballots/${ballotId}/papers`,
      { commandId: randomUUID(), papers: refs.map((ref) => ({ ref, choices: { [question]: [said] } })) },
    );
    const refused = papers.flatMap(({ problem }) => problem ?? []);
    if (refused.length > 0) throw new Error(`papers are not taken: ${refused.join('; ')}`);
  }
}

/** What an outsider does with the evidence: one command, no database, no server. Rejected when something is wrong. */
export async function verifyBundleFile(file: string): Promise<void> {
  await promisify(execFile)('npm', ['run', '-s', 'linli', '--', 'ballot', 'verify', file], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
  });
}
