/**
 * A browser of our own for journeys and pictures: the Chromium that ships in an npm package, so that a machine
 * without one runs the same tests. Chinese characters come from the web font that the pages bring.
 */
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium as playwright } from 'playwright-core';

export const phone = { width: 390, height: 844 };
export const smallPhone = { width: 360, height: 740 };
export const desktop = { width: 1440, height: 900 };

export async function openBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: process.env.LINLI_CHROMIUM ?? (await chromium.executablePath()),
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
