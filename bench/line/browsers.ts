import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import type { Api } from '../../test/support/api.ts';

const executable = process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium';

/** Starts Chromium here, or in another network namespace. Pages of these addresses may use cameras without https. */
export function startChromium(addresses: readonly string[], namespace?: string): Promise<Browser> {
  return chromium.launch({
    executablePath: namespace === undefined ? executable : inNamespace(namespace),
    args: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-quic',
      '--autoplay-policy=no-user-gesture-required',
      `--unsafely-treat-insecure-origin-as-secure=${addresses.map((address) => new URL(address).origin).join(',')}`,
    ],
  });
}

/** A context of somebody who is signed in. */
export async function openContext(browser: Browser, url: string, person: Pick<Api, 'cookie'>): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'zh-CN', serviceWorkers: 'block' });
  // A busy machine takes its time over everything that is not measured.
  context.setDefaultTimeout(120_000);
  const [name = '', ...value] = person.cookie().split('=');
  await context.addCookies([{ name, value: value.join('='), url: new URL(url).origin }]);
  return context;
}

/** A program that is Chromium in another namespace; playwright starts programs by their name alone. */
function inNamespace(namespace: string): string {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-near-')), 'chromium');
  fs.writeFileSync(file, `#!/bin/sh\nexec ip netns exec ${namespace} ${executable} "$@"\n`, { mode: 0o700 });
  return file;
}
