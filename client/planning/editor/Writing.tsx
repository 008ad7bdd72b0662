import { NodeViewContent } from '@tiptap/react';
import classes from './planParts.module.css';

/** The place of a part where one writes; while it is empty it says what belongs there. */
export function Writing({ empty, hint }: { empty: boolean; hint: string }) {
  return (
    <div className={classes['writing']} data-empty={empty ? '' : undefined}>
      <div className={classes['hint']} contentEditable={false}>
        {hint}
      </div>
      <NodeViewContent />
    </div>
  );
}
