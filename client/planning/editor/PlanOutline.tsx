import type { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { useEditorState } from '@tiptap/react';
import { memo } from 'react';
import { planSections, type PlanSectionKind } from '../../../shared/planDocument.ts';
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
                  <Step key={id} editor={editor} id={id} name={name} taken={taken} />
                ))}
              </ol>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** One line of the contents; while the name of a step is being written, only its own is drawn again. */
const Step = memo(function Step(props: { editor: Editor; id: string; name: string; taken: readonly TakenPart[] }) {
  const t = useWords(planWords);
  const { editor, id, name, taken } = props;
  return (
    <li>
      <button type="button" onClick={() => jumpTo(editor, id, 'name')}>
        {name === '' ? t('step.unnamed') : name}
        <Holder part={id} taken={taken} />
      </button>
    </li>
  );
});

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

interface OutlinedStep {
  id: string;
  name: string;
}

interface OutlinedSection {
  kind: PlanSectionKind;
  steps: readonly OutlinedStep[];
}

/** What stays in the plan is read once: the outline is looked at again with every character, its own and those of others. */
const knownSections = new WeakMap<Node, OutlinedSection | null>();
const knownSteps = new WeakMap<Node, OutlinedStep>();

function readOutline({ state }: Editor): OutlinedSection[] {
  return state.doc.children.flatMap((section) => remember(knownSections, section, readSection) ?? []);
}

function readSection(section: Node): OutlinedSection | null {
  const kind = planSections.find((each) => each === section.attrs['kind']);
  if (kind === undefined) return null;
  const steps = section.children.filter((child) => child.type.name === 'lessonStep');
  return { kind, steps: steps.map((step) => remember(knownSteps, step, readStep)) };
}

const readStep = (step: Node): OutlinedStep => ({
  id: String(step.attrs['id']),
  name: step.firstChild?.textContent.trim() ?? '',
});

function remember<Value>(known: WeakMap<Node, Value>, node: Node, read: (node: Node) => Value): Value {
  const value = known.get(node) ?? read(node);
  known.set(node, value);
  return value;
}
