import { measureAudience } from './media/audience.ts';
import { measureDelays, type AddedDelays } from './media/delay.ts';
import { measureFirstFrames } from './media/firstFrame.ts';
import { bareRig, measureForwarding, ourRig } from './media/forwarding.ts';

const forwardingRounds = 6;
const delayRounds = 4;
const delaySeconds = 15;
const joinRounds = 12;

console.log(
  'CPU of the media worker per forwarded packet, one teacher to 75 receivers each, video and voice over SRTP, at the same time:',
);
const rounds: { bare: number; ours: number; ratio: number }[] = [];
for (let round = 1; round <= forwardingRounds; round += 1) {
  // Who starts first changes with every round.
  const costs = await measureForwarding(round % 2 === 1 ? [bareRig, ourRig] : [ourRig, bareRig]);
  const [first = NaN, second = NaN] = costs.map(({ microsecondsPerPacket }) => microsecondsPerPacket);
  const [bare, ours] = round % 2 === 1 ? [first, second] : [second, first];
  rounds.push({ bare, ours, ratio: ours / bare });
  console.log(
    `  round ${round}: bare mediasoup ${bare.toFixed(1)} µs, a class ${ours.toFixed(1)} µs, ratio ${(ours / bare).toFixed(2)}`,
  );
}
const ratios = rounds.map(({ ratio }) => ratio);
console.log(`  median ratio ${quantile(ratios, 0.5).toFixed(2)} (aim: at most 1.05)`);

console.log('\nAdded to the way of a packet, against the same packet sent directly, in a class of eight who receive:');
const delays: AddedDelays[] = [];
for (let round = 1; round <= delayRounds; round += 1) {
  const measured = await measureDelays(delaySeconds);
  delays.push(measured);
  const shown = (way: keyof AddedDelays) =>
    `p50 ${quantile(measured[way], 0.5).toFixed(2)} p99 ${quantile(measured[way], 0.99).toFixed(2)} ms`;
  console.log(`  round ${round}: bare ${shown('bare')}, a class ${shown('ours')}, in a gallery ${shown('gallery')}`);
}
const p99 = (way: keyof AddedDelays) =>
  quantile(
    delays.map((round) => quantile(round[way], 0.99)),
    0.5,
  );
console.log(
  `  median p99: bare ${p99('bare').toFixed(2)} ms, a class ${p99('ours').toFixed(2)} ms (aim: at most 1 ms), in a gallery ${p99('gallery').toFixed(2)} ms`,
);

console.log(
  '\nAn open lesson: one teacher with camera and voice to 300 observers over SRTP, spread over two workers as a class spreads:',
);
const audience = await measureAudience(300, 150);
for (const { receivers, coreShare } of audience.workers) {
  console.log(`  a worker that feeds ${receivers}: ${(coreShare * 100).toFixed(0)}% of a core`);
}
console.log(
  `  ${(audience.delivered * 100).toFixed(2)}% of the packets left, ${audience.upstreamPackets} a second came from the teacher`,
);

console.log('\nFrom the click that joins to the first moving picture, in Chromium on this machine:');
const { bare, ours } = await measureFirstFrames(joinRounds);
report('p50', quantile(bare, 0.5), quantile(ours, 0.5), 'ms', '');
report('p95', quantile(bare, 0.95), quantile(ours, 0.95), 'ms', 'aim: ours at most 1500 ms');
process.exit(0);

function report(name: string, bareValue: number, ourValue: number, unit: string, aim: string): void {
  const ratio = (ourValue / bareValue).toFixed(2);
  console.log(
    `  ${name}: bare mediasoup ${bareValue.toFixed(1)} ${unit}, ours ${ourValue.toFixed(1)} ${unit}, ratio ${ratio} ${aim && `(${aim})`}`,
  );
}

/** The value below which a share of the values lies, between neighbours by linear interpolation. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? NaN;
  return low + ((sorted[Math.ceil(at)] ?? NaN) - low) * (at - Math.floor(at));
}
