import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { WaitingFirst } from './test/support/waiting-first.js';

export default defineConfig({
  test: {
    globals: true,
    include: [
      'src/**/*.spec.ts',
      'test/**/*.e2e-spec.ts',
      'client/test/**/*.e2e-spec.ts',
      'web/src/**/*.spec.ts',
    ],
    globalSetup: ['./test/support/global-setup.ts'],
    reporters: ['default', './test/support/closing-line.reporter.ts'],
    // Files share a worker's modules: loading Nest and TypeORM anew for each would take longer than the tests.
    isolate: false,
    // More than cores: many tests wait for a deadline to pass.
    maxWorkers: Math.max(2, availableParallelism()) + 2,
    sequence: { sequencer: WaitingFirst },
    // For what hangs. Where somebody else has the cores, servers and browsers take their time to start.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // How long something takes is asked only where it is said.
    expect: { poll: { timeout: 10_000 } },
  },
});
