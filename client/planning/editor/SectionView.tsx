import { NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { Node } from '@tiptap/pm/model';
import { planSections } from '../../../shared/planDocument.ts';
import { useWords } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import { BasicsTable } from './BasicsTable.tsx';
import { isEmptyText } from './emptiness.ts';
import classes from './planParts.module.css';
import { usePlanSettings } from './PlanSettings.tsx';
import { addProfile, addStep } from './structure.ts';
import { TakePart } from './TakePart.tsx';
import { Writing } from './Writing.tsx';

/** From so many parts on those out of sight are not drawn. */
const manyParts = 24;

/** A section of the printed 教案: its heading, what belongs to its kind, and its text and parts. */
export function SectionView({ node, editor, getPos }: ReactNodeViewProps) {
  const t = useWords(planWords);
  const { lesson, editable } = usePlanSettings();
  const kind = planSections.find((each) => each === node.attrs['kind']) ?? 'basics';
  const add = (append: typeof addStep) => {
    const position = getPos();
    if (position !== undefined) append(editor, position);
  };
  return (
    <NodeViewWrapper
      as="section"
      className={classes['section']}
      data-anchor={kind}
      data-part="planSection"
      data-kind={kind}
      data-long={node.childCount > manyParts ? '' : undefined}
    >
      <div className={classes['sectionBar']} contentEditable={false}>
        <h2 tabIndex={-1}>{t(`section.${kind}`)}</h2>
        {kind === 'steps' && <MinutesTally section={node} total={lesson.periods * lesson.minutes} />}
        {kind !== 'basics' && <TakePart part={kind} name={t(`section.${kind}`)} />}
      </div>
      {kind === 'basics' && <BasicsTable lesson={lesson} />}
      {kind === 'steps' && <StepsHead />}
      <Writing empty={isEmptyText(node)} hint={t(`hint.${kind}`)} />
      {editable && kind === 'learners' && <AddPart label={t('profile.add')} onAdd={() => add(addProfile)} />}
      {editable && kind === 'steps' && <AddPart label={t('step.add')} onAdd={() => add(addStep)} />}
    </NodeViewWrapper>
  );
}

/** The heads of the columns, where the steps stand in a table; each cell has its own name for those who do not see them. */
function StepsHead() {
  const t = useWords(planWords);
  return (
    <div className={classes['stepsHead']} contentEditable={false} aria-hidden>
      <span>{t('steps.head')}</span>
      {(['lead', 'local', 'students', 'intent'] as const).map((field) => (
        <span key={field}>{t(`field.${field}`)}</span>
      ))}
    </div>
  );
}

function AddPart({ label, onAdd }: { label: string; onAdd: () => void }) {
  return (
    <div contentEditable={false} className={classes['add']}>
      <Button variant="default" size="sm" leftSection={<IconPlus size={16} aria-hidden />} onClick={onAdd}>
        {label}
      </Button>
    </div>
  );
}

/** The minutes of all steps against those of the lesson. */
function MinutesTally({ section, total }: { section: Node; total: number }) {
  const t = useWords(planWords);
  const steps = section.children.filter((child) => child.type.name === 'lessonStep');
  const sum = steps.reduce((minutes, step) => minutes + (Number(step.attrs['minutes']) || 0), 0);
  const fit = sum === total ? 'fits' : sum < total ? 'under' : 'over';
  return (
    <span className={classes['tally']} data-fit={fit}>
      {t(`steps.${fit}`, { sum, total, rest: Math.abs(total - sum) })}
    </span>
  );
}
