import fs from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

const pdfParts = `assets/pdfjs-${versionOf('pdfjs-dist')}`;

/** Files of packages that their code fetches by name when it needs them; Excalidraw would ask another server for its letters. */
const parts: Record<string, string> = {
  'assets/excalidraw/fonts': 'node_modules/@excalidraw/excalidraw/dist/prod/fonts',
  ...Object.fromEntries(
    ['cmaps', 'standard_fonts', 'wasm', 'iccs'].map((folder) => [`${pdfParts}/${folder}`, `node_modules/pdfjs-dist/${folder}`]),
  ),
  [`${pdfParts}/pdf.worker.min.mjs`]: 'node_modules/pdfjs-dist/legacy/build/pdf.worker.min.mjs',
};

const types: Record<string, string> = {
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
};

/** Serves the letters of the whiteboard and what PDF files need from our own address, in development and in the build. */
export function servedParts(): Plugin {
  return {
    name: 'tongke-served-parts',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const wanted = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname).slice(1);
        const part = Object.entries(parts).find(([address]) => wanted === address || wanted.startsWith(`${address}/`));
        const file = part === undefined ? '' : path.join(part[1], path.normalize(wanted.slice(part[0].length)));
        if (part === undefined || !file.startsWith(part[1]) || !isFile(file)) return next();
        response.setHeader('Content-Type', types[path.extname(file)] ?? 'application/octet-stream');
        fs.createReadStream(file).pipe(response);
      });
    },
    transform(code, id) {
      if (id.includes('@excalidraw/excalidraw'))
        return code.replaceAll('`https://esm.sh/${', '`${location.origin}/assets/excalidraw/?${');
      return null;
    },
    generateBundle(_options, bundle) {
      if (this.environment.name !== 'client') return;
      const asking = Object.values(bundle).filter((output) => output.type === 'chunk' && output.code.includes('//esm.sh/'));
      if (asking.length > 0) throw new Error('The whiteboard would ask another server for its letters.');
      for (const [address, source] of Object.entries(parts)) {
        const names = isFile(source) ? [''] : fs.readdirSync(source, { recursive: true, encoding: 'utf8' });
        for (const name of names) {
          const file = path.join(source, name);
          if (!isFile(file)) continue;
          const fileName = path.posix.join(address, ...name.split(path.sep));
          this.emitFile({ type: 'asset', fileName, source: fs.readFileSync(file) });
        }
      }
    },
  };
}

const isFile = (file: string): boolean => fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true;

function versionOf(name: string): string {
  return (JSON.parse(fs.readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }).version;
}
