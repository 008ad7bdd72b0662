import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type * as Y from 'yjs';
import type { BoardElements } from '../../../shared/boardDocument.ts';
import { byIndex, isDrawable, readElement, writeElement } from './elements.ts';

/** The drawing as the binding uses it; Excalidraw's own interface fits. */
export interface Drawing {
  elements: () => readonly ExcalidrawElement[];
  show: (elements: ExcalidrawElement[]) => void;
  /** The text that somebody here is writing in at the moment. */
  editing: () => string | null;
  /** Fills in what a thing lacks; null when there is nothing of it to be seen. */
  restore: (element: ExcalidrawElement) => ExcalidrawElement | null;
}

export interface BindingOptions {
  doc: Y.Doc;
  elements: BoardElements;
  drawing: Drawing;
  /** Something was drawn that cannot be shared; it has been taken away again. */
  refused: () => void;
}

/** How often what is being drawn is sent at most, in milliseconds, and how much of a weak line it may take, in bytes a millisecond. */
const pace = 80;
const bytesPerMs = 12;
const longestPause = 2000;

/**
 * Keeps a page of the document and a drawing the same (SPEC-board.md, rules of the client). What is drawn here is written as often as
 * the line bears it; what others draw is shown at once. A thing that is being changed here keeps its own state until it is written.
 */
export class BoardBinding {
  #options: BindingOptions;
  /** By id, the mark of the state that page and drawing both hold. */
  #held = new Map<string, number>();
  #changed = new Map<string, ExcalidrawElement>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #mayWrite = false;

  constructor(options: BindingOptions) {
    this.#options = options;
    options.elements.observeDeep(this.#remote);
    this.#showAll();
  }

  /** Whoever may not write shows only what is in the document. */
  set mayWrite(mayWrite: boolean) {
    if (this.#mayWrite && !mayWrite) {
      this.#changed.clear();
      this.#held.clear();
      this.#showAll();
    }
    this.#mayWrite = mayWrite;
  }

  /** To be told of every change of the drawing. */
  drawn(elements: readonly ExcalidrawElement[]): void {
    if (!this.#mayWrite) return;
    let foreign = false;
    for (const element of elements) {
      if (this.#held.get(element.id) === element.versionNonce) continue;
      if (!isDrawable(element)) {
        foreign ||= !element.isDeleted;
        continue;
      }
      this.#held.set(element.id, element.versionNonce);
      this.#changed.set(element.id, element);
    }
    if (this.#changed.size > 0) this.#timer ??= setTimeout(this.#flush, pace);
    if (foreign) {
      this.#options.drawing.show(elements.filter(isDrawable));
      this.#options.refused();
    }
  }

  /** Writes what is not written yet, and lets go. */
  close(): void {
    this.#flush();
    clearTimeout(this.#timer);
    this.#options.elements.unobserveDeep(this.#remote);
  }

  #flush = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#changed.size === 0) return;
    const { doc, elements } = this.#options;
    let bytes = 0;
    const measure = (update: Uint8Array) => void (bytes += update.length);
    doc.on('update', measure);
    doc.transact(() => {
      for (const element of this.#changed.values()) writeElement(elements, element);
    }, this);
    doc.off('update', measure);
    this.#changed.clear();
    // While this is on its way nothing is sent on top of it.
    this.#timer = setTimeout(this.#flush, Math.min(Math.max(pace, bytes / bytesPerMs), longestPause));
  };

  #remote = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void => {
    if (transaction.origin === this) return;
    const { elements, drawing } = this.#options;
    const ids = new Set<string>();
    for (const event of events) {
      const [id] = event.path;
      if (id !== undefined) ids.add(String(id));
      else for (const key of event.changes.keys.keys()) ids.add(key);
    }
    const editing = drawing.editing();
    const taken = [...ids].filter((id) => !this.#changed.has(id) && id !== editing);
    if (taken.length === 0) return;
    const scene = new Map(drawing.elements().map((element) => [element.id, element]));
    for (const id of taken) {
      const element = this.#read(id, elements.get(id));
      if (element === null) scene.delete(id);
      else scene.set(id, element);
    }
    drawing.show([...scene.values()].sort(byIndex));
  };

  #showAll(): void {
    const { elements, drawing } = this.#options;
    const all = [...elements.entries()].map(([id, entry]) => this.#read(id, entry)).filter((element) => element !== null);
    drawing.show(all.sort(byIndex));
  }

  #read(id: string, entry: unknown): ExcalidrawElement | null {
    const raw = readElement(id, entry);
    const element = raw === null ? null : this.#options.drawing.restore(raw);
    if (element === null) this.#held.delete(id);
    else this.#held.set(id, element.versionNonce);
    return element;
  }
}
