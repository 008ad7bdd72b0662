import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { BoardBinding, type Drawing } from '../../client/classroom/board/BoardBinding.ts';
import { Showing } from '../../client/classroom/board/Showing.ts';
import type { ClassVisit } from '../../client/classroom/media/ClassVisit.ts';
import { byIndex, readElement, writeElement } from '../../client/classroom/board/elements.ts';
import { createPointerSender, pointersOn } from '../../client/classroom/board/pointers.ts';
import { areaOf, fit } from '../../client/classroom/board/view.ts';
import { addPage, listPages, type BoardElements } from '../../shared/boardDocument.ts';

type Facts = Record<string, unknown>;

let nonce = 0;
const thing = (id: string, facts: Facts = {}): ExcalidrawElement =>
  ({
    id,
    type: 'rectangle',
    x: 10,
    y: 20,
    width: 30,
    height: 40,
    angle: 0,
    version: 1,
    versionNonce: ++nonce,
    updated: 1,
    isDeleted: false,
    index: `a${id}`,
    seed: 7,
    strokeColor: '#1e1e1e',
    backgroundColor: 'transparent',
    fillStyle: 'solid',
    strokeWidth: 4,
    strokeStyle: 'solid',
    roughness: 0,
    opacity: 100,
    groupIds: [],
    frameId: null,
    roundness: null,
    boundElements: null,
    locked: false,
    link: null,
    ...facts,
  }) as unknown as ExcalidrawElement;
const stroke = (points: number[][], facts: Facts = {}): ExcalidrawElement =>
  thing('s', { type: 'freedraw', points, pressures: [], simulatePressure: true, lastCommittedPoint: null, ...facts });

/** A page in a document of its own. */
const page = (): { doc: Y.Doc; elements: BoardElements } => {
  const doc = new Y.Doc();
  addPage(doc, 'page');
  return { doc, elements: elementsOf(doc) };
};
const elementsOf = (doc: Y.Doc): BoardElements => {
  const [first] = listPages(doc);
  if (first === undefined) throw new Error('no page');
  return first.elements;
};
const read = (elements: BoardElements, id: string) => readElement(id, elements.get(id));

describe('a drawn thing in the document', () => {
  it('comes out as it went in, without links and whatever else we do not draw (F01)', () => {
    const { doc, elements } = page();
    const element = thing('1', {
      type: 'text',
      text: '一半',
      originalText: '一半',
      fontSize: 36,
      fontFamily: 2,
      lineHeight: 1.2,
    });
    doc.transact(() => writeElement(elements, { ...element, link: 'javascript:alert(1)', customData: { a: 1 } }));
    const { lastCommittedPoint: _none, ...expected } = element as ExcalidrawElement & { lastCommittedPoint?: unknown };
    expect(read(elements, '1')).toEqual(expected);
  });

  it.each([
    ['a web page', { type: 'iframe' }],
    ['an embedded page', { type: 'embeddable' }],
    ['a picture of unknown origin', { type: 'image' }],
    ['a place that is no number', { x: Number.NaN }],
    ['groups that are no list', { groupIds: 'all' }],
    ['points without end', { type: 'line', points: Array.from({ length: 6000 }, () => [0, 0]) }],
  ])('is not drawn when it is %s (F01)', (_what, facts) => {
    const { doc, elements } = page();
    doc.transact(() => writeElement(elements, thing('1', facts)));
    expect(read(elements, '1')).toBeNull();
  });

  it.each([
    ['nothing', undefined],
    ['text', 'x'],
    ['an empty map', new Y.Map()],
  ])('is not drawn when it is %s instead', (_what, entry) => {
    const { doc, elements } = page();
    doc.transact(() => elements.set('1', entry as never));
    expect(read(elements, '1')).toBeNull();
  });

  it('of a pen costs its new points while it grows, and is written anew when it is stretched (B8)', () => {
    const { doc, elements } = page();
    const sizes: number[] = [];
    doc.on('update', (update: Uint8Array) => void sizes.push(update.length));
    const points: number[][] = [];
    for (let turn = 0; turn < 100; turn++) {
      for (let count = 0; count < 10; count++) points.push([points.length + 0.123, points.length * 0.5]);
      doc.transact(() => writeElement(elements, stroke(points, { version: turn, versionNonce: turn })));
    }
    const [, ...later] = sizes;
    expect(Math.max(...later)).toBeLessThan(400);
    expect((read(elements, 's') as unknown as { points: unknown[] }).points).toHaveLength(1000);
    const wide = points.map(([x = 0, y = 0]) => [x * 2, y]);
    doc.transact(() => writeElement(elements, stroke(wide)));
    expect((read(elements, 's') as unknown as { points: number[][] }).points.at(-1)?.[0]).toBeCloseTo(1998.25, 1);
  });

  it('keeps the pressure of a real pen', () => {
    const { doc, elements } = page();
    const pen = stroke(
      [
        [0, 0],
        [1, 1],
      ],
      { simulatePressure: false, pressures: [0.25, 0.75] },
    );
    doc.transact(() => writeElement(elements, pen));
    expect(read(elements, 's')).toMatchObject({ pressures: [0.25, 0.75], simulatePressure: false });
  });
});

