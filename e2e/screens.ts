/** Every screen of both faces, who looks at it, and how one gets there. A route that stands in no line here fails. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

export interface Screen {
  name: string;
  /** As it stands in the router of its face; `*`: what no route takes. */
  route: string;
  /** Role of a demo person; `resident`: somebody without a post; null: nobody is signed in. */
  as: string | null;
  path: (places: Places) => string;
  /** What must stand there before the screen counts as shown. */
  shows: string;
  /** What is opened on it. */
  opens?: (page: Page) => Promise<void>;
  /** The answer that the screen is about, refused or failed; nothing else may fail on it. */
  answers?: number;
  /** Addresses of the API that answer with `answers` here, by the test’s hand. */
  failing?: RegExp;
}

/** What the addresses of screens are made of. */
export interface Places {
  spotCode: string;
  /** Of the resident, in the hands of a worker. */
  caseId: string;
  /** A post with a card, of a member on duty. */
  postId: string;
  /** A meeting of the compound where the resident lives, to come, with a topic on its way there. */
  gatheringId: string;
  topicId: string;
  /** A vote of owners that is being prepared. */
  ballotId: string;
}

const nowhere = '00000000-0000-4000-8000-000000000000';

export const residentScreens: Screen[] = [
  { name: 'home of a visitor', route: '/', as: null, path: () => '/', shows: '.big-action' },
  { name: 'report', route: '/report', as: null, path: () => '/report', shows: 'textarea' },
  {
    name: 'report of a kind: categories',
    route: '/report/:kind',
    as: null,
    path: () => '/report/report',
    shows: 'textarea',
    opens: (page) => page.locator('[data-ask=category] .button').last().click(),
  },
  {
    name: 'report of a kind: places',
    route: '/report/:kind',
    as: null,
    path: () => '/report/report',
    shows: 'textarea',
    opens: (page) => page.locator('[data-ask=place] .button').first().click(),
  },
  {
    name: 'no such kind',
    route: '/report/:kind',
    as: null,
    path: () => '/report/nonsense',
    shows: '.blank',
  },
  {
    name: 'report from a QR code',
    route: '/s/:spot',
    as: null,
    path: ({ spotCode }) => `/s/${spotCode}`,
    shows: '.place-chosen',
  },
  {
    name: 'unknown QR code',
    route: '/s/:spot',
    as: null,
    path: () => '/s/nonsense',
    shows: '.notice',
    answers: 404,
  },
  { name: 'nothing reported yet', route: '/cases', as: null, path: () => '/cases', shows: '.blank' },
  { name: 'home', route: '/', as: 'resident', path: () => '/', shows: '.who' },
  { name: 'my cases', route: '/cases', as: 'resident', path: () => '/cases', shows: '.case-card' },
  {
    name: 'a case',
    route: '/cases/:caseId',
    as: 'resident',
    path: ({ caseId }) => `/cases/${caseId}`,
    shows: '.case-head',
  },
  {
    name: 'a form on a case',
    route: '/cases/:caseId',
    as: 'resident',
    path: ({ caseId }) => `/cases/${caseId}`,
    shows: '.verbs .button',
    opens: (page) => page.locator('.verbs .button').first().click(),
  },
  {
    name: 'a case that is not there',
    route: '/cases/:caseId',
    as: 'resident',
    path: () => `/cases/${nowhere}`,
    shows: '.blank',
    answers: 404,
  },
  {
    name: 'a case that could not be read',
    route: '/cases/:caseId',
    as: 'resident',
    path: ({ caseId }) => `/cases/${caseId}`,
    shows: '.notice[role=alert]',
    answers: 503,
    failing: /\/api\/cases\/[0-9a-f-]{36}$/,
  },
  {
    name: 'my cases could not be read',
    route: '/cases',
    as: 'resident',
    path: () => '/cases',
    shows: '.notice[role=alert]',
    answers: 503,
    failing: /\/api\/cases\?/,
  },
  {
    name: 'a duty card',
    route: '/cards/:postId',
    as: null,
    path: ({ postId }) => `/cards/${postId}`,
    shows: '.duty-card',
  },
  {
    name: 'ballots, one of them open',
    route: '/ballots',
    as: 'resident',
    path: () => '/ballots',
    shows: '.ballot-card',
  },
  {
    name: 'ballots of a visitor',
    route: '/ballots',
    as: null,
    path: () => '/ballots',
    shows: '.blank',
    answers: 401,
  },
  {
    name: 'a ballot that is not there',
    route: '/ballots/:ballotId',
    as: 'resident',
    path: () => `/ballots/${nowhere}`,
    shows: '.notice',
    answers: 404,
  },
  {
    name: 'voting in a ballot that is not there',
    route: '/ballots/:ballotId/vote/:entryId',
    as: 'resident',
    path: () => `/ballots/${nowhere}/vote/1`,
    shows: '.notice',
    answers: 404,
  },
  {
    name: 'the paper of a ballot that is not there',
    route: '/ballots/:ballotId/paper/:entryId',
    as: 'resident',
    path: () => `/ballots/${nowhere}/paper/1`,
    shows: '.notice',
    answers: 404,
  },
  {
    name: 'a duty card that is no more',
    route: '/cards/:postId',
    as: null,
    path: () => `/cards/${nowhere}`,
    shows: '.blank',
    answers: 404,
  },
  {
    name: 'a duty card that could not be read',
    route: '/cards/:postId',
    as: null,
    path: ({ postId }) => `/cards/${postId}`,
    shows: '.notice[role=alert]',
    answers: 503,
    failing: /\/api\/cards\//,
  },
  { name: 'my hours', route: '/me/hours', as: 'resident', path: () => '/me/hours', shows: '[data-ledger]' },
  {
    name: 'my hours, not signed in',
    route: '/me/hours',
    as: null,
    path: () => '/me/hours',
    shows: '.content .button',
    answers: 401,
  },
  {
    name: 'gatherings: calendar',
    route: '/calendar',
    as: 'resident',
    path: () => '/calendar',
    shows: '.gathering-row',
  },
  {
    name: 'gatherings: calendar that could not be read',
    route: '/calendar',
    as: 'resident',
    path: () => '/calendar',
    shows: '.notice[role=alert]',
    answers: 503,
    failing: /\/api\/gatherings\?/,
  },
  {
    name: 'gatherings: calendar addresses',
    route: '/calendar/feeds',
    as: 'resident',
    path: () => '/calendar/feeds',
    shows: '.card h2',
  },
  {
    name: 'gatherings: calendar addresses, not signed in',
    route: '/calendar/feeds',
    as: null,
    path: () => '/calendar/feeds',
    shows: '.blank',
  },
  {
    name: 'gatherings: classes',
    route: '/classes',
    as: 'resident',
    path: () => '/classes',
    shows: '.class-card, .blank',
  },
  {
    name: 'gatherings: a meeting',
    route: '/gatherings/:gatheringId',
    as: 'resident',
    path: ({ gatheringId }) => `/gatherings/${gatheringId}`,
    shows: '.gathering-facts',
  },
  {
    name: 'gatherings: none there',
    route: '/gatherings/:gatheringId',
    as: 'resident',
    path: () => `/gatherings/${nowhere}`,
    shows: '.blank',
    answers: 404,
  },
  {
    name: 'gatherings: check-in',
    route: '/gatherings/:gatheringId/check-in',
    as: 'resident',
    path: ({ gatheringId }) => `/gatherings/${gatheringId}/check-in`,
    shows: '.code-input',
  },
  {
    name: 'gatherings: topics',
    route: '/topics',
    as: 'resident',
    path: () => '/topics',
    shows: '.gathering-row, .blank',
  },
  {
    name: 'gatherings: a topic',
    route: '/topics/:topicId',
    as: 'resident',
    path: ({ topicId }) => `/topics/${topicId}`,
    shows: '.gathering h2',
  },
  {
    name: 'gatherings: no such topic',
    route: '/topics/:topicId',
    as: 'resident',
    path: () => `/topics/${nowhere}`,
    shows: '.blank',
    answers: 404,
  },
  {
    name: 'gatherings: bring a topic',
    route: '/topics/new',
    as: 'resident',
    path: () => '/topics/new',
    shows: 'textarea',
  },
  { name: 'messages', route: '/messages', as: 'resident', path: () => '/messages', shows: '.content li' },
  { name: 'no messages', route: '/messages', as: null, path: () => '/messages', shows: '.content h2' },
  { name: 'me', route: '/me', as: 'resident', path: () => '/me', shows: '.person' },
  { name: 'me as a visitor', route: '/me', as: null, path: () => '/me', shows: '.card h2' },
  {
    name: 'how messages reach me',
    route: '/me/messages',
    as: 'resident',
    path: () => '/me/messages',
    shows: '#reach-quiet',
  },
  {
    name: 'how messages reach me, not signed in',
    route: '/me/messages',
    as: null,
    path: () => '/me/messages',
    shows: '.content .button',
  },
  {
    name: 'who looked at my data',
    route: '/me/reveals',
    as: 'resident',
    path: () => '/me/reveals',
    shows: '.content h2, .content li',
  },
  {
    name: 'who looked at my data, not signed in',
    route: '/me/reveals',
    as: null,
    path: () => '/me/reveals',
    shows: '.content .button',
    answers: 401,
  },
  { name: 'compounds', route: '/me/compound', as: null, path: () => '/me/compound', shows: '.rows .row' },
  { name: 'sign-in', route: '/sign-in', as: null, path: () => '/sign-in', shows: 'input' },
  { name: 'demo persons', route: '/demo', as: null, path: () => '/demo', shows: '.demo-person' },
  { name: 'the old address of home', route: '/index.html', as: null, path: () => '/index.html', shows: 'h1' },
  { name: 'no such page', route: '*', as: null, path: () => '/nonsense', shows: '.blank' },
];

