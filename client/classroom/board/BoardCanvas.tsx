import { CaptureUpdateAction, Excalidraw, FONT_FAMILY, MainMenu, restoreElements } from '@excalidraw/excalidraw';
import '@excalidraw/excalidraw/index.css';
import type { AppState, Collaborator, ExcalidrawImperativeAPI, SocketId } from '@excalidraw/excalidraw/types';
import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { sheet, type BoardPage } from '../../../shared/boardDocument.ts';
import type { OpenDocument } from '../../connection/document.ts';
import { useLanguage } from '../../ui/language.ts';
import { personColour } from '../../ui/people.ts';
import { useWords } from '../../ui/words.ts';
import classes from './Board.module.css';
import { BoardBinding } from './BoardBinding.ts';
import { createPointerSender, pointersOn } from './pointers.ts';
import { areaOf, fit, isSameView, type View } from './view.ts';
import { words } from './words.ts';

export interface BoardCanvasProps {
  document: OpenDocument;
  page: BoardPage;
  label: string;
  mayWrite: boolean;
  /** Told the way back to the whole page whenever somebody has gone elsewhere on it, and null when they see all of it. */
  onAway: (back: (() => void) | null) => void;
  /** Told how to clear the page, as something that can be undone. */
  onReady: (clear: () => void) => void;
}

const actions = {
  changeViewBackgroundColor: false,
  clearCanvas: false,
  export: false,
  loadScene: false,
  saveToActiveFile: false,
  toggleTheme: false,
  saveAsImage: false,
} as const;

/** What a pen writes with: large and plain, so that it is read from the back of a classroom, in letters that every device has. */
const startWith: Partial<AppState> = {
  viewBackgroundColor: 'transparent',
  currentItemFontFamily: FONT_FAMILY.Helvetica,
  currentItemFontSize: 36,
  currentItemRoughness: 0,
  currentItemStrokeWidth: 4,
};

/** One page of the board. This file is loaded only when a board is shown: Excalidraw is larger than the rest of a class. */
export function BoardCanvas({ document, page, label, mayWrite, onAway, onReady }: BoardCanvasProps) {
  const t = useWords(words);
  const language = useLanguage();
  const [early, setEarly] = useState<ExcalidrawImperativeAPI | null>(null);
  // Before its first change it is still loading, and would set tool and view back.
  const [loaded, setLoaded] = useState(false);
  const api = loaded ? early : null;
  const frame = useRef<HTMLDivElement>(null);
  const binding = useRef<BoardBinding | null>(null);
  const { doc, awareness } = document;
  const sender = useMemo(() => createPointerSender(awareness), [awareness]);
  useEffect(() => () => sender.close(), [sender]);

  useEffect(() => {
    if (api === null) return;
    const bound = new BoardBinding({
      doc,
      elements: page.elements,
      refused: () => api.setToast({ message: t('board.refused'), closable: true, duration: 6000 }),
      drawing: {
        elements: () => api.getSceneElementsIncludingDeleted(),
        show: (elements) => api.updateScene({ elements, captureUpdate: CaptureUpdateAction.NEVER }),
        editing: () => api.getAppState().editingTextElement?.id ?? null,
        restore: (element) => restoreElements([element], null)[0] ?? null,
      },
    });
    binding.current = bound;
    return () => {
      binding.current = null;
      bound.close();
    };
  }, [api, doc, page.elements, t]);
  useEffect(() => {
    if (binding.current !== null) binding.current.mayWrite = mayWrite;
    if (mayWrite) api?.setActiveTool({ type: 'freedraw' });
  }, [api, mayWrite, page.elements, doc]);
  useEffect(() => {
    if (api === null) return;
    onReady(() => {
      const gone = api.getSceneElements().map((element) => ({ ...element, isDeleted: true }));
      api.updateScene({
        elements: gone.map((element) => ({ ...element, version: element.version + 1, versionNonce: randomNonce() })),
        captureUpdate: CaptureUpdateAction.IMMEDIATELY,
      });
    });
  }, [api, onReady]);

  useCollaborators(api, document, page.id);
  const looked = useWholePage(api, frame, mayWrite, onAway);

  return (
    <div ref={frame} className={classes.canvas} role="application" aria-label={label} data-may-write={mayWrite}>
      <div className={classes.sheet} />
      <Excalidraw
        excalidrawAPI={setEarly}
        langCode={language === 'zh' ? 'zh-CN' : 'en'}
        theme="light"
        initialData={{ appState: startWith }}
        viewModeEnabled={!mayWrite}
        UIOptions={{ canvasActions: actions, tools: { image: false } }}
        aiEnabled={false}
        validateEmbeddable={false}
        handleKeyboardGlobally={false}
        onLinkOpen={(_element, event) => event.preventDefault()}
        onChange={(elements) => {
          if (!loaded) setLoaded(true);
          binding.current?.drawn(elements);
        }}
        onScrollChange={(scrollX, scrollY, zoom) => looked({ scrollX, scrollY, zoom: zoom.value })}
        onPointerUpdate={({ pointer, button }) => {
          if (mayWrite) sender.point({ pageId: page.id, ...pointer, button });
        }}
      >
        <MainMenu>{null}</MainMenu>
      </Excalidraw>
    </div>
  );
}

