import { fileURLToPath, URL } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Pages are chunks of their own; nothing is inlined, so that the policy of the page can be strict. */
export default defineConfig({
  base: '/studio/',
  plugins: [react()],
  resolve: {
    // The form for browsers decodes by innerHTML, which the policy of the page refuses.
    alias: { 'decode-named-character-reference': fileURLToPath(new URL('node_modules/decode-named-character-reference/index.js', import.meta.url)) },
  },
  build: {
    outDir: '../../../target/studio-build/studio',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    cssCodeSplit: true,
    modulePreload: { polyfill: false },
    target: 'es2022',
    chunkSizeWarningLimit: 900,
  },
  server: {
    port: 5199,
    proxy: { '/api': 'http://localhost:8099' },
  },
});
