import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: {
      // From its source, so that nothing has to be built first.
      '@munjigi/client': fileURLToPath(
        new URL('../client/src/index.ts', import.meta.url),
      ),
    },
  },
});
