import { Cities, ModelView } from '@linli/contract';
import { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import type { App } from '../../platform/http/index.ts';
import { modelsOf } from './models.ts';
import { presentCity } from './present.ts';
import { presentModel } from './present-model.ts';

export function registerModels(app: App, deps: Deps): void {
  app.get(
    '/api/cities',
    {
      schema: {
        summary: 'Cities served here',
        response: { 200: Cities },
      },
    },
    async () => {
      const models = modelsOf(deps);
      const opened = await models.opened();
      return {
        cities: await Promise.all(opened.map((city) => presentCity(deps, city))),
        unopened:
          opened.length > 0
            ? []
            : models.cities().map(({ model }) => ({ key: model.key, title: model.title })),
      };
    },
  );

  app.get(
    '/api/model',
    {
      schema: {
        summary: 'The words of the city, and what the viewer may open',
        response: { 200: ModelView, 304: z.null().describe('Nothing has changed since `If-None-Match`') },
      },
    },
    async (request, reply) => {
      const { view, etag } = presentModel(request.city.model, request.viewer);
      // Kept by the browser and asked about each time: a new version of the model shows at once.
      reply.header('etag', etag).header('cache-control', 'private, no-cache');
      if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send(null);
      return view;
    },
  );
}

/** A proxy that compresses marks the tag as weak. */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  return ifNoneMatch?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag) ?? false;
}