/** Two people's drawings over documents that are joined by hand. */
function person(doc: Y.Doc) {
  let scene: ExcalidrawElement[] = [];
  let editing: string | null = null;
  const problems: string[] = [];
  const drawing: Drawing = {
    elements: () => scene,
    show: (elements) => (scene = elements),
    editing: () => editing,
    restore: (element) => element,
  };
  const binding = new BoardBinding({ doc, elements: elementsOf(doc), drawing, refused: () => problems.push('refused') });
  binding.mayWrite = true;
  return {
    binding,
    problems,
    edit: (id: string | null) => (editing = id),
    get scene() {
      return scene;
    },
    draw(...elements: ExcalidrawElement[]) {
      const ids = new Set(elements.map(({ id }) => id));
      scene = [...scene.filter(({ id }) => !ids.has(id)), ...elements].sort(byIndex);
      binding.drawn(scene);
    },
    /** Writes what is due at once. */
    settle() {
      binding.close();
    },
  };
}

function twoPeople() {
  const { doc: one } = page();
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(one));
  const join = () => {
    Y.applyUpdate(other, Y.encodeStateAsUpdate(one, Y.encodeStateVector(other)));
    Y.applyUpdate(one, Y.encodeStateAsUpdate(other, Y.encodeStateVector(one)));
  };
  return { one, other, join };
}

describe('two drawings of one page', () => {
  it('become the same, whoever draws, moves or deletes (B8)', () => {
    const { one, other, join } = twoPeople();
    const lead = person(one);
    const local = person(other);
    lead.draw(thing('1'), thing('2'));
    local.draw(thing('3'));
    lead.settle();
    local.settle();
    join();
    const again = [person(one), person(other)];
    for (const { scene } of again) expect(scene.map(({ id }) => id)).toEqual(['1', '2', '3']);
    again[0]?.draw(thing('2', { x: 500 }), thing('1', { isDeleted: true }));
    again[0]?.settle();
    join();
    expect(again[1]?.scene.map(({ id, x }) => [id, x])).toEqual([
      ['2', 500],
      ['3', 10],
    ]);
  });

  it('do not take away what somebody is changing at this moment', () => {
    const { one, other, join } = twoPeople();
    const lead = person(one);
    lead.draw(thing('1'));
    lead.settle();
    join();
    const [first, second] = [person(one), person(other)];
    second.draw(thing('1', { x: 300 }));
    first.draw(thing('1', { x: 100 }));
    first.settle();
    join();
    expect(second.scene[0]?.x).toBe(300);
    second.settle();
    join();
    expect(read(elementsOf(one), '1')?.x).toBe(300);
    expect(read(elementsOf(other), '1')?.x).toBe(300);
  });

  it('show who may not draw what is in the document, and take away what cannot be shared', () => {
    const { doc } = page();
    const drawer = person(doc);
    drawer.draw(thing('1', { type: 'embeddable' }), thing('2'));
    expect(drawer.scene.map(({ id }) => id)).toEqual(['2']);
    expect(drawer.problems).toEqual(['refused']);
    drawer.binding.mayWrite = false;
    expect(drawer.scene).toEqual([]);
    drawer.draw(thing('3'));
    drawer.settle();
    expect([...elementsOf(doc).keys()]).toEqual([]);
  });
});

