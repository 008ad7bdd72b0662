import { NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react';
import { useWords } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import { DeletePart } from './DeletePart.tsx';
import { isEmptyText } from './emptiness.ts';
import classes from './planParts.module.css';
import { usePlanSettings } from './PlanSettings.tsx';
import { deletePart } from './structure.ts';
import { TakePart } from './TakePart.tsx';
import { Writing } from './Writing.tsx';

/** 学情 of one class: the name of the class above, its analysis below. */
export function ProfileView({ node, editor, updateAttributes }: ReactNodeViewProps) {
  const t = useWords(planWords);
  const { editable } = usePlanSettings();
  const id = String(node.attrs['id']);
  const className = String(node.attrs['className'] ?? '');
  return (
    <NodeViewWrapper className={classes['profile']} data-anchor={id} data-part="learnerProfile">
      <div className={classes['profileBar']} contentEditable={false}>
        {editable ? (
          <>
            <input
              className={classes['className']}
              aria-label={t('profile.className')}
              placeholder={t('profile.className.hint')}
              maxLength={60}
              value={className}
              onChange={(event) => updateAttributes({ className: event.currentTarget.value })}
            />
            <TakePart part={id} name={className} />
            <DeletePart
              editor={editor}
              label={t('profile.delete')}
              question={t('profile.delete.ask')}
              onDelete={() => deletePart(editor, id)}
            />
          </>
        ) : (
          <>
            <strong>{className}</strong>
            <TakePart part={id} name={className} />
          </>
        )}
      </div>
      <Writing empty={isEmptyText(node)} hint={t('hint.profile')} />
    </NodeViewWrapper>
  );
}
