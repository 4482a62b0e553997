import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Core's doors export more than a page uses, schemas made at load time among it; none of it acts when it is loaded.
const treeshake = { moduleSideEffects: (id: string) => !id.includes('/src/core/') && !id.includes('/zod/') };

/** The buyer's pages: `vite build --config src/web/vite.config.ts` into dist/web. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  worker: { format: 'es', rolldownOptions: { treeshake } },
  server: { proxy: { '/v1': 'http://127.0.0.1:8080', '/test-pay': 'http://127.0.0.1:8080' } },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // What is inlined as data: or as script would need holes in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { treeshake },
  },
});
