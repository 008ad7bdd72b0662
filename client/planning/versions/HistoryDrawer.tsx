import { CloseButton, Drawer, VisuallyHidden } from '@mantine/core';
import type { Editor } from '@tiptap/core';
import { useRef, useState } from 'react';
import type { PlanNode } from '../../../shared/planNode.ts';
import { useDates } from '../../ui/dates.ts';
import { useWords } from '../../ui/words.ts';
import type { Lesson } from '../../../shared/planning.ts';
import type { Version } from '../../../shared/versions.ts';
import classes from './HistoryDrawer.module.css';
import { VersionComparison } from './VersionComparison.tsx';
import { VersionList } from './VersionList.tsx';
import { versionWords } from './versionWords.ts';

/** The versions of a plan over its page: first their list, then one of them with what changed. */
export function HistoryDrawer(props: { lesson: Lesson; editor: Editor | null; onClose: () => void }) {
  const t = useWords(versionWords);
  const dates = useDates();
  const { lesson, editor, onClose } = props;
  const [chosen, setChosen] = useState<Version | null>(null);
  const [said, say] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const back = () => {
    setChosen(null);
    // What had the focus is gone; a keyboard goes on from the top of the list.
    requestAnimationFrame(() => list.current?.focus());
  };
  const current = (): PlanNode | null => (editor === null ? null : (editor.state.doc.toJSON() as PlanNode));
  return (
    <Drawer.Root opened onClose={onClose} position="right" size="min(100%, 58rem)">
      <Drawer.Overlay backgroundOpacity={0.4} />
      <Drawer.Content>
        {/* Not Drawer.Header: as a <header> it would be a second banner of the page. */}
        <div className={classes.head}>
          <Drawer.Title className={classes.title}>{t('title')}</Drawer.Title>
          <CloseButton size={44} iconSize={24} aria-label={t('close')} onClick={onClose} />
        </div>
        <Drawer.Body pb="xl">
          <VisuallyHidden role="status">{said}</VisuallyHidden>
          {chosen === null ? (
            <div ref={list} tabIndex={-1} className={classes.pane}>
              <VersionList lesson={lesson} said={said} onSay={say} onChoose={setChosen} />
            </div>
          ) : (
            <VersionComparison
              key={chosen.id}
              lesson={lesson}
              version={chosen}
              current={current}
              onBack={back}
              onRestored={() => {
                say(t('restored', { when: dates.moment(chosen.at) }));
                back();
              }}
            />
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
