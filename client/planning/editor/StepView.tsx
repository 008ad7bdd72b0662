import { NodeViewContent, NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react';
import { IconArrowDown, IconArrowUp, IconMessagePlus } from '@tabler/icons-react';
import { floors, type Floor } from '../../../shared/planDocument.ts';
import { startStepComment } from '../../feedback/composer.ts';
import { useWords } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import { DeletePart } from './DeletePart.tsx';
import classes from './planParts.module.css';
import { usePlanSettings } from './PlanSettings.tsx';
import { deletePart, moveStep } from './structure.ts';

/** A dual-teacher step as a card: its minutes and who holds the floor above, its written parts below. */
export function StepView({ node, editor, updateAttributes }: ReactNodeViewProps) {
  const t = useWords(planWords);
  const { lesson, editable, announce } = usePlanSettings();
  const { id, minutes, floor } = readStep(node.attrs);
  const name = node.firstChild?.textContent.trim() ?? '';

  const move = (by: -1 | 1) => {
    const place = moveStep(editor, id, by);
    if (place === null) return;
    announce(t('step.moved', { place }));
    // The card may have been drawn anew: the same button of the moved step keeps the focus.
    requestAnimationFrame(() => {
      const moved = editor.view.dom.querySelector<HTMLElement>(`[data-anchor="${CSS.escape(id)}"] [data-move="${by}"]`);
      moved?.focus();
    });
  };

  const comment = lesson.rights.comment && (
    <button
      type="button"
      className={classes['tool']}
      aria-label={t('step.comment')}
      title={t('step.comment')}
      onClick={() => startStepComment(editor, id)}
    >
      <IconMessagePlus size={18} stroke={1.7} aria-hidden />
    </button>
  );

  return (
    <NodeViewWrapper
      className={classes['step']}
      data-anchor={id}
      data-part="lessonStep"
      role="group"
      aria-label={t('step.group', { name: name === '' ? t('step.unnamed') : name })}
    >
      <div className={classes['stepBar']} contentEditable={false}>
        <span className={classes['stepNumber']} />
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
            <div className={classes['stepTools']}>
              {comment}
              <button
                type="button"
                className={classes['tool']}
                data-move="-1"
                aria-label={t('step.up')}
                title={t('step.up')}
                onClick={() => move(-1)}
              >
                <IconArrowUp size={18} stroke={1.7} aria-hidden />
              </button>
              <button
                type="button"
                className={classes['tool']}
                data-move="1"
                aria-label={t('step.down')}
                title={t('step.down')}
                onClick={() => move(1)}
              >
                <IconArrowDown size={18} stroke={1.7} aria-hidden />
              </button>
              <DeletePart label={t('step.delete')} question={t('step.delete.ask')} onDelete={() => deletePart(editor, id)} />
            </div>
          </>
        ) : (
          <>
            <span className={classes['stepFacts']}>
              {minutes === null ? t('step.noMinutes') : t('step.minutesOf', { count: minutes })} · {t(`floor.${floor}`)}
            </span>
            <div className={classes['stepTools']}>{comment}</div>
          </>
        )}
      </div>
      <NodeViewContent className={classes['stepFields']} />
    </NodeViewWrapper>
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
