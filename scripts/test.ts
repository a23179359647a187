/**
 * `npm test`: format and lint, types, the pages' build, then every test, and a closing line that says how it went:
 * `N passed, N failed`. With arguments only the tests they name run: `npm test -- server/test/platform`.
 * Exits 1 on any failure, on a skipped test, and when there was nothing to test.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePages } from '../server/src/platform/pages/build.ts';
import { checkAll, run } from './check.ts';

interface Outcome {
  passed: number;
  failed: number;
}

const filters = process.argv.slice(2);
const outcomes: Outcome[] = [];

if (filters.length === 0) {
  outcomes.push(outcomeOf(checkAll()));
  outcomes.push(outcomeOf(await buildPages()));
}
outcomes.push(runTests(filters));

const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

function outcomeOf(isGood: boolean): Outcome {
  return isGood ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Here, once, so that no test pays for it. */
async function buildPages(): Promise<boolean> {
  console.log('\n— build of the pages');
  try {
    await ensurePages((line) => console.log(line));
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return false;
  }
}

function runTests(names: string[]): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'linli-results-'));
  const resultPath = join(folder, 'results.json');
  const isGood = run('tests', 'vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${resultPath}`,
    ...names,
  ]);
  const outcome = readResults(resultPath, isGood);
  rmSync(folder, { recursive: true, force: true });
  return outcome;
}

interface Results {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[];
}

function readResults(path: string, isGood: boolean): Outcome {
  if (!existsSync(path)) return { passed: 0, failed: 1 };
  const results = JSON.parse(readFileSync(path, 'utf8')) as Results;
  const tests = results.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, file: name })),
  );
  const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
  for (const { file, fullName } of skipped)
    console.error(`skipped, which counts as failed: ${file}: ${fullName}`);
  // A file that fails before its first test has no failed test to its name.
  const brokenFiles = results.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = results.numFailedTests + brokenFiles + skipped.length;
  if (results.numPassedTests === 0) console.error('nothing was tested, which counts as failed');
  const isUnexplained = failed === 0 && (!isGood || results.numPassedTests === 0);
  return { passed: results.numPassedTests, failed: isUnexplained ? 1 : failed };
}