const secretary = 'grid-secretary';
/** Leads the meetings of a compound. */
const chair = 'compound-secretary';
/** Convenes votes of owners. */
const convener = 'owners-chair';

export const consoleScreens: Screen[] = [
  { name: 'sign-in', route: '/', as: null, path: () => '/console/', shows: 'input[type=password]' },
  { name: 'no post', route: '/', as: 'resident', path: () => '/console/', shows: '.state-title' },
  { name: 'workbench', route: '/', as: secretary, path: () => '/console/', shows: '.line' },
  {
    name: 'workbench where nothing matches',
    route: '/',
    as: secretary,
    path: () => '/console/?q=nonsense',
    shows: '.state-title',
  },
  {
    name: 'workbench that could not be read',
    route: '/',
    as: secretary,
    path: () => '/console/',
    shows: '.state[role=alert]',
    answers: 503,
    failing: /\/api\/workbench$/,
  },
  {
    name: 'keys',
    route: '/',
    as: secretary,
    path: () => '/console/',
    shows: '.line',
    opens: async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'queues', route: '/queues', as: secretary, path: () => '/console/queues', shows: '.places a' },
  {
    name: 'queue as a list',
    route: '/queues/:queue',
    as: secretary,
    path: () => '/console/queues/late',
    shows: '.line, .state-title',
  },
  {
    name: 'queue as a board',
    route: '/queues/:queue',
    as: secretary,
    path: () => '/console/queues/of-my-org?view=board',
    shows: '.column',
  },
  {
    name: 'no such queue',
    route: '/queues/:queue',
    as: secretary,
    path: () => '/console/queues/nonsense',
    shows: '.state[role=alert]',
    answers: 404,
  },
  {
    name: 'all cases as a map',
    route: '/cases',
    as: secretary,
    path: () => '/console/cases?view=map',
    shows: '.map-list .line',
  },
  {
    name: 'all cases that could not be read',
    route: '/cases',
    as: secretary,
    path: () => '/console/cases',
    shows: '.state[role=alert]',
    answers: 503,
    failing: /\/api\/cases\?/,
  },
  {
    name: 'a case',
    route: '/cases/:caseId',
    as: secretary,
    path: ({ caseId }) => `/console/cases/${caseId}`,
    shows: '.case-side',
  },
  {
    name: 'a form on a case',
    route: '/cases/:caseId',
    as: secretary,
    path: ({ caseId }) => `/console/cases/${caseId}`,
    shows: '.case-verbs button',
    opens: async (page) => {
      await page.locator('.case-verbs button').first().click();
      await page.locator('.verb-form .choice').first().waitFor();
    },
  },
  {
    name: 'a case that is not there',
    route: '/cases/:caseId',
    as: secretary,
    path: () => `/console/cases/${nowhere}`,
    shows: '.state[role=alert]',
    answers: 404,
  },
  {
    name: 'waiting deeds: none',
    route: '/waiting',
    as: secretary,
    path: () => '/console/waiting',
    shows: '.state-title',
  },
  {
    name: 'messages',
    route: '/messages',
    as: secretary,
    path: () => '/console/messages',
    shows: '.page li',
  },
  {
    name: 'outbox',
    route: '/outbox',
    as: 'administrator',
    path: () => '/console/outbox',
    shows: '.page section h2',
  },
  {
    name: 'outbox, refused',
    route: '/outbox',
    as: secretary,
    path: () => '/console/outbox',
    shows: '.state[role=alert]',
    answers: 403,
  },
  {
    name: 'import of areas',
    route: '/import',
    as: 'administrator',
    path: () => '/console/import',
    shows: '.import-drop button',
  },
  {
    name: 'import of areas with faults',
    route: '/import',
    as: 'administrator',
    path: () => '/console/import',
    shows: '.import-drop button',
    opens: async (page) => {
      const lines = [
        '层级,上级,名称',
        ...Array.from({ length: 150 }, (_, index) => `小区,没有这里,${index}`),
      ];
      await page.locator('input[type=file]').setInputFiles({
        name: '一份名字很长而且没有空格的文件一份名字很长而且没有空格的文件.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(lines.join('\n')),
      });
      await page.locator('.fault-line').first().waitFor();
    },
  },
  {
    name: 'import of areas, not for this post',
    route: '/import',
    as: secretary,
    path: () => '/console/import',
    shows: '.state-title',
  },
  {
    name: 'coverage in figures, with the rows behind one',
    route: '/coverage',
    as: secretary,
    path: () => '/console/coverage?kind=vacancy',
    shows: '.coverage-tile',
    opens: (page) => page.locator('.findings .finding, .findings .state-title').first().waitFor(),
  },
  {
    name: 'coverage of the whole city',
    route: '/coverage',
    as: 'administrator',
    path: () => '/console/coverage?kind=nobody-answers',
    shows: '.coverage-table td a',
    opens: (page) => page.locator('.findings .finding, .findings .state-title').first().waitFor(),
  },
  {
    name: 'coverage as one map',
    route: '/coverage',
    as: secretary,
    path: () => '/console/coverage?view=map',
    shows: '.coverage-items li',
  },
  {
    name: 'coverage of a place of others, refused',
    route: '/coverage',
    as: secretary,
    path: () => '/console/coverage?area=340705',
    shows: '.state[role=alert]',
    answers: 403,
  },
  {
    name: 'who answers: no place yet',
    route: '/who',
    as: secretary,
    path: () => '/console/who',
    shows: '.state-title',
  },
  {
    name: 'who answers for a home',
    route: '/who',
    as: secretary,
    path: () => '/console/who',
    shows: '.place-field',
    opens: async (page) => {
      const at = (path: string) => new URL(path, page.url()).href;
      const { posts } = await (await page.request.get(at('/api/session'))).json();
      const words = encodeURIComponent(posts[0].covers[0].name);
      const { areas } = await (await page.request.get(at(`/api/areas?level=home&q=${words}`))).json();
      await page.goto(at(`/console/who?area=${areas[0].code}`));
      await page.locator('.who-posts li').first().waitFor();
    },
  },
  {
    name: 'who answers at a point on a road',
    route: '/who',
    as: 'administrator',
    path: () => '/console/who?at=117.815,30.9425',
    shows: '.who-name',
  },
  {
    name: 'who answers at a point outside the city',
    route: '/who',
    as: 'administrator',
    path: () => '/console/who?at=10,10',
    shows: '.state[role=alert]',
    answers: 422,
  },
  {
    name: 'roads, with what one was',
    route: '/segments',
    as: 'administrator',
    path: () => '/console/segments?area=340705',
    shows: '.segment',
    opens: async (page) => {
      await page.locator('.segment-verbs .ant-btn').first().click();
      await page.locator('.segment-history h2').first().waitFor();
    },
  },
  {
    name: 'roads: one is to be entered',
    route: '/segments',
    as: 'administrator',
    path: () => '/console/segments?area=340705&do=enter',
    shows: '.segment-form',
    opens: async (page) => {
      await page.locator('.segment-words summary').click();
      await page.locator('.segment-words textarea').fill('117.81');
      await page.locator('.segment-words .ant-btn').last().click();
      await page.locator('.verb-form-foot .ant-btn-primary').click();
      await page.locator('.segment-words .field-error').first().waitFor();
    },
  },
  {
    name: 'roads: one is to end',
    route: '/segments',
    as: 'administrator',
    path: () => '/console/segments?area=340705',
    shows: '.segment',
    opens: async (page) => {
      await page.locator('.segment-verbs .ant-btn').last().click();
      await page.locator('.ant-modal .verb-form').waitFor();
    },
  },
  {
    name: 'roads, none yet where one only looks',
    route: '/segments',
    as: secretary,
    path: () => '/console/segments',
    shows: '.state-title',
  },
  {
    name: 'roads of others, refused',
    route: '/segments',
    as: secretary,
    path: () => '/console/segments?area=340705',
    shows: '.state[role=alert]',
    answers: 403,
  },
  {
    name: 'roads that could not be read',
    route: '/segments',
    as: 'administrator',
    path: () => '/console/segments',
    shows: '.state[role=alert]',
    answers: 503,
    failing: /\/api\/segments/,
  },
  { name: 'organisations', route: '/orgs', as: secretary, path: () => '/console/orgs', shows: 'article.org' },
  {
    name: 'organisations: somebody is to be appointed',
    route: '/orgs',
    as: 'administrator',
    path: () => '/console/orgs',
    shows: 'article.org .ant-btn-primary',
    opens: async (page) => {
      await page.locator('.org-row').first().waitFor();
      await page.locator('article.org .ant-btn-primary').click();
      await page.locator('.verb-form').waitFor();
    },
  },
  {
    name: 'organisations: one is to be made',
    route: '/orgs',
    as: 'administrator',
    path: () => '/console/orgs?make',
    shows: '.org-form-sides .verb-form',
    opens: (page) => page.locator('.org-check li, .org-check p').first().waitFor(),
  },
  {
    name: 'organisations: one is to be changed',
    route: '/orgs',
    as: 'administrator',
    path: () => '/console/orgs?q=%E8%81%94%E5%90%88%E5%85%9A%E5%A7%94',
    shows: '.orgs-found-one',
    opens: async (page) => {
      await page.locator('.orgs-found-one').first().click();
      await page.locator('.org-verbs .ant-btn').first().click();
      await page.locator('.org-size-one').first().waitFor();
    },
  },
  {
    name: 'organisations by name',
    route: '/orgs',
    as: secretary,
    path: () => '/console/orgs?q=%E6%94%AF%E9%83%A8',
    shows: '.orgs-found-one',
  },
  {
    name: 'grid planning',
    route: '/plans',
    as: 'administrator',
    path: () => '/console/plans',
    shows: '.plan-table',
  },
  {
    name: 'grid planning: a plan',
    route: '/plans',
    as: 'administrator',
    path: () => '/console/plans',
    shows: '.plan-aim',
    opens: async (page) => {
      const answer = page.locator('.plan-figures, .plan-mends').first();
      // Whoever looked before has planned already.
      if ((await answer.count()) === 0) await page.locator('.plan-aim + .plan-verbs .ant-btn').click();
      await answer.waitFor({ timeout: 120_000 });
    },
  },
  {
    name: 'grid planning, not for this post',
    route: '/plans',
    as: 'member-on-duty',
    path: () => '/console/plans',
    shows: '.state-title',
  },
  {
    name: 'register of powers',
    route: '/powers',
    as: secretary,
    path: () => '/console/powers',
    shows: '.power, .state-title',
  },
  {
    name: 'register of powers: an item and its history',
    route: '/powers',
    as: 'administrator',
    path: () => '/console/powers',
    shows: '.power, .state-title',
    opens: async (page) => {
      await page.request.post(new URL('/api/powers', page.url()).href, {
        data: {
          commandId: crypto.randomUUID(),
          list: 'basic',
          title: { zh: '小广告清理', en: 'Small advertisements' },
          level: 'community',
          categories: ['small-ads'],
          basis: '街道履行职责事项清单（示例）',
          validFrom: '2025-06-01',
          evaluateBy: '2025-12-01',
        },
      });
      await page.reload();
      await page.locator('.power .ant-btn-text').first().click();
      await page.locator('.power-history li').first().waitFor();
    },
  },
  {
    name: 'register of powers: a new item',
    route: '/powers',
    as: 'administrator',
    path: () => '/console/powers?list=taken-back',
    shows: '.power-tools button',
    opens: async (page) => {
      await page.locator('.power-tools .ant-btn-primary').click();
      await page.locator('.verb-form').waitFor();
    },
  },
  {
    name: 'opinions: none is asked here',
    route: '/opinions',
    as: 'administrator',
    path: () => '/console/opinions',
    shows: '.opinion-powers, .state-title',
  },
  {
    name: 'opinions that could not be read',
    route: '/opinions',
    as: 'administrator',
    path: () => '/console/opinions',
    shows: '.state[role=alert]',
    answers: 503,
    failing: /\/api\/opinions/,
  },
  {
    name: 'establishment: no posts are registered',
    route: '/establishments',
    as: 'administrator',
    path: () => '/console/establishments',
    shows: '.establishment-tiles, .state-title',
  },
  {
    name: 'establishment that could not be read',
    route: '/establishments',
    as: 'administrator',
    path: () => '/console/establishments',
    shows: '.state[role=alert]',
    answers: 503,
    failing: /\/api\/establishments/,
  },
  {
    name: 'register of powers that could not be read',
    route: '/powers',
    as: secretary,
    path: () => '/console/powers',
    shows: '.state[role=alert]',
    answers: 503,
    failing: /\/api\/powers/,
  },
  {
    name: 'door sign',
    route: '/cards/:postId',
    as: 'member-on-duty',
    path: ({ postId }) => `/console/cards/${postId}`,
    shows: '.door-sign-qr img',
  },
  {
    name: 'my duty cards',
    route: '/settings',
    as: 'member-on-duty',
    path: () => '/console/settings',
    shows: '.consents > li',
  },
  {
    name: 'formation check',
    route: '/formations',
    as: 'administrator',
    path: () => '/console/formations',
    shows: '.formation, .state-title',
  },
  {
    name: 'formation check that could not be read',
    route: '/formations',
    as: 'administrator',
    path: () => '/console/formations',
    shows: '.state[role=alert]',
    answers: 503,
    failing: /\/api\/formations\/check/,
  },
  {
    name: 'parties of a compound',
    route: '/parties/:area?',
    as: secretary,
    path: () => '/console/parties',
    shows: '.party',
  },
  {
    name: 'parties: choose a compound',
    route: '/parties/:area?',
    as: 'administrator',
    path: () => '/console/parties',
    shows: '.places a',
  },
  {
    name: 'report-ins of a community',
    route: '/report-ins',
    as: secretary,
    path: () => '/console/report-ins',
    shows: '.report-in, .state-title',
  },
  {
    name: 'report-ins: my own',
    route: '/report-ins',
    as: secretary,
    path: () => '/console/report-ins?tab=mine',
    shows: '.report-in-form',
  },
  {
    name: 'report-ins: for an employer',
    route: '/report-ins',
    as: secretary,
    path: () => '/console/report-ins?tab=employer',
    shows: '.report-in, .state-title',
  },
  {
    name: 'gatherings: calendar by month',
    route: '/calendar',
    as: chair,
    path: () => '/console/calendar',
    shows: '.gathering-dot, .gathering-line',
  },
  {
    name: 'gatherings: calendar by week',
    route: '/calendar',
    as: chair,
    path: () => '/console/calendar?view=week',
    shows: '.week-day, .gathering-line',
  },
  {
    name: 'gatherings: calendar as a list',
    route: '/calendar',
    as: chair,
    path: () => '/console/calendar?view=list',
    shows: '.gathering-line',
  },
  {
    name: 'gatherings: calendar that could not be read',
    route: '/calendar',
    as: chair,
    path: () => '/console/calendar',
    shows: '.state[role=alert]',
    answers: 503,
    failing: /\/api\/gatherings\?/,
  },
  {
    name: 'gatherings: one is called',
    route: '/calendar',
    as: chair,
    path: () => '/console/calendar',
    shows: '.gathering-dot, .gathering-line',
    opens: async (page) => {
      await page.locator('.page-tools .ant-btn-primary').click();
      await page.locator('.verb-form .field-row').first().waitFor();
    },
  },
  {
    name: 'gatherings: calendar addresses',
    route: '/calendar',
    as: chair,
    path: () => '/console/calendar',
    shows: '.gathering-dot, .gathering-line',
    opens: async (page) => {
      await page.locator('.page-tools .ant-btn').first().click();
      await page.locator('.feeds-title').waitFor();
    },
  },
  {
    name: 'gatherings: a meeting',
    route: '/gatherings/:gatheringId',
    as: chair,
    path: ({ gatheringId }) => `/console/gatherings/${gatheringId}`,
    shows: '.gathering-columns',
  },
  {
    name: 'gatherings: none there',
    route: '/gatherings/:gatheringId',
    as: chair,
    path: () => `/console/gatherings/${nowhere}`,
    shows: '.state[role=alert]',
    answers: 404,
  },
  {
    name: 'gatherings: meeting room',
    route: '/gatherings/:gatheringId/room',
    as: chair,
    path: ({ gatheringId }) => `/console/gatherings/${gatheringId}/room`,
    shows: '.room-columns',
  },
  {
    name: 'gatherings: wall',
    route: '/gatherings/:gatheringId/wall',
    as: chair,
    path: ({ gatheringId }) => `/console/gatherings/${gatheringId}/wall`,
    shows: '.wall-head',
  },
  {
    name: 'gatherings: minutes on paper',
    route: '/gatherings/:gatheringId/paper',
    as: chair,
    path: ({ gatheringId }) => `/console/gatherings/${gatheringId}/paper`,
    shows: '.sheet-paper',
  },
  {
    name: 'gatherings: attendance list on paper',
    route: '/gatherings/:gatheringId/paper',
    as: chair,
    path: ({ gatheringId }) => `/console/gatherings/${gatheringId}/paper?sheet=list`,
    shows: '.sheet-list',
  },
  {
    name: 'gatherings: series',
    route: '/series',
    as: chair,
    path: () => '/console/series',
    shows: '.series-one',
  },
  {
    name: 'gatherings: how a series recurs',
    route: '/series',
    as: chair,
    path: () => '/console/series',
    shows: '.series-deeds button',
    opens: async (page) => {
      await page.locator('.series-deeds button').first().click();
      await page.locator('.verb-form .field-row').first().waitFor();
    },
  },
  {
    name: 'gatherings: the week of a secretary',
    route: '/week',
    as: chair,
    path: () => '/console/week',
    shows: '.week-part, .state-title',
  },
  {
    name: 'gatherings: duties',
    route: '/duties',
    as: chair,
    path: () => '/console/duties',
    shows: '.duty, .state-title',
  },
  {
    name: 'gatherings: duties that could not be read',
    route: '/duties',
    as: chair,
    path: () => '/console/duties',
    shows: '.state[role=alert]',
    answers: 503,
    failing: /\/api\/duties/,
  },
  {
    name: 'ballots',
    route: '/ballots',
    as: chair,
    path: () => '/console/ballots',
    shows: '.ballot-line, .state-title',
  },
  {
    name: 'ballots that could not be read',
    route: '/ballots',
    as: chair,
    path: () => '/console/ballots',
    shows: '.state[role=alert]',
    answers: 503,
    failing: /\/api\/ballots\?/,
  },
  {
    name: 'norms',
    route: '/norms',
    as: secretary,
    path: () => '/console/norms',
    shows: '.norm-state',
  },
  {
    name: 'norms with the records behind a figure',
    route: '/norms',
    as: secretary,
    path: () => '/console/norms',
    shows: '.norm-state',
    opens: async (page) => {
      await page.locator('.norm-state').first().click();
      await page.locator('.norm-unit button').first().click();
      await page.locator('.norm-rows, .norm-unit > .soft').first().waitFor();
    },
  },
  {
    name: 'norms that could not be read',
    route: '/norms',
    as: secretary,
    path: () => '/console/norms',
    shows: '.state[role=alert]',
    answers: 503,
    failing: /\/api\/norms\?/,
  },
  {
    name: 'nominations of a ballot that is not there',
    route: '/ballots/:ballotId/nominations',
    as: chair,
    path: () => `/console/ballots/${nowhere}/nominations`,
    shows: '.state[role=alert]',
    answers: 404,
  },
  {
    name: 'catalogue of a ballot that is not there',
    route: '/ballots/:ballotId/catalogue',
    as: chair,
    path: () => `/console/ballots/${nowhere}/catalogue`,
    shows: '.state[role=alert]',
    answers: 404,
  },
  {
    name: 'figures of a municipal system of a ballot that is not there',
    route: '/ballots/:ballotId/external-count',
    as: chair,
    path: () => `/console/ballots/${nowhere}/external-count`,
    shows: '.state[role=alert]',
    answers: 404,
  },
  {
    name: 'counting desk of a ballot that is not there',
    route: '/ballots/:ballotId/desk',
    as: chair,
    path: () => `/console/ballots/${nowhere}/desk`,
    shows: '.state[role=alert]',
    answers: 404,
  },
  {
    name: 'roll of a ballot that is not there',
    route: '/ballots/:ballotId/roll',
    as: chair,
    path: () => `/console/ballots/${nowhere}/roll`,
    shows: '.state[role=alert]',
    answers: 404,
  },
  {
    name: 'a ballot to be convened',
    route: '/ballots/new',
    as: convener,
    path: () => '/console/ballots/new',
    shows: '.convene-kinds .choice',
    opens: async (page) => {
      await page.locator('.convene-kinds .choice').first().click();
      await page.locator('.convene-asks').waitFor();
      await page.locator('.convene-foot .ant-btn-primary').click();
      await page.locator('.convene .field-error').first().waitFor();
    },
  },
  {
    name: 'a ballot to be convened, not by this post',
    route: '/ballots/new',
    as: secretary,
    path: () => '/console/ballots/new',
    shows: '.state-title',
  },
  {
    name: 'changes to a ballot that is not there',
    route: '/ballots/:ballotId/amend',
    as: convener,
    path: () => `/console/ballots/${nowhere}/amend`,
    shows: '.state[role=alert]',
    answers: 404,
  },
  {
    name: 'ownership register',
    route: '/ownerships',
    as: convener,
    path: () => '/console/ownerships',
    shows: '.ownership-table tbody tr',
  },
  {
    name: 'ownership register: an owner is to be entered',
    route: '/ownerships',
    as: convener,
    path: () => '/console/ownerships',
    shows: '.ownership-add button',
    opens: async (page) => {
      await page.locator('.ownership-add button').first().click();
      await page.locator('.verb-form .ant-btn-primary').click();
      await page.locator('.verb-form .field-error').first().waitFor();
    },
  },
  {
    name: 'ownership register, not with this post',
    route: '/ownerships',
    as: secretary,
    path: () => '/console/ownerships',
    shows: '.state-title',
  },
  {
    name: 'ownership register that could not be read',
    route: '/ownerships',
    as: convener,
    path: () => '/console/ownerships',
    shows: '.state[role=alert]',
    answers: 503,
    failing: /\/api\/ownerships\?/,
  },
  {
    name: 'a table of owners with faults',
    route: '/ownerships/import',
    as: convener,
    path: () => '/console/ownerships/import',
    shows: '.import-drop button',
    opens: async (page) => {
      await page.locator('input[type=file]').setInputFiles({
        name: '产权.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('房屋,业主,手机号,面积\n没有这套房,王小满,12345,八十九平\n'),
      });
      await page.locator('.ownership-faults li').first().waitFor();
    },
  },
  {
    name: 'a ballot',
    route: '/ballots/:ballotId',
    as: convener,
    path: ({ ballotId }) => `/console/ballots/${ballotId}`,
    shows: '.ballot-next .ant-btn-primary',
    opens: async (page) => {
      await page.locator('.ballot-history summary').click();
      await page.locator('.ballot-history li').first().waitFor();
    },
  },
  {
    name: 'a step of a ballot',
    route: '/ballots/:ballotId',
    as: convener,
    path: ({ ballotId }) => `/console/ballots/${ballotId}`,
    shows: '.ballot-next .ant-btn-primary',
    opens: async (page) => {
      await page.getByRole('button', { name: /撤回|Withdraw/ }).click();
      await page.locator('.verb-form .ant-btn-primary').click();
      await page.locator('.verb-form .field-error').waitFor();
    },
  },
  {
    name: 'changes to a ballot',
    route: '/ballots/:ballotId/amend',
    as: convener,
    path: ({ ballotId }) => `/console/ballots/${ballotId}/amend`,
    shows: '.convene-question',
  },
  {
    name: 'a ballot that is not there',
    route: '/ballots/:ballotId',
    as: chair,
    path: () => `/console/ballots/${nowhere}`,
    shows: '.state[role=alert]',
    answers: 404,
  },
  {
    name: 'settings',
    route: '/settings',
    as: secretary,
    path: () => '/console/settings',
    shows: '.settings',
  },
  { name: 'no such page', route: '*', as: secretary, path: () => '/console/nonsense', shows: '.state-title' },
];

/** The routes of a face as its router says them, without what only leads elsewhere. */
export function routesOf(file: string): string[] {
  const text = readFileSync(fileURLToPath(new URL(`../web/src/${file}`, import.meta.url)), 'utf8');
  const named = [...text.matchAll(/<Route path="([^"]+)"/g)].map(([, path]) => path ?? '');
  const rest = [...text.matchAll(/<Route>/g)].map(() => '*');
  return [...named, ...rest];
}
