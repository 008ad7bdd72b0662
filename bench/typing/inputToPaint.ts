import type { Page } from 'playwright-core';

/** Between two characters, in milliseconds: a quick typist. */
const between = 90;

declare global {
  interface Window {
    /** From each key press to the frame that shows its character, in milliseconds. */
    painted: number[];
  }
}

/**
 * Has a page note, for every key press, how long it took until its character was in the document and the frame with it had been
 * painted. To be called before the page is opened.
 */
export async function watchPaints(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.painted = [];
    let pressed: number | null = null;
    addEventListener('keydown', ({ timeStamp }) => (pressed = timeStamp), true);
    addEventListener(
      'input',
      () => {
        const since = pressed;
        pressed = null;
        if (since === null) return;
        // A message that is sent from within a frame is handled after that frame has been drawn.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => window.painted.push(performance.now() - since);
          port2.postMessage(null);
        });
      },
      true,
    );
  });
}

/** Types at the cursor and answers the times from key press to paint. */
export async function typeAndMeasure(page: Page, characters: number): Promise<number[]> {
  await page.keyboard.type('abcdefghij', { delay: between });
  await page.evaluate(() => (window.painted = []));
  await page.keyboard.type('abcdefghij '.repeat(Math.ceil(characters / 11)).slice(0, characters), { delay: between });
  await page.waitForTimeout(500);
  return page.evaluate(() => window.painted);
}
