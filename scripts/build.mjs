import './lib/nodeVersion.mjs';
import { compile } from './compile.mjs';
import { install } from './install.mjs';
import { main } from './lib/main.mjs';

await main(async () => {
  await install();
  await compile({ force: true });
});
