// `npm test`: set up, lint, types, tests; the last line is `N passed, N failed, N skipped`. Lint, each type check
// and the build of the web pages count as one. Arguments are handed to vitest (`npm test -- src/log` runs the tests of one folder).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bringChromium, findChromium, NO_BROWSER } from './chromium.mjs';
import { bringJava } from './java.mjs';
import { below, compileCache, readJson } from './setup/paths.mjs';
import { reportFailure, setUp } from './setup.mjs';

const resultFile = below('node_modules', '.crosscurrent-test-results.json');

/** The script behind a package's command, so that it can be run by the Node of our choice. */
function commandOf(name, command = name) {
  const manifest = JSON.parse(readFileSync(below('node_modules', name, 'package.json'), 'utf8'));
  return below('node_modules', name, typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[command]);
}

function run(node, args, env) {
  return (
    spawnSync(node, args, { cwd: below(), stdio: 'inherit', env: { ...process.env, ...env } }).status === 0
  );
}

/** Lint and types: one passed or failed each. */
function check(node) {
  const checks = [
    ['lint', [commandOf('@biomejs/biome', 'biome'), 'check', '--error-on-warnings', '.']],
    ['types', [commandOf('typescript', 'tsc'), '--noEmit', '-p', '.']],
  ];
  if (existsSync(below('web', 'tsconfig.json'))) {
    checks.push(['types of the web app', [commandOf('typescript', 'tsc'), '--noEmit', '-p', 'web']]);
  }
  return checks.map(([name, args]) => {
    const good = run(node, args);
    console.log(`${good ? '✓' : '✗'} ${name}`);
    return good;
  });
}

/** Passed, failed and skipped tests; a file that could not even be loaded counts as one failure. */
function countTests(wentWell) {
  const results = readJson(resultFile);
  if (results === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const broken = results.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = results.numFailedTests + broken;
  return {
    passed: results.numPassedTests,
    failed: failed === 0 && !wentWell ? 1 : failed, // an error outside of any test
    skipped: results.numPendingTests + results.numTodoTests,
  };
}

function runTests(node, args) {
  rmSync(resultFile, { force: true });
  mkdirSync(path.dirname(resultFile), { recursive: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultFile}`];
  const folder = path.dirname(node);
  const env = {
    PATH: `${folder}${path.delimiter}${process.env['PATH'] ?? ''}`,
    // Tests start the program some hundred times.
    NODE_COMPILE_CACHE: compileCache,
  };
  return countTests(run(node, [commandOf('vitest'), 'run', ...reporters, ...args], env));
}

/** Whether the web pages can be built, which counts as a check too. */
async function webIsBuilt() {
  const built = await setUp({ web: true }).then(
    () => true,
    () => false,
  );
  console.log(`${built ? '✓' : '✗'} web pages`);
  return built;
}

/** Whether the browser tests can run; without a browser that is a failure in CI alone. */
function browserIsFine() {
  bringChromium();
  if (findChromium() !== undefined) return true;
  console.log(NO_BROWSER);
  return process.env['CI'] !== 'true';
}

/** Whether tests that need Kafka and Flink are among the asked ones. Where those cannot run, they say why themselves. */
function mayNeedJava(args) {
  return args.length === 0 || args.some((arg) => arg.includes('cluster'));
}

async function main() {
  const node = await setUp({ web: false });
  const checks = [...check(node), await webIsBuilt(), ...(browserIsFine() ? [] : [false])];
  if (mayNeedJava(process.argv.slice(2))) bringJava();
  const tests = runTests(node, process.argv.slice(2));
  const passed = tests.passed + checks.filter((good) => good).length;
  const failed = tests.failed + checks.filter((good) => !good).length;
  process.exitCode = failed === 0 ? 0 : 1;
  console.log(`${passed} passed, ${failed} failed, ${tests.skipped} skipped`);
}

await main().catch((error) => {
  reportFailure(error);
  console.log('0 passed, 1 failed, 0 skipped');
});