describe('where somebody points', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is told on its page while they move, and no longer when they rest or go', () => {
    const awareness = new Awareness(new Y.Doc());
    const seen = () => awareness.getLocalState()?.['pointer'] as { x: number } | null | undefined;
    const sender = createPointerSender(awareness);
    const at = (x: number) => ({ pageId: 'page', x, y: 0, tool: 'pointer', button: 'up' }) as const;
    sender.point(at(1));
    sender.point(at(2));
    expect(seen()).toBeUndefined();
    vi.advanceTimersByTime(100);
    expect(seen()).toMatchObject({ x: 2 });
    vi.advanceTimersByTime(4000);
    expect(seen()).toBeNull();
    sender.point(at(3));
    vi.advanceTimersByTime(100);
    expect(seen()).toMatchObject({ x: 3 });
    sender.close();
    expect(seen()).toBeNull();
    awareness.destroy();
  });

  it('is seen by the others on the same page, and by nobody when it makes no sense', () => {
    const awareness = new Awareness(new Y.Doc());
    const user = { id: 'a', name: '林后方', colour: 3 };
    const pointer = { pageId: 'page', x: 1, y: 2, tool: 'laser', button: 'down' };
    awareness.states.set(7, { user, pointer });
    awareness.states.set(8, { user, pointer: { ...pointer, x: 'far' } });
    expect([...pointersOn(awareness, 'page').keys()]).toEqual(['7']);
    expect(pointersOn(awareness, 'other').size).toBe(0);
    awareness.destroy();
  });
});

describe('what a teacher shows', () => {
  const file = (page: number) => ({ kind: 'file' as const, fileId: 'f', name: '分数.pdf', type: 'application/pdf', page });
  /** A stay in a class whose server answers when it is told to. */
  const visit = () => {
    const asked: { input: unknown; answer: () => void; fail: (error: Error) => void }[] = [];
    const ask = (_name: string, input: unknown) =>
      new Promise((resolve, reject) => {
        asked.push({ input, answer: () => resolve({}), fail: reject });
      });
    return { asked, stay: { ask, state: { view: { shown: { what: file(1) } } } } as unknown as ClassVisit };
  };
  const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

  it('is seen by them at once; of several pages turned on a slow line the last is sent', async () => {
    const { asked, stay } = visit();
    const showing = new Showing(stay);
    for (const page of [2, 3, 4]) showing.show(file(page));
    expect(showing.what).toMatchObject({ page: 4 });
    asked[0]?.answer();
    await settled();
    asked[1]?.answer();
    await settled();
    expect(asked.map(({ input }) => input)).toEqual([
      { fileId: 'f', page: 2 },
      { fileId: 'f', page: 4 },
    ]);
    expect(showing.what).toMatchObject({ page: 1 });
  });

  it('goes back to what the class sees when the server does not take it, and says why', async () => {
    const { asked, stay } = visit();
    const showing = new Showing(stay);
    showing.show(file(2));
    asked[0]?.fail(new Error('offline'));
    await settled();
    expect(showing.what).toMatchObject({ page: 1 });
    expect(showing.problem).toMatchObject({ message: 'offline' });
    showing.forgetProblem();
    expect(showing.problem).toBeNull();
  });
});

describe('the view of a page', () => {
  it('holds the whole sheet in the middle of any window, and what was drawn beyond its edge', () => {
    for (const [width, height] of [
      [360, 200],
      [1280, 640],
      [500, 900],
    ] as const) {
      const { zoom, scrollX, scrollY } = fit(areaOf([]), width, height);
      expect(scrollX * zoom).toBeGreaterThan(0);
      expect((scrollX + 1600) * zoom).toBeLessThan(width);
      expect((scrollY + 900) * zoom).toBeLessThan(height);
      expect(scrollX * zoom).toBeCloseTo(width - (scrollX + 1600) * zoom, 5);
    }
    expect(areaOf([{ x: -100, y: 50, width: 10, height: 10 }])).toEqual({ x: -100, y: 0, width: 1700, height: 900 });
  });
});
