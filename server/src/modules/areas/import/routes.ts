import type { Readable } from 'node:stream';
import {
  AreaExportQuery,
  BeginImport,
  ImportCommand,
  ImportFaultQuery,
  ImportFaults,
  ImportList,
  ImportReply,
  type ImportView,
  importLimitBytes,
} from '@linli/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { addJobs, inTenant, type Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { type App, problem } from '../../../platform/http/index.ts';
import type { CityModel } from '../../models/index.ts';
import { hasAbility, once, type Viewer } from '../../people/index.ts';
import { exportGeoJson, exportWorkbook } from './export-areas.ts';
import { importFiles } from './import-files.ts';
import { publishImport } from './live.ts';
import { markedFile } from './marked-file.ts';
import { mayApply, maySee, requireReach } from './policy.ts';
import { presentFault, presentImport } from './present.ts';
import {
  askToCancel,
  findImport,
  type ImportRecord,
  insertImport,
  keptFaults,
  listFaults,
  listImports,
  moveImport,
} from './store.ts';
import { importJob } from './tasks.ts';
import { areaTemplate } from './template.ts';

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const shownImports = 100;
/** Each file keeps a thread busy for a while; a hall full of clerks shares one address. */
const uploadLimits = { rateLimit: { max: 60, timeWindow: 60_000 } };

export function registerImports(app: App, deps: Deps): void {
  const files = importFiles(deps.config);
  const withId = z.object({ importId: z.uuid() });

  // A room of its own, because only here a body is left alone and goes to the disk as it comes.
  app.register(async (scope) => {
    scope.addContentTypeParser('application/octet-stream', (_request, body, done) => done(null, body));
    scope.route({
      method: 'POST',
      url: '/api/imports',
      bodyLimit: importLimitBytes,
      config: uploadLimits,
      schema: {
        summary: 'Send a file of areas (application/octet-stream) to be checked',
        querystring: BeginImport,
        response: { 200: ImportReply },
      },
      handler: (request) => begin(deps, request, request.query as BeginImport),
    });
  });

  app.get(
    '/api/imports',
    { schema: { summary: 'Imports of areas, the latest first', response: { 200: ImportList } } },
    async (request) => {
      const { viewer, city } = request;
      requireReach(viewer);
      const all = await inTenant(deps.db, viewer.tenantId, (tx) => listImports(tx, shownImports), {
        readOnly: true,
      });
      return { imports: all.filter((one) => maySee(viewer, one)).map((one) => present(city, viewer, one)) };
    },
  );

  app.get(
    '/api/imports/template',
    { schema: { summary: 'An empty workbook to fill in' } },
    (request, reply) => {
      requireReach(request.viewer);
      return download(
        reply,
        areaTemplate(request.city.model),
        `${request.city.model.key}-areas-template.xlsx`,
        workbookType,
      );
    },
  );

  app.get(
    '/api/imports/:importId',
    {
      schema: {
        summary: 'One import: how far it is, what it would change',
        params: withId,
        response: { 200: ImportReply },
      },
    },
    async (request) => {
      const one = await seen(deps, request.viewer, request.params.importId);
      return { import: present(request.city, request.viewer, one) };
    },
  );

  app.get(
    '/api/imports/:importId/faults',
    {
      schema: {
        summary: 'What is wrong with the file, by sheet, row and column',
        params: withId,
        querystring: ImportFaultQuery,
        response: { 200: ImportFaults },
      },
    },
    async (request) => {
      const { importId } = request.params;
      const { total, faults } = await inTenant(
        deps.db,
        request.viewer.tenantId,
        async (tx) => {
          const one = await seenIn(tx, request.viewer, importId);
          return {
            total: Math.min(one.faultCount, keptFaults),
            faults: await listFaults(tx, importId, request.query),
          };
        },
        { readOnly: true },
      );
      return { total, faults: faults.map((fault) => presentFault(fault, request.locale)) };
    },
  );

  app.get(
    '/api/imports/:importId/marked-file',
    { schema: { summary: 'The file with a column that says what is wrong in each row', params: withId } },
    async (request, reply) => {
      const { importId } = request.params;
      const { tenantId } = request.viewer;
      const { one, faults } = await inTenant(
        deps.db,
        tenantId,
        async (tx) => {
          const found = await seenIn(tx, request.viewer, importId);
          return { one: found, faults: await listFaults(tx, importId, { from: 0, limit: keptFaults }) };
        },
        { readOnly: true },
      );
      if (one.summary === null) throw problem('import-state');
      const byRow = new Map<string, string>();
      for (const fault of faults) {
        const { sheet, row, heading, what, mend } = presentFault(fault, request.locale);
        const key = `${sheet ?? ''}\n${row ?? 0}`;
        const words = `${heading === null ? '' : `${heading}：`}${what}。${mend}`;
        byRow.set(key, byRow.has(key) ? `${byRow.get(key)}\n${words}` : words);
      }
      const content = await markedFile(files.path(tenantId, importId), one.summary, {
        find: (sheet, row) => byRow.get(`${sheet ?? ''}\n${row}`),
      }).catch((error: unknown) => {
        // Files are kept for a month.
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw problem('not-found');
        throw error;
      });
      const type = one.summary.kind === 'workbook' ? workbookType : 'application/octet-stream';
      return download(reply, content, withWords(one.fileName), type);
    },
  );

  for (const verb of ['apply', 'cancel'] as const) {
    app.post(
      `/api/imports/:importId/${verb}`,
      {
        schema: {
          summary: verb === 'apply' ? 'Write what the file changes' : 'Give an import up',
          params: withId,
          body: ImportCommand,
          response: { 200: ImportReply },
        },
      },
      async (request) => {
        const { viewer, city } = request;
        const { importId } = request.params;
        requireReach(viewer);
        const { commandId } = request.body;
        const command = { commandId, verb: `${verb}-import` as const, target: importId };
        await once(deps, viewer, command, async (tx) => {
          const one = await seenIn(tx, viewer, importId, true);
          if (!mayApply(viewer, one)) throw notYours();
          if (verb === 'apply') await apply(tx, one);
          else await cancel(deps, tx, one);
          tx.afterCommit(() => publishImport(deps, viewer.tenantId, importId));
          return importId;
        });
        return { import: present(city, viewer, await seen(deps, viewer, importId)) };
      },
    );
  }

  app.get(
    '/api/areas/export',
    { schema: { summary: 'Areas as a file that an import takes', querystring: AreaExportQuery } },
    async (request, reply) => {
      const { viewer, city } = request;
      const { format, under } = request.query;
      const reach = requireReach(viewer);
      if (under !== undefined && !hasAbility(viewer, 'administer', under)) throw problem('not-found');
      const scope = {
        model: city.model,
        tenantId: city.tenantId,
        codes: under === undefined ? reach : [under],
      };
      const name = `${city.model.key}-areas-${deps.clock.now().slice(0, 10)}.${format}`;
      return format === 'xlsx'
        ? download(reply, await exportWorkbook(deps.db, scope), name, workbookType)
        : download(reply, exportGeoJson(deps.db, scope), name, 'application/geo+json');
    },
  );
}

