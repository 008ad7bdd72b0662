import { ActionIcon, Anchor, Avatar, Box, Group, Text, Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconArrowLeft, IconEdit, IconUsers, IconVersions } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { PlanGap } from '../../shared/planDocument.ts';
import type { getLesson } from '../../shared/planning.ts';
import type { Answer } from '../../shared/http.ts';
import { CompactButton } from '../ui/CompactButton.tsx';
import { PageTitle } from '../ui/PageTitle.tsx';
import { PersonAvatar } from '../ui/PersonAvatar.tsx';
import { useWords } from '../ui/words.ts';
import { ClassButton } from './ClassButton.tsx';
import { EditLessonDialog } from './EditLessonDialog.tsx';
import { ExchangeMenu } from './exchange/ExchangeMenu.tsx';
import { LessonMenu } from './LessonMenu.tsx';
import { OfflineButton } from './OfflineButton.tsx';
import { PastClasses } from './PastClasses.tsx';
import { PeopleDialog } from './PeopleDialog.tsx';
import { StateStepper } from './StateStepper.tsx';
import { OriginLine } from './variants/OriginLine.tsx';
import { versionWords } from './versions/versionWords.ts';
import { words } from './words.ts';

/** Who leads the planning and who plans with them, by name. */
function Planners({ lesson }: { lesson: LessonWithHistory }) {
  const t = useWords(words);
  const lines = (['lead-planner', 'co-planner'] as const).flatMap((part) => {
    const names = lesson.people.filter((one) => one.part === part).map(({ person }) => person.name);
    return names.length === 0 ? [] : t('people.names', { part: t(`part.${part}`), names: names.join(t('lessons.comma')) });
  });
  return lines.length === 0 ? null : <Text size="sm">{lines.join(' · ')}</Text>;
}

export type LessonWithHistory = Answer<typeof getLesson>;

/** What the lesson is, who is in it, how far it is, and the way into its class. */
export function LessonHeader(props: {
  lesson: LessonWithHistory;
  onGaps: (gaps: readonly PlanGap[]) => void;
  onHistory: () => void;
}) {
  const { lesson, onGaps, onHistory } = props;
  const t = useWords(words);
  const versions = useWords(versionWords);
  const [dialog, setDialog] = useState<'people' | 'edit' | null>(null);
  const facts = [
    lesson.subject,
    lesson.grade,
    lesson.textbook,
    t('lesson.size', { periods: lesson.periods, minutes: lesson.minutes }),
  ];
  return (
    <Box component="header">
      <Anchor component={Link} to="/lessons" size="sm" c="dimmed">
        <IconArrowLeft size={15} aria-hidden style={{ verticalAlign: '-0.15em' }} /> {t('lesson.back')}
      </Anchor>
      <Group justify="space-between" align="flex-start" gap="sm" mt={4}>
        <Box miw={0} maw="100%">
          <Group gap="xs" wrap="nowrap" align="center">
            <PageTitle title={lesson.title} />
            {lesson.rights.manage && (
              <Tooltip label={t('lesson.edit')}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="lg"
                  aria-label={t('lesson.edit')}
                  onClick={() => setDialog('edit')}
                >
                  <IconEdit size={19} stroke={1.7} aria-hidden />
                </ActionIcon>
              </Tooltip>
            )}
          </Group>
          <Text c="dimmed" size="sm">
            {facts.filter((fact) => fact !== '').join(' · ')}
          </Text>
          <Planners lesson={lesson} />
          <PastClasses lessonId={lesson.id} />
        </Box>
        <Group gap="sm">
          <UnstyledButton onClick={() => setDialog('people')} p={4} style={{ borderRadius: 999 }}>
            <VisuallyHidden>{t('people.open')}</VisuallyHidden>
            <Avatar.Group spacing={10} aria-hidden>
              {lesson.people.slice(0, 4).map(({ person }) => (
                <PersonAvatar key={person.id} person={person} />
              ))}
              <Avatar size={36} radius="xl" aria-hidden>
                {lesson.people.length > 4 ? `+${lesson.people.length - 4}` : <IconUsers size={18} />}
              </Avatar>
            </Avatar.Group>
          </UnstyledButton>
          <CompactButton icon={<IconVersions size={18} aria-hidden />} name={versions('open')} onClick={onHistory} />
          <ExchangeMenu lesson={lesson} />
          <LessonMenu lesson={lesson} />
          <OfflineButton lesson={lesson} />
          <ClassButton lesson={lesson} />
        </Group>
      </Group>
      <OriginLine lesson={lesson} />
      <StateStepper lesson={lesson} onGaps={onGaps} />
      {dialog === 'people' && <PeopleDialog lesson={lesson} onClose={() => setDialog(null)} />}
      {dialog === 'edit' && <EditLessonDialog lesson={lesson} onClose={() => setDialog(null)} />}
    </Box>
  );
}
