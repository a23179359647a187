import type { Deps } from '../../../platform/deps.ts';

/** A hint that an import has come further; who may see it asks for it. */
export function publishImport(deps: Pick<Deps, 'live'>, tenantId: number, importId: string): void {
  deps.live.publish({ tenantId, topic: 'imports', data: { importId } });
}