async function begin(
  deps: Deps,
  request: FastifyRequest,
  { commandId, name }: BeginImport,
): Promise<{ import: ImportView }> {
  const { viewer, city } = request;
  const reach = requireReach(viewer);
  const { body } = request;
  if (!isStream(body)) throw problem('unsupported-media-type');
  const files = importFiles(deps.config);
  const received = await files.receive(body);
  try {
    if (received.sizeBytes === 0) throw problem('bad-request');
    const target = `${name}:${received.sha256.toString('hex')}`;
    const importId = await once(deps, viewer, { commandId, verb: 'begin-import', target }, async (tx) => {
      const created = await insertImport(tx, {
        fileName: name,
        sizeBytes: received.sizeBytes,
        sha256: received.sha256,
        personId: viewer.personId,
        reach,
        at: deps.clock.now(),
      });
      // In its place before the job can be seen; without the commit it is stray, and goes with time.
      await files.keep(received, viewer.tenantId, created);
      await addJobs(tx, [importJob('check', { tenantId: viewer.tenantId, importId: created })]);
      tx.afterCommit(() => publishImport(deps, viewer.tenantId, created));
      return created;
    });
    return { import: present(city, viewer, await seen(deps, viewer, importId)) };
  } finally {
    await files.drop(received.path);
  }
}

async function apply(tx: Tx, one: ImportRecord): Promise<void> {
  if (one.faultCount > 0 || !(await moveImport(tx, one.importId, ['ready'], 'applying')))
    throw wrongState(one);
  await addJobs(tx, [importJob('write', { tenantId: tx.tenantId, importId: one.importId })]);
}

/** What runs is asked to end, and says itself when it has; what rests ends here. */
async function cancel(deps: Deps, tx: Tx, one: ImportRecord): Promise<void> {
  const at = deps.clock.now();
  if (await moveImport(tx, one.importId, ['waiting', 'faulty', 'ready'], 'cancelled', { endedAt: at }))
    return;
  if (one.state !== 'checking' && one.state !== 'applying') throw wrongState(one);
  await askToCancel(tx, one.importId, at);
}

function wrongState({ state }: ImportRecord): Error {
  return problem('import-state', { current: { state } });
}

function notYours(): Error {
  return problem('forbidden', {
    detail: {
      zh: '这次导入涉及您管辖范围以外的地方，请由管辖这些地方的岗位办理。',
      en: 'This import reaches beyond what your posts administer. A post that administers those places may do it.',
    },
  });
}

async function seen(deps: Deps, viewer: Viewer, importId: string): Promise<ImportRecord> {
  return inTenant(deps.db, viewer.tenantId, (tx) => seenIn(tx, viewer, importId), { readOnly: true });
}

async function seenIn(tx: Tx, viewer: Viewer, importId: string, lock = false): Promise<ImportRecord> {
  requireReach(viewer);
  const one = await findImport(tx, importId, { lock });
  if (!one || !maySee(viewer, one)) throw problem('not-found');
  return one;
}

function present({ model }: CityModel, viewer: Viewer, one: ImportRecord): ImportView {
  return presentImport(model, one, mayApply(viewer, one));
}

function download(reply: FastifyReply, content: Readable, name: string, type: string): FastifyReply {
  return reply
    .header(
      'content-disposition',
      `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    )
    .header('x-content-type-options', 'nosniff')
    .type(type)
    .send(content);
}

/** `楼栋.xlsx` → `楼栋-问题.xlsx`. */
function withWords(fileName: string): string {
  const at = fileName.lastIndexOf('.');
  return at <= 0 ? `${fileName}-问题` : `${fileName.slice(0, at)}-问题${fileName.slice(at)}`;
}

function isStream(body: unknown): body is Readable {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
