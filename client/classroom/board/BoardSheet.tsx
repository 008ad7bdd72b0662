import { Button, Loader } from '@mantine/core';
import { Component, lazy, Suspense, useState, type ComponentType, type ReactNode } from 'react';
import { useWords } from '../../ui/words.ts';
import classes from './Board.module.css';
import type { BoardCanvasProps } from './BoardCanvas.tsx';
import { words } from './words.ts';

/** Excalidraw looks here for the letters it draws; without it, it would ask a server of its own. */
const fonts = '/assets/excalidraw/';

const loadCanvas = () =>
  lazy<ComponentType<BoardCanvasProps>>(async () => {
    Object.assign(window, { EXCALIDRAW_ASSET_PATH: fonts });
    return { default: (await import('./BoardCanvas.tsx')).BoardCanvas };
  });

let Canvas = loadCanvas();

/** A page of the board as soon as what draws it is loaded; on a weak line that takes a while, the first time. */
export function BoardSheet(props: BoardCanvasProps) {
  const t = useWords(words);
  const [attempt, setAttempt] = useState(0);
  const again = () => {
    Canvas = loadCanvas();
    setAttempt((before) => before + 1);
  };
  return (
    <Broken key={attempt} again={again} say={t('board.broken')} button={t('board.retry')}>
      <Suspense fallback={<BoardMessage>{t('board.opening')}</BoardMessage>}>
        <Canvas key={props.page.id} {...props} />
      </Suspense>
    </Broken>
  );
}

/** What is said in the place of the board while it is on its way. */
export function BoardMessage({ children }: { children: ReactNode }) {
  return (
    <div className={classes.message} role="status">
      <Loader type="dots" color="#1f6f5c" />
      {children}
    </div>
  );
}

interface BrokenProps {
  again: () => void;
  say: string;
  button: string;
  children: ReactNode;
}

/** Whatever is wrong with the board stays with the board: the class goes on around it. */
class Broken extends Component<BrokenProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    const { again, say, button, children } = this.props;
    if (!this.state.failed) return children;
    return (
      <div className={classes.message} role="alert">
        {say}
        <Button onClick={again}>{button}</Button>
      </div>
    );
  }
}
