import {
  getDocument,
  GlobalWorkerOptions,
  version,
  type PDFDocumentLoadingTask,
  type PDFDocumentProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';

/**
 * What reads PDF files beside this, and what they refer to without holding it, above all Chinese letters by number; served by ourselves.
 * The build for older browsers is used: schools have them. This file is loaded only when a PDF is shown.
 */
const parts = `/assets/pdfjs-${version}`;
GlobalWorkerOptions.workerSrc = `${parts}/pdf.worker.min.mjs`;

/** Opens a PDF. Its pages are fetched as they are needed, in pieces, so that the first stands before the last has come. */
export function openPdf(address: string): PDFDocumentLoadingTask {
  return getDocument({
    url: address,
    cMapUrl: `${parts}/cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${parts}/standard_fonts/`,
    wasmUrl: `${parts}/wasm/`,
    iccUrl: `${parts}/iccs/`,
    rangeChunkSize: 128 * 1024,
    disableStream: true,
    disableAutoFetch: true,
    isEvalSupported: false,
    enableXfa: false,
  });
}

/** A page as it is drawn, with its words for who cannot see it. */
export interface DrawnPage {
  canvas: HTMLCanvasElement;
  text: string;
}

/** Draws a page as large as it fits into so many pixels. Stopped drawings reject. */
export async function drawPage(
  pdf: PDFDocumentProxy,
  number: number,
  space: { width: number; height: number },
  signal: AbortSignal,
): Promise<DrawnPage> {
  const page = await pdf.getPage(Math.min(Math.max(number, 1), pdf.numPages));
  const whole = page.getViewport({ scale: 1 });
  const scale = Math.min(space.width / whole.width, space.height / whole.height);
  const density = Math.min(window.devicePixelRatio || 1, 2);
  const viewport = page.getViewport({ scale: scale * density });
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.floor(viewport.width));
  canvas.height = Math.max(1, Math.floor(viewport.height));
  canvas.style.width = `${Math.floor(canvas.width / density)}px`;
  canvas.style.height = `${Math.floor(canvas.height / density)}px`;
  signal.throwIfAborted();
  const task = page.render({ canvas, viewport });
  const stop = () => task.cancel();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await task.promise;
  } finally {
    signal.removeEventListener('abort', stop);
  }
  const { items } = await page.getTextContent();
  const text = items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join('');
  return { canvas, text };
}

/** Fetches what a page needs before it is turned to. */
export async function prepare(pdf: PDFDocumentProxy, number: number): Promise<void> {
  if (number < 1 || number > pdf.numPages) return;
  await (await pdf.getPage(number)).getOperatorList();
}
