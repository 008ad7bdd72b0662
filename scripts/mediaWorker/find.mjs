import { Failure } from '../lib/run.mjs';
import { step } from '../lib/step.mjs';
import { provideMediaWorker } from './provide.mjs';

const words = { given: 'as given', cached: 'at hand', downloaded: 'downloaded', built: 'built here' };

/**
 * Gets the media worker as a step of its own. Without one everything but audio and video works, so that what stands in the way
 * is said, and set-up goes on; only a given worker that is wrong is refused.
 * @returns {Promise<string | undefined>}
 */
export async function findWorker() {
  try {
    const worker = await step(
      'Media worker',
      (progress) => provideMediaWorker({ progress }),
      (/** @type {import('./provide.mjs').Provided} */ { how }) => words[how],
    );
    return worker.path;
  } catch (error) {
    if (!(error instanceof Failure) || process.env.MEDIASOUP_WORKER_BIN) throw error;
    console.error(`${error.message}\n  Tongke runs without audio and video until then; lessons, plans and feedback work.\n`);
    return undefined;
  }
}
