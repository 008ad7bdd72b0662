import { startSide } from './documents/propagation.ts';
const s = await startSide('ours');
for (let i = 0; i < 2; i++) {
  const m = await s.measure({ plans: 50, people: 4, every: 250 }, 4);
  console.log(m.cpuMicroseconds / m.delays.length, m.delays.length);
}
s.stop();
