import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take minutes although they are short: where nothing is known of earlier runs, they would be begun last. */
const longest = [
  'test/classroom/class.browser.test.ts',
  'test/app/accessibility.browser.test.ts',
  'test/recording/recording.browser.test.ts',
  'test/classroom/faults.browser.test.ts',
  'test/classroom/joining.browser.test.ts',
  'test/app/offline.browser.test.ts',
  'test/app/refusedOffline.browser.test.ts',
  'test/classroom/deviceCheck.browser.test.ts',
  'test/classroom/storyB.browser.test.ts',
];

/** Begins with the longest files of each project, so that none of them runs alone at the end while the other workers are idle. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const at = longest.indexOf(path.relative(this.ctx.config.root, moduleId).replaceAll(path.sep, '/'));
      return at < 0 ? longest.length : at;
    };
    // Projects stay in the order that they have been put in.
    const projects = [...new Set(sorted.map(({ project }) => project))];
    return projects.flatMap((project) => sorted.filter((file) => file.project === project).toSorted((a, b) => rank(a) - rank(b)));
  }
}
