import { Anchor, Badge, Group, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Need } from '../../shared/programme.ts';
import { Card } from '../ui/Card.tsx';
import { useDates } from '../ui/dates.ts';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

const colours = { open: 'orange', planned: 'pine', met: 'gray' } as const;

/** One need as lists show it, and for those who plan the way to a lesson that answers it. */
export function NeedCard({ need, mayPlan }: { need: Need; mayPlan: boolean }) {
  const t = useWords(words);
  const { ago } = useDates();
  return (
    <Card>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
        <Text fw={600}>{need.title}</Text>
        <Badge variant="light" color={colours[need.state]} tt="none" size="lg" fw={500} flex="none">
          {t(`need.${need.state}`)}
        </Badge>
      </Group>
      {need.description !== '' && (
        <Text mt={4} style={{ whiteSpace: 'pre-line' }}>
          {need.description}
        </Text>
      )}
      <Text size="sm" c="dimmed" mt={4}>
        {need.subject} · {need.grade} · {t('need.by', { name: need.raisedBy.name, when: ago(need.createdAt) })}
      </Text>
      {mayPlan && need.state !== 'met' && (
        <Anchor component={Link} to={`/lessons?need=${need.id}`} fw={600} display="inline-block" mt="xs">
          {t('need.plan')}
        </Anchor>
      )}
    </Card>
  );
}
