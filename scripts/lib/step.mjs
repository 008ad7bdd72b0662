const interactive = process.stdout.isTTY && !process.env.CI;

/**
 * @callback Progress Says how far a step has come.
 * @param {string} text
 * @returns {void}
 */

/**
 * Does one step and says in one line what it was and how long it took.
 * @template T
 * @param {string} title
 * @param {(progress: Progress) => Promise<T> | T} work
 * @param {(result: T) => string | undefined} [outcome] What came of it, if that is worth a word.
 * @returns {Promise<T>}
 */
export async function step(title, work, outcome) {
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  let lastSaid = started;
  /** @type {Progress} */
  const progress = (text) => {
    if (interactive) {
      process.stdout.write(`\r\u001b[K  … ${title}: ${text}`);
    } else if (performance.now() - lastSaid > 10_000) {
      lastSaid = performance.now();
      console.log(`  … ${title}: ${text}`);
    }
  };
  const line = (/** @type {string} */ text) => {
    if (interactive) process.stdout.write('\r\u001b[K');
    console.log(text);
  };
  if (interactive) process.stdout.write(`  … ${title}`);
  try {
    const result = await work(progress);
    const detail = outcome?.(result);
    line(`  ✓ ${title}${detail ? `: ${detail}` : ''} (${seconds()})`);
    return result;
  } catch (error) {
    line(`  ✗ ${title} (${seconds()})`);
    throw error;
  }
}
