import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The server that the development page speaks to: `./keyturn demo`.
const server = process.env['KEYTURN_DEV_SERVER'] ?? 'http://localhost:3000';

// The server takes changes from its own origin only; in development the page has another one.
const proxy = { target: server, changeOrigin: true, headers: { origin: server } };

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2023',
    // Fonts and images as files of ours: the content security policy allows no other source.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What several pages need is one file, not thirty small ones. Dialogs are read when one is opened, and what
          // only the operator team's pages need by them: with it would come the dialogs that it opens.
          groups: [
            {
              name: 'shared',
              test: /[\\/]web[\\/]src[\\/](?!.*dialog)(?!(features|routes)[\\/]operator[\\/](?!components))/,
              minShareCount: 3,
            },
          ],
        },
      },
      // The contract's modules only define: what the page does not use of them is left out.
      treeshake: { moduleSideEffects: [{ test: /\/contract\/src\//, sideEffects: false }] },
    },
  },
  server: { proxy: { '/api': proxy, '/demo': proxy, '/demo-api': proxy, '/oauth2': proxy } },
});
