/** Says at the end of a run which tests passed only when they were tried again, so that none of them goes unnoticed (docs/decisions/0030). */
export default class RetriedReporter {
  /** @param {readonly import('vitest/node').TestModule[]} modules */
  onTestRunEnd(modules) {
    const retried = modules
      .flatMap((module) => [...module.children.allTests('passed')])
      .filter((test) => (test.diagnostic()?.retryCount ?? 0) > 0);
    if (retried.length === 0) return;
    console.log(`\nPassed only when tried again (${retried.length}):`);
    for (const test of retried) console.log(`  ${test.module.relativeModuleId} > ${test.fullName}`);
  }
}
