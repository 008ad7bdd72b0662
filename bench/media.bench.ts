import { bareRig, measureForwarding, ourRig } from './media/forwarding.ts';

/** How often each side is measured, in turn, so that a machine that grows slower or faster meets both. */
const rounds = 4;

const costs: Record<'bare' | 'ours', number[]> = { bare: [], ours: [] };
console.log('CPU of the media worker per forwarded packet, one teacher to 150 receivers, video and voice over SRTP:');
for (let round = 1; round <= rounds; round += 1) {
  const bare = await measureForwarding(bareRig);
  const ours = await measureForwarding(ourRig);
  costs.bare.push(bare.microsecondsPerPacket);
  costs.ours.push(ours.microsecondsPerPacket);
  const show = (cost: typeof bare) => `${cost.microsecondsPerPacket.toFixed(1)} µs (${cost.packets} packets)`;
  console.log(`  round ${round}: bare mediasoup ${show(bare)}, a class ${show(ours)}`);
}
const [bare, ours] = [median(costs.bare), median(costs.ours)];
console.log(`  median: ${bare.toFixed(1)} µs and ${ours.toFixed(1)} µs; ratio ${(ours / bare).toFixed(2)} (aim: at most 1.05)`);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle) - (sorted.length % 2 === 0 ? 1 : 0)] ?? NaN)) / 2;
}
