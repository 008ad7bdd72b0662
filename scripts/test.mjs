import './lib/nodeVersion.mjs';
import fs from 'node:fs';
import path from 'node:path';
import { checkStyle, checkTypes } from './checks.mjs';
import { compile } from './compile.mjs';
import { install } from './install.mjs';
import { temporaryFolder } from './lib/ending.mjs';
import { main } from './lib/main.mjs';
import { program, root } from './lib/project.mjs';
import { Failure, run } from './lib/run.mjs';
import { step } from './lib/step.mjs';
import { findWorker } from './mediaWorker/find.mjs';
import { distribution, installPackages } from './systemPackages.mjs';
import { startSecondDatabase } from './secondDatabase.mjs';

const debianPackages = ['chromium', 'coturn', 'ffmpeg', 'fonts-noto-cjk', 'postgresql'];

await main(async () => {
  const soak = process.argv.includes('--soak');
  const filters = process.argv.slice(2).filter((word) => word !== '--soak' && word !== '--');

  console.log('Tongke 同课: tests');
  await install();
  await step('System packages', (progress) => installTools(progress));
  const worker = await findWorker();
  if (!worker) throw new Failure('The tests hold real classes, which need the media worker.');
  await compile();

  const checks = soak ? [] : (await Promise.all([checkTypes(), checkStyle()])).flat();
  const folder = temporaryFolder('tests');
  fs.chmodSync(folder, 0o711);
  const database = await step(
    'PostgreSQL of the system',
    () => startSecondDatabase(),
    ({ version }) => version,
  );
  const report = path.join(folder, 'report.json');
  const config = soak ? ['--config', 'vitest.soak.config.ts'] : [];
  const vitest = [
    ...program('vitest'),
    'run',
    ...config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    `--reporter=${path.join(root, 'scripts', 'lib', 'retriedReporter.mjs')}`,
    // A machine that many share stalls now and then. What needs a second try there is named at the end; at home nothing is tried again.
    ...(process.env.CI ? ['--retry=2'] : []),
    ...filters,
  ];
  const env = { ...process.env, NODE_ENV: 'test', TMPDIR: folder, MEDIASOUP_WORKER_BIN: worker, TEST_DATABASE_URL: database.url };
  let passes = true;
  try {
    await run(process.execPath, vitest, { cwd: root, env, show: true });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    passes = false;
  } finally {
    await database.close();
  }

  const failedChecks = checks.filter(({ failure }) => failure !== undefined);
  for (const { name, failure } of failedChecks) console.log(`\n${name}:\n${failure}`);
  console.log(`\n${count(report)}`);
  return passes && failedChecks.length === 0 ? 0 : 1;
});

/** @param {(text: string) => void} progress */
async function installTools(progress) {
  if (distribution().debian) return installPackages(debianPackages, progress);
  const tools = [
    {
      name: 'Chromium (or its path in CHROMIUM_BIN)',
      found: process.env.CHROMIUM_BIN ?? find('chromium') ?? find('google-chrome'),
    },
    { name: 'ffmpeg', found: find('ffmpeg') },
    { name: 'coturn', found: find('turnserver') },
    { name: 'PostgreSQL (its server programs in the PATH)', found: find('postgres') },
  ];
  const missing = tools.filter(({ found }) => !found).map(({ name }) => name);
  if (missing.length > 0) throw new Failure(`The tests need ${missing.join(', ')}. Install what is missing and run this again.`);
}

/** @param {string} name */
function find(name) {
  return (process.env.PATH ?? '').split(path.delimiter).find((folder) => folder && fs.existsSync(path.join(folder, name)));
}

/**
 * The line that says how it went. A file that could not even be loaded counts as one failure.
 * @param {string} report
 */
function count(report) {
  if (!fs.existsSync(report)) return '0 passed, 1 failed';
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(fs.readFileSync(report, 'utf8'));
  const broken = testResults.filter(
    (/** @type {{ status: string, assertionResults: { status: string }[] }} */ file) =>
      file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  );
  return `${numPassedTests} passed, ${numFailedTests + broken.length} failed`;
}
