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
    // A file that does not load, a hook that throws and an error between tests have failed too.
    const broken = modules
      .flatMap((module) => [module, ...module.children.allSuites()])
      .filter((part) => part.errors().length > 0).length;
    const failed = count('failed') + broken + errors.length;
    process.stdout.write(`\n${count('passed')} passed, ${failed} failed\n`);
  }
}
