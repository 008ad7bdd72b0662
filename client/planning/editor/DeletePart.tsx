import { Button, Group, Popover, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useWords } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import classes from './planParts.module.css';

/** The button that deletes a part of the plan, after asking. */
export function DeletePart({ label, question, onDelete }: { label: string; question: string; onDelete: () => void }) {
  const t = useWords(planWords);
  const [asking, setAsking] = useState(false);
  return (
    <Popover opened={asking} onChange={setAsking} trapFocus returnFocus position="bottom-end" shadow="md" withinPortal>
      <Popover.Target>
        <button type="button" className={classes['tool']} aria-label={label} title={label} onClick={() => setAsking(!asking)}>
          <IconTrash size={18} stroke={1.7} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={question}>
        <Text size="sm" maw={240} mb="sm">
          {question}
        </Text>
        <Group gap="xs" justify="flex-end">
          <Button size="compact-sm" variant="default" onClick={() => setAsking(false)}>
            {t('delete.no')}
          </Button>
          <Button size="compact-sm" color="red.9" onClick={onDelete}>
            {t('delete.yes')}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
