// Starts a TypeScript program of this repository under the Node.js 24 that the npm package `node` brings.
// Plain JavaScript on purpose: it must run, and say what is wrong, on any Node.js from 20 up.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const [program, ...rest] = process.argv.slice(2);

/** Types are stripped without a flag from 22.18 on; everything here is tested on 24. */
function runsTypeScript() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

if (program === undefined) {
  console.error('usage: node scripts/launch.mjs PROGRAM.ts [arguments]');
  process.exitCode = 2;
} else if (runsTypeScript()) {
  process.argv = [process.execPath, resolve(root, program), ...rest];
  await import(pathToFileURL(resolve(root, program)).href);
} else {
  const executable = process.platform === 'win32' ? 'node.exe' : 'node';
  const pinned = join(root, 'node_modules', 'node', 'bin', executable);
  if (existsSync(pinned)) {
    const child = spawn(pinned, [fileURLToPath(import.meta.url), program, ...rest], { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('exit', (code, signal) => {
      process.exitCode = signal === null ? (code ?? 1) : 1;
    });
  } else {
    console.error(
      [
        `Linli runs on Node.js 24, this is ${process.version}.`,
        'The npm package `node` brings version 24, but its install script has not run',
        '(npm was told to ignore install scripts, or nothing is installed yet). Run once:',
        '',
        existsSync(join(root, 'node_modules', 'node'))
          ? '    npm rebuild node --ignore-scripts=false'
          : '    npm install',
        '',
        '邻里需要 Node.js 24，由 npm 包 `node` 提供，但它的安装脚本没有运行。请执行上面这条命令后重试。',
      ].join('\n'),
    );
    process.exitCode = 1;
  }
}
