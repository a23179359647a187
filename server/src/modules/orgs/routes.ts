import { AreaCode, WhoIsThere } from '@linli/contract';
import { z } from 'zod';
import { inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { type App, problem } from '../../platform/http/index.ts';
import { areaNames } from '../areas/index.ts';
import { whoIsThere } from './who.ts';

export function registerOrgs(app: App, deps: Deps): void {
  app.get(
    '/api/areas/:code/who',
    {
      schema: {
        summary: 'Who is there for a place',
        params: z.object({ code: AreaCode }),
        response: { 200: WhoIsThere },
      },
    },
    (request) =>
      inTenant(
        deps.db,
        request.city.tenantId,
        async (tx) => {
          const { code } = request.params;
          const [names, who] = await Promise.all([
            areaNames(tx, [code]),
            whoIsThere(tx, request.city.model, code, deps.clock.now()),
          ]);
          if (!names.has(code)) throw problem('not-found');
          return who;
        },
        { readOnly: true },
      ),
  );
}
