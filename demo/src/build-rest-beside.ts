/** The process of `buildRest`: makes the cities it is told, one after another, and ends. */
import { openBeside, openModels } from '@linli/server';
import type { Order, Word } from './build-rest.ts';
import { ensureCity } from './ensure-demo.ts';

const tell = (word: Word): void => {
  if (process.connected) process.send?.(word);
};
/** Often enough for a bar that moves. */
const progressEveryMs = 400;

// Ctrl-C reaches every process of a terminal; the server decides when this one ends.
process.on('SIGINT', () => {});
// The server is gone, however it went: what is half done is undone with the connection.
process.on('disconnect', () => process.exit());
process.on('error', () => process.exit());
process.once('message', (order: Order) => {
  work(order).then(
    () => process.exit(),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

async function work({ cities, ...beside }: Order): Promise<void> {
  const { deps, close } = await openBeside(beside);
  await openModels(deps);
  for (const city of cities) {
    const { tenantId } = city;
    let last = 0;
    const remark = await ensureCity(
      deps,
      city,
      (line) => tell({ kind: 'line', line }),
      (building) => {
        if (performance.now() - last < progressEveryMs) return;
        last = performance.now();
        tell({ kind: 'progress', tenantId, building });
      },
    );
    tell({ kind: 'done', tenantId, remark: remark ?? null });
  }
  await close();
}
