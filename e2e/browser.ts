/**
 * A browser of our own for journeys and pictures: the Chromium that ships in an npm package, so that a machine
 * without one runs the same tests. Chinese characters come from the web font that the pages bring.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium as playwright } from 'playwright-core';

export const phone = { width: 390, height: 844 };
export const smallPhone = { width: 360, height: 740 };
export const desktop = { width: 1440, height: 900 };

const house = dirname(dirname(fileURLToPath(import.meta.url)));

export async function openBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: process.env.LINLI_CHROMIUM ?? (await unpackedChromium()),
    args: [
      ...chromium.args.filter((flag) => !flag.startsWith('--headless') && flag !== '--single-process'),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-quic',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--ignore-gpu-blocklist',
    ],
    headless: true,
  });
}

/** A person's own device: nothing is shared with other contexts. */
export async function openDevice(
  browser: Browser,
  size: { width: number; height: number },
  options: {
    dark?: boolean;
    touch?: boolean;
    locale?: string;
    /** Answers are made up by the test: nothing may answer before them. */
    withoutServiceWorker?: boolean;
    /** Two points to a pixel, for pictures. */
    sharp?: boolean;
  } = {},
): Promise<BrowserContext> {
  return browser.newContext({
    viewport: size,
    locale: options.locale ?? 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    colorScheme: options.dark ? 'dark' : 'light',
    hasTouch: options.touch ?? size.width < 500,
    isMobile: options.touch ?? size.width < 500,
    deviceScaleFactor: options.sharp ? 2 : 1,
    reducedMotion: 'reduce',
    serviceWorkers: options.withoutServiceWorker ? 'block' : 'allow',
  });
}

/**
 * The package unpacks itself to a place that all users of a machine share, readable by the first of them alone, and an
 * unpacking cut short stays. So it is unpacked to a folder of one's own, which gets its name when it is complete.
 */
async function unpackedChromium(): Promise<string> {
  const manifest = join(house, 'node_modules', '@sparticuz', 'chromium', 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const user = process.getuid?.();
  const folder = join(tmpdir(), `linli-chromium-${version}-${user ?? 'user'}`);
  if (!existsSync(folder)) {
    const fresh = await mkdtemp(`${folder}.`);
    const unpack = "await (await import('@sparticuz/chromium')).default.executablePath()";
    execFileSync(process.execPath, ['--input-type=module', '-e', unpack], {
      cwd: house,
      env: { ...process.env, TMPDIR: fresh },
    });
    await rename(fresh, folder).catch(() => {
      // Somebody else was faster, and theirs is as good.
      return rm(fresh, { recursive: true, force: true });
    });
  }
  if (user !== undefined && (await stat(folder)).uid !== user)
    throw new Error(`${folder} belongs to somebody else: remove it`);
  return join(folder, 'chromium');
}
