import { it } from 'vitest';
import { holdOpenLesson } from './openLesson.ts';

it('takes an audience into an open class, spread over two workers; each is reached and none can send (ME1.2, ME1.3, M01, S05)', async () => {
  await holdOpenLesson({ observers: 40, capacity: 20 });
}, 180_000);
