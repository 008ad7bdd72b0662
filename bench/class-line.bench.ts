import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { layNamespaces, whyNot } from './line/namespaces.ts';

const missing = whyNot();
if (missing === null) {
  const { far, near, control, remove } = await layNamespaces();
  try {
    // Everything runs inside; the one with the bad line in the near namespace, all others with the server in the far one.
    const script = path.join(import.meta.dirname, 'line', 'measure.ts');
    const words = ['netns', 'exec', far, process.execPath, ...process.execArgv, '--import', 'tsx', script, near, control];
    process.exitCode = spawnSync('ip', words, { stdio: 'inherit' }).status ?? 1;
  } finally {
    remove();
  }
} else {
  console.log(`Not measured: ${missing}.`);
}
