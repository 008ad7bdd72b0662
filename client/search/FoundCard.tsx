import { Badge, Group, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import type { Found } from '../../shared/search.ts';
import { planWords } from '../planning/planWords.ts';
import { StateBadge } from '../planning/StateBadge.tsx';
import { Ago } from '../ui/Ago.tsx';
import { Card } from '../ui/Card.tsx';
import { useWords } from '../ui/words.ts';
import classes from './FoundCard.module.css';
import { Marked } from './Marked.tsx';
import { addressOf, addressOfPassage, nameOfPlace } from './place.ts';
import { words } from './words.ts';

/** A lesson or a need that was found: what it is, and the passages, each leading to its place. */
export function FoundCard({ found }: { found: Found }) {
  const t = useWords(words);
  const plan = useWords(planWords);
  const more = found.count - found.passages.length;
  return (
    <Card>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="md">
        <div className={classes.words}>
          <Title order={2} size="h4">
            <Link to={addressOf(found)} className={classes.title}>
              <Marked text={found.title} marks={found.titleMarks} />
            </Link>
          </Title>
          <Text c="dimmed" size="sm">
            {[found.subject, found.grade].filter((word) => word !== '').join(' · ')} · <Ago at={found.at} />
          </Text>
        </div>
        {found.state === null ? (
          <Badge variant="light" size="lg" radius="sm" fw={500} tt="none" style={{ flex: 'none' }}>
            {t('kind.need')}
          </Badge>
        ) : (
          <StateBadge state={found.state} />
        )}
      </Group>
      {found.passages.length > 0 && (
        <ul className={classes.passages}>
          {found.passages.map((passage) => (
            <li key={`${passage.kind} ${passage.anchor} ${passage.field} ${passage.text}`}>
              <Link to={addressOfPassage(found, passage)} className={classes.passage}>
                <span className={classes.place}>{nameOfPlace(passage, t, plan)}</span>
                <span className={classes.text}>
                  <Marked text={passage.text} marks={passage.marks} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {more > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          {t('find.more', { count: more })}
        </Text>
      )}
    </Card>
  );
}
