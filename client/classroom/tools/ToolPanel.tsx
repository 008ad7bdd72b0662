import { CloseButton } from '@mantine/core';
import { useWords } from '../../ui/words.ts';
import classes from '../Panel.module.css';
import type { Tool } from './tools.ts';
import { words } from './words.ts';

/** A tool's own panel, in the place of run-sheet, chat and people until it is closed. */
export function ToolPanel({ tool, close }: { tool: Tool; close: () => void }) {
  const t = useWords(words);
  return (
    <section className={`${classes.panel} ${classes.tool}`} aria-label={tool.label}>
      <header className={classes.heading}>
        <h2>{tool.label}</h2>
        <CloseButton size="lg" aria-label={t('tools.close', { tool: tool.label })} onClick={close} />
      </header>
      <div className={classes.content}>{tool.panel?.()}</div>
    </section>
  );
}
