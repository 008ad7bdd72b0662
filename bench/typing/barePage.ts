import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'vite';

/** Serves the bare editor with the same words as the plan. */
export async function serveBarePage(words: readonly string[]): Promise<{ page: string; close: () => void }> {
  const script = await bundle();
  const server = http.createServer((request, response) => {
    const [type, body] =
      request.url === '/page.js'
        ? ['text/javascript', script]
        : request.url === '/words'
          ? ['application/json', JSON.stringify(words)]
          : ['text/html', '<!doctype html><meta charset="utf-8"><script type="module" src="/page.js"></script>'];
    response.setHeader('content-type', type);
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    page: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      rollupOptions: { input: path.join(import.meta.dirname, 'bareEditor.ts') },
    },
  });
  const [output] = [built].flat();
  const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined;
  if (chunk === undefined) throw new Error('the page of the bare editor could not be built');
  return chunk.code;
}
