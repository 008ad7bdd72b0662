import { Anchor, Badge, Button, CloseButton, Drawer, Group, Stack, Text } from '@mantine/core';
import { IconArrowsDiff, IconCopyPlus } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Lesson } from '../../../shared/planning.ts';
import { getFamily, type FamilyMember } from '../../../shared/variants.ts';
import { useAnswer } from '../../connection/useAnswer.ts';
import { Ago } from '../../ui/Ago.tsx';
import { Failure } from '../../ui/Failure.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { useWords } from '../../ui/words.ts';
import { StateBadge } from '../StateBadge.tsx';
import history from '../versions/HistoryDrawer.module.css';
import classes from './variants.module.css';
import { variantWords } from './variantWords.ts';

/** The designs of one lesson as a tree, and from each the way to it and to comparing it with the one that is open. */
export function FamilyDrawer(props: { lesson: Lesson; onCopy?: () => void; onClose: () => void }) {
  const t = useWords(variantWords);
  const { lesson, onCopy, onClose } = props;
  const family = useAnswer(getFamily, { params: { lessonId: lesson.id } });
  const items = family.data?.items ?? [];
  return (
    <Drawer.Root opened onClose={onClose} position="right" size="min(100%, 40rem)">
      <Drawer.Overlay backgroundOpacity={0.4} />
      <Drawer.Content>
        {/* Not Drawer.Header: as a <header> it would be a second banner of the page. */}
        <div className={history['head']}>
          <Drawer.Title className={history['title'] ?? ''}>{t('family')}</Drawer.Title>
          <CloseButton size={44} iconSize={24} aria-label={t('close')} onClick={onClose} />
        </div>
        <Drawer.Body pb="xl">
          <Stack gap="md">
            <Text size="sm" c="dimmed">
              {t('lead')}
            </Text>
            {family.isPending && <Loading />}
            {family.isError && family.data === undefined && <Failure error={family.error} retry={family.refetch} />}
            {family.isSuccess && items.length < 2 && <Text>{t('alone')}</Text>}
            <Branch items={items} parentId={null} current={lesson.id} />
            {onCopy !== undefined && (
              <Button
                variant="default"
                style={{ alignSelf: 'flex-start' }}
                leftSection={<IconCopyPlus size={18} aria-hidden />}
                onClick={onCopy}
              >
                {t('copy')}
              </Button>
            )}
          </Stack>
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Branch({ items, parentId, current }: { items: readonly FamilyMember[]; parentId: string | null; current: string }) {
  const own = items.filter((one) => one.parentId === parentId);
  if (own.length === 0) return null;
  return (
    <ul className={classes['branch']}>
      {own.map((member) => (
        <li key={member.id}>
          <Member member={member} current={current} />
          <Branch items={items} parentId={member.id} current={current} />
        </li>
      ))}
    </ul>
  );
}

function Member({ member, current }: { member: FamilyMember; current: string }) {
  const t = useWords(variantWords);
  const { id, title, classNames, school, planners, reason, state, at } = member;
  const called = { title, classes: classNames.join(t('comma')) };
  const facts = [called.classes, school, planners.map(({ name }) => name).join(t('comma'))];
  return (
    <div className={classes['member']} data-current={id === current || undefined}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <div className={classes['words']}>
          {id === current ? (
            <Text fw={600} aria-current="page">
              {title}{' '}
              <Badge variant="default" size="sm">
                {t('here')}
              </Badge>
            </Text>
          ) : (
            <Anchor component={Link} fw={600} to={`/lessons/${id}`} aria-label={t('open', called)}>
              {title}
            </Anchor>
          )}
          <Text size="sm">{facts.filter((fact) => fact !== '').join(' · ')}</Text>
        </div>
        <StateBadge state={state} />
      </Group>
      <Text size="sm" c="dimmed">
        {reason ?? t('first')} · <Ago at={at} />
      </Text>
      {id !== current && (
        <Button
          component={Link}
          to={`/lessons/${current}/compare/${id}`}
          variant="default"
          size="sm"
          style={{ alignSelf: 'flex-start' }}
          leftSection={<IconArrowsDiff size={16} aria-hidden />}
          aria-label={t('compare.with', called)}
        >
          {t('compare')}
        </Button>
      )}
    </div>
  );
}
