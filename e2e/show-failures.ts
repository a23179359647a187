/** A failed journey leaves pictures of what stood on every page. */
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterEach } from 'vitest';

/** Called once by a file of journeys, with how to get at its browser. */
export function showFailures(browser: () => Browser | undefined): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    const folder = join(tmpdir(), 'linli-e2e-failures');
    await mkdir(folder, { recursive: true });
    const pages = browser()
      ?.contexts()
      .flatMap((context) => context.pages());
    for (const [index, page] of (pages ?? []).entries()) {
      const path = join(
        folder,
        `${task.name.replaceAll(/[^\p{L}\d]+/gu, '-').slice(0, 60)}-${index + 1}.png`,
      );
      await page.screenshot({ path }).then(
        () => console.error(`${page.url()} → ${path}`),
        () => {},
      );
    }
  });
}
