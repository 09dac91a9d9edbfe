import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the API is while `vite` serves the pages for development. */
const api = process.env['CROSSCURRENT_URL'] ?? 'http://127.0.0.1:4700';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: path.join(import.meta.dirname, '..', 'dist', 'web'),
    emptyOutDir: true,
    // The charts are one lazy chunk of about 450 kB before compression.
    chunkSizeWarningLimit: 700,
  },
  server: { host: '127.0.0.1', proxy: { '/api': api, '/sign-in': api, '/v1': api } },
});
