import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { planSections } from '../../../shared/planDocument.ts';
import type { TakenPart } from '../../../shared/planning.ts';
import { personColour } from '../../ui/people.ts';
import { useWords } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import { words } from '../words.ts';
import { jumpTo } from './jump.ts';
import classes from './PlanOutline.module.css';

/** The contents of the plan: its sections, and the steps by name. */
export function PlanOutline({ editor, taken }: { editor: Editor; taken: readonly TakenPart[] }) {
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
              <Holder part={kind} taken={taken} />
            </button>
            {steps.length > 0 && (
              <ol>
                {steps.map(({ id, name }) => (
                  <li key={id}>
                    <button type="button" onClick={() => jumpTo(editor, id, 'name')}>
                      {name === '' ? t('step.unnamed') : name}
                      <Holder part={id} taken={taken} />
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

/** Who has said to write a part. */
function Holder({ part, taken }: { part: string; taken: readonly TakenPart[] }) {
  const t = useWords(planWords);
  const holder = taken.find((one) => one.part === part)?.person;
  if (holder === undefined) return null;
  return (
    <span className={classes.holder}>
      <span style={{ background: personColour(holder) }} aria-hidden />
      {t('take.by', { name: holder.name })}
    </span>
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
