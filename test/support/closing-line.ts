import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with one plain line of counts, and fails a run in which no test was executed. */
export const closingLine: Reporter = {
  onTestRunEnd(modules) {
    const counts = countStates(modules);
    process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
    if (counts.passed + counts.failed === 0) process.exitCode = 1;
  },
};

function countStates(modules: readonly TestModule[]) {
  const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
  for (const module of modules) {
    for (const test of module.children.allTests()) counts[test.result().state] += 1;
    // A file that cannot be loaded has no tests to count, and is a failure all the same.
    if (module.errors().length > 0) counts.failed += 1;
  }
  return counts;
}
