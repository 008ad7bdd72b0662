import { measureFirstFrames } from './media/firstFrame.ts';
import { bareRig, measureForwarding, ourRig } from './media/forwarding.ts';

/** Each side is measured in turn, first one and then the other, so that a machine that grows slower or faster meets both. */
const forwardingRounds = 6;
const joinRounds = 12;

console.log('CPU of the media worker per forwarded packet, one teacher to 150 receivers, video and voice over SRTP:');
const costs: Record<'bare' | 'ours', number[]> = { bare: [], ours: [] };
for (let round = 1; round <= forwardingRounds; round += 1) {
  const order = round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const);
  for (const side of order) {
    const { microsecondsPerPacket } = await measureForwarding(side === 'bare' ? bareRig : ourRig);
    costs[side].push(microsecondsPerPacket);
  }
  console.log(
    `  round ${round}: bare mediasoup ${costs.bare.at(-1)?.toFixed(1)} µs, a class ${costs.ours.at(-1)?.toFixed(1)} µs`,
  );
}
report('median', quantile(costs.bare, 0.5), quantile(costs.ours, 0.5), 'µs', 'aim: at most 1.05');

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
