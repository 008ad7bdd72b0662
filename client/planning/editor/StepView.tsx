import { NodeViewContent, NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react';
import { IconArrowDown, IconArrowUp, IconCopy, IconGripVertical, IconMessagePlus } from '@tabler/icons-react';
import { floors, type Floor } from '../../../shared/planDocument.ts';
import { startStepComment } from '../../feedback/composer.ts';
import { useWords } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import { DeletePart } from './DeletePart.tsx';
import { dragStep } from './dragStep.ts';
import classes from './planParts.module.css';
import { usePlanSettings } from './PlanSettings.tsx';
import { StepTimesLine } from './StepTimesLine.tsx';
import { requestMove } from './stepMoves.ts';
import { copyStep, deletePart } from './structure.ts';
import { TakePart } from './TakePart.tsx';

/** A dual-teacher step: a row of 教学过程 where there is room, and a card on a phone. */
export function StepView({ node, editor, updateAttributes }: ReactNodeViewProps) {
  const t = useWords(planWords);
  const { lesson, editable } = usePlanSettings();
  const { id, minutes, floor } = readStep(node.attrs);
  const written = node.firstChild?.textContent.trim() ?? '';
  const name = written === '' ? t('step.unnamed') : written;

  return (
    <NodeViewWrapper
      className={classes['step']}
      data-anchor={id}
      data-part="lessonStep"
      role="group"
      aria-label={t('step.group', { name })}
    >
      <div className={classes['stepBar']} contentEditable={false}>
        {editable && (
          // The arrows beside it do the same for the keyboard.
          <span
            className={classes['grip']}
            title={t('step.drag')}
            aria-hidden
            onPointerDown={(event) => {
              if (event.button !== 0) return;
              event.preventDefault();
              dragStep(editor, id, event.nativeEvent);
            }}
          >
            <IconGripVertical size={18} stroke={1.7} />
          </span>
        )}
        <span className={classes['stepNumber']} />
        <TakePart part={id} name={name} />
        <div className={classes['stepTools']}>
          {lesson.rights.comment && (
            <Tool label={t('step.comment')} icon={IconMessagePlus} run={() => startStepComment(editor, id)} />
          )}
          {editable && (
            <>
              <Tool label={t('step.up')} icon={IconArrowUp} move={-1} run={() => requestMove(editor, id, { by: -1 })} />
              <Tool label={t('step.down')} icon={IconArrowDown} move={1} run={() => requestMove(editor, id, { by: 1 })} />
              <Tool label={t('step.copy')} icon={IconCopy} run={() => copyStep(editor, id)} />
              <DeletePart label={t('step.delete')} question={t('step.delete.ask')} onDelete={() => deletePart(editor, id)} />
            </>
          )}
        </div>
      </div>
      <div className={classes['stepTime']} contentEditable={false}>
        {editable ? (
          <>
            <label className={classes['minutes']}>
              <input
                type="number"
                inputMode="numeric"
                min={1}
                max={600}
                value={minutes ?? ''}
                onChange={(event) => updateAttributes({ minutes: toMinutes(event.currentTarget.value) })}
              />
              <span>{t('step.minutes')}</span>
            </label>
            <select
              className={classes['floor']}
              aria-label={t('floor.label')}
              value={floor}
              onChange={(event) => updateAttributes({ floor: event.currentTarget.value })}
            >
              {floors.map((each) => (
                <option key={each} value={each}>
                  {t(`floor.${each}`)}
                </option>
              ))}
            </select>
          </>
        ) : (
          <span className={classes['stepFacts']}>
            {minutes === null ? t('step.noMinutes') : t('step.minutesOf', { count: minutes })} · {t(`floor.${floor}`)}
          </span>
        )}
        <StepTimesLine stepId={id} />
      </div>
      <NodeViewContent className={classes['stepFields']} />
    </NodeViewWrapper>
  );
}

function Tool(props: { label: string; icon: typeof IconCopy; run: () => void; move?: -1 | 1 }) {
  const Icon = props.icon;
  return (
    <button
      type="button"
      className={classes['tool']}
      data-move={props.move}
      aria-label={props.label}
      title={props.label}
      onClick={props.run}
    >
      <Icon size={18} stroke={1.7} aria-hidden />
    </button>
  );
}

function readStep(attributes: Record<string, unknown>): { id: string; minutes: number | null; floor: Floor } {
  const minutes = Number(attributes['minutes']);
  return {
    id: String(attributes['id']),
    minutes: Number.isFinite(minutes) && minutes > 0 ? minutes : null,
    floor: floors.find((floor) => floor === attributes['floor']) ?? 'lead',
  };
}

function toMinutes(typed: string): number | null {
  const minutes = Math.round(Number(typed));
  return Number.isFinite(minutes) && minutes > 0 ? Math.min(minutes, 600) : null;
}