/** Shows where the others point. */
function useCollaborators(api: ExcalidrawImperativeAPI | null, { awareness }: OpenDocument, pageId: string): void {
  useEffect(() => {
    if (api === null) return;
    const show = () => {
      const collaborators = new Map<SocketId, Collaborator>();
      for (const [id, { pointer, user }] of pointersOn(awareness, pageId)) {
        const colour = personColour(user);
        collaborators.set(id as SocketId, {
          id: user.id,
          username: user.name,
          pointer: { x: pointer.x, y: pointer.y, tool: pointer.tool },
          button: pointer.button,
          color: { background: colour, stroke: colour },
        });
      }
      api.updateScene({ collaborators });
    };
    awareness.on('change', show);
    show();
    return () => awareness.off('change', show);
  }, [api, awareness, pageId]);
}

/**
 * Keeps the whole page in view, whatever the size of the window, until somebody moves it; readers also follow what is drawn
 * beyond its edge. Answers what is to be told of every change of the view.
 */
function useWholePage(
  api: ExcalidrawImperativeAPI | null,
  frame: RefObject<HTMLDivElement | null>,
  mayWrite: boolean,
  onAway: BoardCanvasProps['onAway'],
): (view: View) => void {
  const own = useRef<View | null>(null);
  const away = useRef(false);
  const whole = useRef<() => void>(() => undefined);

  useEffect(() => {
    const element = frame.current;
    if (api === null || element === null) return;
    const wanted = () => fit(areaOf(api.getSceneElements()), element.clientWidth, element.clientHeight, mayWrite);
    const show = () => {
      const view = wanted();
      own.current = view;
      away.current = false;
      onAway(null);
      place(element, view);
      const { scrollX, scrollY, zoom } = view;
      api.updateScene({ appState: { scrollX, scrollY, zoom: { value: zoom } } as AppState });
    };
    const again = () => {
      if (!away.current && (own.current === null || !isSameView(wanted(), own.current))) show();
    };
    whole.current = show;
    const sizes = new ResizeObserver(again);
    sizes.observe(element);
    const off = mayWrite ? () => undefined : api.onChange(again);
    again();
    return () => {
      sizes.disconnect();
      off();
    };
  }, [api, frame, mayWrite, onAway]);

  return (view) => {
    const element = frame.current;
    if (element === null) return;
    place(element, view);
    if (away.current || own.current === null || isSameView(view, own.current)) return;
    away.current = true;
    onAway(() => whole.current());
  };
}

/** Puts the white sheet under the drawing. */
function place(frame: HTMLElement, { scrollX, scrollY, zoom }: View): void {
  frame.style.setProperty('--sheet-x', `${scrollX * zoom}px`);
  frame.style.setProperty('--sheet-y', `${scrollY * zoom}px`);
  frame.style.setProperty('--sheet-width', `${sheet.width * zoom}px`);
  frame.style.setProperty('--sheet-height', `${sheet.height * zoom}px`);
}

const randomNonce = (): number => Math.floor(Math.random() * 2 ** 31);
