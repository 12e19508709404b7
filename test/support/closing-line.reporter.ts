import type { Reporter, TestModule } from 'vitest/node';

/** Ends the run with the line `N passed, N failed`, which the gate reads. */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly unknown[],
  ): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) =>
      tests.filter((test) => test.result().state === state).length;
    // A file that does not load, or an error between tests, has failed too.
    const broken = modules.filter(
      (module) => module.errors().length > 0,
    ).length;
    const failed = count('failed') + broken + errors.length;
    process.stdout.write(`\n${count('passed')} passed, ${failed} failed\n`);
  }
}
