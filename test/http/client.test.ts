import fs from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import express from 'express';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveClient } from '../../server/http/client.ts';
import { createErrorMapper } from '../../server/http/errorMapper.ts';

const script = `console.log(${JSON.stringify('同课'.repeat(2000))});`;
let folder: string;
let server: http.Server;
let url: string;

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'tongke-client-'));
  await fs.mkdir(path.join(folder, 'assets', 'reader-1'), { recursive: true });
  await fs.writeFile(path.join(folder, 'assets', 'reader-1', 'pdf.worker.min.mjs'), script);
  await fs.writeFile(path.join(folder, 'assets', 'main-abc.js'), script);
  await fs.writeFile(path.join(folder, 'index.html'), '<style nonce="__CSP_NONCE__"></style>');
  const app = express();
  app.use((_request, response, next) => {
    response.locals['nonce'] = 'n0nce';
    next();
  });
  await fs.writeFile(path.join(folder, 'sw.js'), script);
  await fs.writeFile(path.join(folder, 'manifest.webmanifest'), '{"name":"同课"}');
  const retired = express();
  serveClient(retired, folder, false);
  app.use('/retired', retired);
  serveClient(app, folder);
  app.use(createErrorMapper(pino({ level: 'silent' })));
  server = http.createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await fs.rm(folder, { recursive: true, force: true });
});

/** Gets a file as it comes over the line. */
const get = (address: string, encoding: string, method = 'GET') =>
  new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    const request = http.request(url + address, { method, headers: { 'accept-encoding': encoding } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.on('error', reject).end();
  });

describe('the built client', () => {
  it.each([
    ['gzip, deflate, br', 'br', zlib.brotliDecompressSync],
    ['gzip', 'gzip', zlib.gunzipSync],
  ] as const)('comes compressed to a browser that takes %s', async (accepted, used, decompress) => {
    const { status, headers, body } = await get('/assets/main-abc.js', accepted);
    expect(status).toBe(200);
    expect(headers['content-encoding']).toBe(used);
    expect(headers['content-type']).toMatch(/javascript/);
    expect(headers['cache-control']).toContain('immutable');
    expect(headers.vary).toContain('Accept-Encoding');
    expect(decompress(body).toString()).toBe(script);
    expect(body.length).toBeLessThan(script.length / 3);
    const head = await get('/assets/main-abc.js', accepted, 'HEAD');
    expect(head.headers['content-encoding']).toBe(used);
    expect(head.body.length).toBe(0);
  });

  it('lets the reader of PDF files use WebAssembly, and nothing else that pages may not', async () => {
    const worker = await get('/assets/reader-1/pdf.worker.min.mjs', 'br');
    expect(zlib.brotliDecompressSync(worker.body).toString()).toBe(script);
    expect(worker.headers['content-type']).toMatch(/javascript/);
    const policy = String(worker.headers['content-security-policy']).split('; ');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    const other = await get('/assets/main-abc.js', 'br');
    expect(String(other.headers['content-security-policy'])).not.toContain('wasm');
  });

  it('comes as it is to a program that takes nothing else', async () => {
    const { headers, body } = await get('/assets/main-abc.js', 'identity');
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.toString()).toBe(script);
  });

  it.each(['/assets/none.js', '/assets/..%2findex.html', '/missing.js', '/.env', '/a.b/c'])('has no %s', async (address) => {
    expect((await get(address, 'br')).status).toBe(404);
  });

  it('has browsers ask anew for what decides which version they keep (K7)', async () => {
    const worker = await get('/sw.js', 'identity');
    expect(worker.headers['cache-control']).toBe('no-cache');
    expect(worker.headers['content-type']).toMatch(/javascript/);
    expect(worker.body.toString()).toBe(script);
    const manifest = await get('/manifest.webmanifest', 'identity');
    expect(manifest.headers).toMatchObject({
      'cache-control': 'no-cache',
      'content-type': expect.stringMatching(/application\/manifest\+json/) as string,
    });
  });

  it('takes kept clients away again where they are not wanted (K7)', async () => {
    const { headers, body } = await get('/retired/sw.js', 'identity');
    expect(headers['cache-control']).toBe('no-cache');
    expect(headers['content-type']).toMatch(/javascript/);
    expect(body.toString()).toContain('registration.unregister()');
  });

  it('answers a page address with its index and the nonce of this answer', async () => {
    for (const address of ['/', '/lessons/5b1f', '/sign-in?next=%2Flessons']) {
      const { status, body } = await get(address, 'identity');
      expect(status).toBe(200);
      expect(body.toString()).toContain('nonce="n0nce"');
    }
  });
});
