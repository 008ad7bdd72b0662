import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { servedParts } from './scripts/lib/servedParts.ts';
import { serviceWorker } from './scripts/lib/serviceWorker.ts';

const backend = `http://localhost:${process.env['PORT'] ?? 3000}`;

/** The client's build. In development vite serves the pages and hands everything else on to the server. */
export default defineConfig({
  plugins: [react(), servedParts(), serviceWorker()],
  server: {
    port: 5173,
    strictPort: true,
    // The host stays that of the page (a bare address here would change it), which is what the server compares the origin with.
    proxy: {
      '/api': { target: backend },
      '/socket.io': { target: backend, ws: true },
      '/documents': { target: backend, ws: true },
    },
  },
  build: {
    outDir: 'dist/client',
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    chunkSizeWarningLimit: 700,
  },
});
