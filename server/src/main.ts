/** `npm start`: a working city, and an orderly end. */
import { readConfig } from './platform/config.ts';
import { openLog } from './platform/log.ts';
import { Refused } from './platform/refused.ts';
import { type Phase, type Server, startServer } from './start.ts';

const phaseNames: Record<Phase, string> = {
  database: '数据库 database',
  pages: '页面 pages',
  models: '城市模型 models',
  demo: '演示城市 demo city',
  ready: '就绪 ready',
};

const began = performance.now();
const say = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

let server: Server | undefined;
let stopping: Promise<void> | undefined;
let stoppingSince = 0;

/** npm passes a terminal's Ctrl-C on, so that it arrives twice; only a later one is a second wish. */
const secondWishAfterMs = 1_000;

async function stop(exitCode: number): Promise<void> {
  process.exitCode = exitCode;
  await server?.stop();
  process.exit();
}

function onSignal(): void {
  if (stopping === undefined) {
    stoppingSince = performance.now();
    // Before it has started there is nothing to answer; what is half open is closed when the start notices.
    say('\n正在停止 stopping … (Ctrl-C: 立即停止 at once)');
    stopping = starting.then(() => stop(Number(process.exitCode ?? 0)));
  } else if (performance.now() - stoppingSince > secondWishAfterMs) {
    server?.abandon();
    process.exit(1);
  }
}

async function start(): Promise<void> {
  const config = readConfig();
  const log = openLog(config.logLevel);
  const failed = (error: unknown): void => {
    log.fatal({ err: error }, 'unexpected');
    stopping ??= stop(1);
  };
  process.on('uncaughtException', failed);
  process.on('unhandledRejection', failed);
  say('邻里 Linli');
  server = await startServer({
    config,
    log,
    report: (line) => say(`  · ${line}`),
    onLost: failed,
    phase: (name, seconds, remark) =>
      say(`  ✓ ${phaseNames[name]}  ${seconds.toFixed(1)} s${remark === undefined ? '' : `  (${remark})`}`),
  });
  say();
  say(`  ${server.url}   ${((performance.now() - began) / 1000).toFixed(1)} s   Ctrl-C 停止 stops`);
  if (server.deps.isDemo)
    say(`  演示：打开页面，点一个人即可登录 Demo: open the page and be somebody at a tap`);
  say();
}

process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);
process.on('SIGHUP', onSignal);
if (process.env.npm_lifecycle_event !== undefined) {
  // npm hands a SIGTERM to its shell, which dies without passing it on: notice that nobody is left above us.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent && stopping === undefined) onSignal();
  }, 250).unref();
}

const starting = start().catch((error: unknown) => {
  process.exitCode = 1;
  console.error(
    `\n${error instanceof Refused ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  if (stopping === undefined) process.exit();
});
await starting;
