import type { BoardDrawers, Shown } from '../../../shared/classroom/board.ts';
import type { ClassVisit } from '../media/ClassVisit.ts';
import { Emitter } from '../media/Emitter.ts';

/**
 * What a teacher has the class shown. Turning several pages at once on a slow line sends only the last of them, and the teacher
 * sees each at once.
 */
export class Showing extends Emitter<{ change: [] }> {
  #visit: ClassVisit;
  #wanted: Shown | null = null;
  #sending = false;
  #problem: unknown = null;

  constructor(visit: ClassVisit) {
    super();
    this.#visit = visit;
  }

  /** What is shown, or will be in a moment. */
  get what(): Shown {
    return this.#wanted ?? this.#visit.state.view?.shown.what ?? { kind: 'nothing' };
  }

  /** Why the last wish was not fulfilled. */
  get problem(): unknown {
    return this.#problem;
  }

  show(what: Shown): void {
    this.#wanted = what;
    this.#problem = null;
    this.emit('change');
    void this.#send();
  }

  /** The board at the page that was shown last. */
  showBoard(): void {
    this.#do(() => this.#visit.ask('show:board', {}));
  }

  addPage(): void {
    this.#do(() => this.#visit.ask('board:add-page', {}));
  }

  setDrawers(drawers: BoardDrawers): void {
    this.#do(() => this.#visit.ask('board:drawers', { drawers }));
  }

  forgetProblem(): void {
    this.#problem = null;
    this.emit('change');
  }

  #do(act: () => Promise<unknown>): void {
    this.#problem = null;
    act()
      .catch((error: unknown) => (this.#problem = error))
      .finally(() => this.emit('change'));
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#wanted !== null) {
        const what: Shown = this.#wanted;
        await this.#ask(what);
        if (this.#wanted === what) this.#wanted = null;
      }
    } catch (error) {
      this.#problem = error;
      this.#wanted = null;
    }
    this.#sending = false;
    this.emit('change');
  }

  #ask(what: Shown): Promise<unknown> {
    if (what.kind === 'board') return this.#visit.ask('show:board', { pageId: what.pageId });
    if (what.kind === 'file') return this.#visit.ask('show:file', { fileId: what.fileId, page: what.page });
    return this.#visit.ask('show:nothing', {});
  }
}

const known = new WeakMap<ClassVisit, Showing>();

/** The one of a stay in a class. */
export function showingOf(visit: ClassVisit): Showing {
  const showing = known.get(visit) ?? new Showing(visit);
  known.set(visit, showing);
  return showing;
}
