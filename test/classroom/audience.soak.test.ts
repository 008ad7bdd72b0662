import { it } from 'vitest';
import { holdOpenLesson } from './openLesson.ts';

it('takes 300 observers into an open class on one machine (ME1.2, ME1.3, M01, S05)', async () => {
  const started = performance.now();
  await holdOpenLesson({ observers: 300, capacity: 150 });
  process.stdout.write(`  300 observers: ${((performance.now() - started) / 1000).toFixed(1)} s in all\n`);
});
