// Prints what the client library adds to a page, gzipped, and fails when that is more than it promises.
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const MAX_BYTES = 6 * 1024;

const { output } = await build({
  configFile: false,
  logLevel: 'silent',
  build: {
    write: false,
    minify: true,
    rollupOptions: {
      preserveEntrySignatures: 'strict',
      input: 'client/src/index.ts',
    },
  },
});
const bytes = gzipSync(output[0].code).length;
console.log(
  `@munjigi/client: ${(bytes / 1024).toFixed(1)} kB gzip of ${MAX_BYTES / 1024} at most`,
);
if (bytes > MAX_BYTES) process.exit(1);
