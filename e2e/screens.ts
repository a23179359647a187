/** Every screen of both faces, who looks at it, and how one gets there. */
import type { Page } from 'playwright-core';

export interface Screen {
  name: string;
  /** Role of a demo person, as the model titles it in Chinese; null: nobody is signed in. */
  as: string | null;
  path: (look: Look) => string | Promise<string>;
  /** What must stand there before the screen counts as shown. */
  shows: string;
  /** What is opened on it. */
  opens?: (page: Page) => Promise<void>;
}

/** Asks the server as the one who looks. */
export interface Look {
  get<T>(path: string): Promise<T>;
}

interface Listed {
  cases: { caseId: string; next: string | null }[];
}
interface Bench {
  mine: { caseId: string; verbs: { verb: string; to: string[] }[] }[];
  queues: { key: string }[];
}

const firstMine = async ({ get }: Look): Promise<string> =>
  `/cases/${(await get<Listed>('/api/cases?mine=true&limit=1')).cases[0]?.caseId}`;
const firstQueue = async ({ get }: Look, view: string): Promise<string> =>
  `/console/queues/${(await get<Bench>('/api/workbench')).queues[0]?.key}?view=${view}`;
const firstOfBench = async ({ get }: Look): Promise<string> =>
  `/console/cases/${(await get<Bench>('/api/workbench')).mine[0]?.caseId}`;

const resident = '居民';
const secretary = '网格支部书记';
const administrator = '系统管理员';

export const residentScreens: Screen[] = [
  { name: 'home of a visitor', as: null, path: () => '/', shows: '.big-action' },
  { name: 'report', as: null, path: () => '/report/report', shows: 'textarea' },
  {
    name: 'categories',
    as: null,
    path: () => '/report/report',
    shows: 'textarea',
    opens: (page) => page.getByRole('button', { name: '选择类别' }).click(),
  },
  {
    name: 'places',
    as: null,
    path: () => '/report/report',
    shows: 'textarea',
    opens: (page) => page.getByRole('button', { name: '选择地点' }).click(),
  },
  { name: 'sign-in', as: null, path: () => '/sign-in', shows: 'input' },
  { name: 'demo persons', as: null, path: () => '/demo', shows: '.demo-person' },
  { name: 'compounds', as: null, path: () => '/me/compound', shows: '.rows .row' },
  { name: 'nothing reported yet', as: null, path: () => '/cases', shows: '.blank' },
  { name: 'home', as: resident, path: () => '/', shows: '.who' },
  { name: 'my cases', as: resident, path: () => '/cases', shows: '.case-card' },
  { name: 'a case', as: resident, path: firstMine, shows: '.case-head' },
  {
    name: 'a form on a case',
    as: resident,
    path: firstMine,
    shows: '.case-head',
    opens: (page) => page.getByRole('button', { name: '添加说明' }).click(),
  },
  { name: 'messages', as: resident, path: () => '/messages', shows: '.content li' },
  { name: 'me', as: resident, path: () => '/me', shows: '.person' },
  {
    name: 'who looked at my data',
    as: resident,
    path: () => '/me/reveals',
    shows: '.content h2, .content li',
  },
  {
    name: 'no such case',
    as: resident,
    path: () => '/cases/00000000-0000-4000-8000-000000000000',
    shows: '.blank',
  },
];

export const consoleScreens: Screen[] = [
  { name: 'sign-in', as: null, path: () => '/console', shows: 'input[type=password]' },
  { name: 'workbench', as: secretary, path: () => '/console', shows: '.line' },
  { name: 'queues', as: secretary, path: () => '/console/queues', shows: '.page h1' },
  { name: 'queue as a list', as: secretary, path: (look) => firstQueue(look, 'list'), shows: '.line' },
  { name: 'queue as a board', as: secretary, path: (look) => firstQueue(look, 'board'), shows: '.column' },
  {
    name: 'queue as a map',
    as: secretary,
    path: (look) => firstQueue(look, 'map'),
    shows: '.map-list .line',
  },
  { name: 'a case', as: secretary, path: firstOfBench, shows: '.case-side' },
  {
    name: 'a form on a case',
    as: secretary,
    path: firstOfBench,
    shows: '.case-side',
    opens: (page) => page.getByRole('button', { name: '添加说明' }).first().click(),
  },
  { name: 'messages', as: secretary, path: () => '/console/messages', shows: '.page li' },
  { name: 'organisations', as: secretary, path: () => '/console/orgs', shows: '.org' },
  { name: 'settings', as: secretary, path: () => '/console/settings', shows: '.settings' },
  { name: 'waiting deeds', as: secretary, path: () => '/console/waiting', shows: '.page h1' },
  { name: 'outbox', as: administrator, path: () => '/console/outbox', shows: '.page h1' },
];
