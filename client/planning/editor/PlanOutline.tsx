import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { planSections } from '../../../shared/planDocument.ts';
import { useWords } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import { words } from '../words.ts';
import { jumpTo } from './jump.ts';
import classes from './PlanOutline.module.css';

/** The contents of the plan: its sections, and the steps by name. */
export function PlanOutline({ editor }: { editor: Editor }) {
  const t = useWords(planWords);
  const label = useWords(words)('lesson.outline');
  const sections = useEditorState({ editor, selector: ({ editor: now }) => readOutline(now) });
  return (
    <nav className={classes.outline} aria-label={label}>
      <ul>
        {sections.map(({ kind, steps }) => (
          <li key={kind}>
            <button type="button" onClick={() => jumpTo(editor, kind)}>
              {t(`section.${kind}`)}
            </button>
            {steps.length > 0 && (
              <ol>
                {steps.map(({ id, name }) => (
                  <li key={id}>
                    <button type="button" onClick={() => jumpTo(editor, id, 'name')}>
                      {name === '' ? t('step.unnamed') : name}
                    </button>
                  </li>
                ))}
              </ol>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

function readOutline({ state }: Editor) {
  return state.doc.children.flatMap((section) => {
    const kind = planSections.find((each) => each === section.attrs['kind']);
    if (kind === undefined) return [];
    const steps = section.children
      .filter((child) => child.type.name === 'lessonStep')
      .map((step) => ({ id: String(step.attrs['id']), name: step.firstChild?.textContent.trim() ?? '' }));
    return [{ kind, steps }];
  });
}
