import { VisuallyHidden } from '@mantine/core';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { drawPage, openPdf, prepare } from './pdf.ts';
import classes from './Slides.module.css';

export interface PdfPagesProps {
  address: string;
  page: number;
  label: string;
  /** Told how many pages there are. */
  onPages: (pages: number) => void;
  /** Told what came out of opening and drawing: null when all is well. */
  onProblem: (problem: 'failed' | 'locked' | null) => void;
}

/** A wish to draw again waits so long for the window to settle, in milliseconds. */
const settle = 120;

/** A PDF at one of its pages. The page before stays until the next is drawn. */
export function PdfPages({ address, page, label, onPages, onProblem }: PdfPagesProps) {
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null);
  const [text, setText] = useState('');
  const frame = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const space = useSize(frame);

  useEffect(() => {
    const opening = openPdf(address);
    let closed = false;
    opening.promise.then(
      (opened) => {
        if (closed) return;
        setPdf(opened);
        onPages(opened.numPages);
      },
      (error: unknown) => {
        if (!closed) onProblem(isLocked(error) ? 'locked' : 'failed');
      },
    );
    return () => {
      closed = true;
      setPdf(null);
      void opening.destroy();
    };
  }, [address, onPages, onProblem]);

  const { width, height } = space;
  useEffect(() => {
    if (pdf === null || width === 0 || height === 0) return;
    const stopping = new AbortController();
    drawPage(pdf, page, { width, height }, stopping.signal)
      .then((drawn) => {
        if (stopping.signal.aborted) return;
        place.current?.replaceChildren(drawn.canvas);
        setText(drawn.text);
        onProblem(null);
        return prepare(pdf, page + 1);
      })
      .catch(() => {
        if (!stopping.signal.aborted) onProblem('failed');
      });
    return () => stopping.abort();
  }, [pdf, page, width, height, onProblem]);

  return (
    <div ref={frame} className={classes.frame}>
      <div ref={place} className={classes.paper} role="img" aria-label={label} data-page={page} />
      <VisuallyHidden role="status">{text}</VisuallyHidden>
    </div>
  );
}

function isLocked(error: unknown): boolean {
  return (error as { name?: unknown } | null)?.name === 'PasswordException';
}

/** The size of an element in pixels, once it has settled. */
function useSize(element: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () => setSize({ width: current.clientWidth, height: current.clientHeight });
    const sizes = new ResizeObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(read, settle);
    });
    sizes.observe(current);
    read();
    return () => {
      clearTimeout(timer);
      sizes.disconnect();
    };
  }, [element]);
  return size;
}
