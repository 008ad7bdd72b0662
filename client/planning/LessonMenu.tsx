import { ActionIcon, Menu } from '@mantine/core';
import { IconCopyPlus, IconDots, IconGitFork, IconTemplate } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { Lesson } from '../../shared/planning.ts';
import { useAccount } from '../connection/session.tsx';
import { useWords } from '../ui/words.ts';
import { organisationsToCoordinate, teamsToPlanIn } from './planningTeams.ts';
import { templateWords } from './templates/templateWords.ts';
import { FamilyDrawer } from './variants/FamilyDrawer.tsx';
import { variantWords } from './variants/variantWords.ts';

const NewLessonDialog = lazy(async () => ({ default: (await import('./NewLessonDialog.tsx')).NewLessonDialog }));
const SaveTemplateDialog = lazy(async () => ({
  default: (await import('./templates/SaveTemplateDialog.tsx')).SaveTemplateDialog,
}));

/** What else can be done with a lesson: another design of it, its family, a template of its plan. */
export function LessonMenu({ lesson }: { lesson: Lesson }) {
  const t = useWords(variantWords);
  const templates = useWords(templateWords);
  const account = useAccount();
  const [dialog, setDialog] = useState<'copy' | 'family' | 'template' | null>(null);
  const teams = teamsToPlanIn(account);
  const mayCopy = lesson.rights.comment && teams.length > 0;
  const maySave = lesson.rights.comment && (teams.length > 0 || organisationsToCoordinate(account).length > 0);
  const close = () => setDialog(null);
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon variant="default" size={42} aria-label={t('more')}>
            <IconDots size={20} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mayCopy && (
            <Menu.Item leftSection={<IconCopyPlus size={18} aria-hidden />} onClick={() => setDialog('copy')}>
              {t('copy')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconGitFork size={18} aria-hidden />} onClick={() => setDialog('family')}>
            {t('family')}
          </Menu.Item>
          {maySave && (
            <Menu.Item leftSection={<IconTemplate size={18} aria-hidden />} onClick={() => setDialog('template')}>
              {templates('save')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {dialog === 'copy' && <NewLessonDialog teams={teams} origin={lesson} onClose={close} />}
        {dialog === 'template' && <SaveTemplateDialog lesson={lesson} onClose={close} />}
      </Suspense>
      {dialog === 'family' && (
        <FamilyDrawer lesson={lesson} {...(mayCopy ? { onCopy: () => setDialog('copy') } : {})} onClose={close} />
      )}
    </>
  );
}
