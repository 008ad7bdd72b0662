import './lib/nodeVersion.mjs';
import { checkStyle, checkTypes, checkUnused } from './checks.mjs';
import { install } from './install.mjs';
import { main } from './lib/main.mjs';

await main(async () => {
  await install();
  const checks = [...(await Promise.all([checkTypes(), checkStyle()])).flat(), await checkUnused()];
  for (const { name, failure } of checks) if (failure) console.log(`\n${name}:\n${failure}`);
  return checks.some(({ failure }) => failure) ? 1 : 0;
});
