import { Anchor, Button, Divider, Group, List, Modal, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { progressOf, useUnsent, wordsOf, type Unsent } from '../connection/offline/outbox.ts';
import { useCopies } from '../connection/offline/useSending.ts';
import { UnsentActions } from '../feedback/UnsentActions.tsx';
import { RefusedPlan } from '../planning/RefusedPlan.tsx';
import { explainError } from '../ui/errors.ts';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/** What of mine is not on the server yet, what the server did not take, and what can be done with each. */
export function UnsentDialog({ accountId, onClose }: { accountId: string; onClose: () => void }) {
  const t = useWords(words);
  const { unsentIds, refused, about } = useCopies(accountId);
  const items = useUnsent();
  const plans = unsentIds.filter((id) => !refused.some(({ documentId }) => documentId === id));
  const notTaken = items.filter((item) => item.refused !== null);
  const waiting = items.filter((item) => item.refused === null);
  const isRefused = refused.length + notTaken.length > 0;
  const isWaiting = plans.length + waiting.length > 0;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(isRefused ? 'unsent.refusedTitle' : 'unsent.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('unsent.close') }}
    >
      <Stack>
        {refused.map((one) => (
          <RefusedPlan key={`${one.documentId}:${one.epoch}`} refused={one} accountId={accountId} />
        ))}
        <UnsentItems items={notTaken} />
        {isRefused && isWaiting && <Divider />}
        {!isRefused && !isWaiting && <Text>{t('unsent.nothing')}</Text>}
        {isWaiting && <Text>{t('unsent.lead')}</Text>}
        {plans.length > 0 && (
          <List spacing="xs">
            {plans.map((id) => (
              <List.Item key={id}>
                {t('unsent.plan')}{' '}
                <Anchor component={Link} to={`/lessons/${about[id]?.lessonId ?? ''}`} onClick={onClose}>
                  {about[id]?.title || t('unsent.untitled')}
                </Anchor>
              </List.Item>
            ))}
          </List>
        )}
        <UnsentItems items={waiting} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('unsent.close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function UnsentItems({ items }: { items: readonly Unsent[] }) {
  if (items.length === 0) return null;
  return (
    <List spacing="sm">
      {items.map((item) => (
        <List.Item key={item.id}>
          <UnsentItem item={item} />
        </List.Item>
      ))}
    </List>
  );
}

function UnsentItem({ item }: { item: Unsent }) {
  const t = useWords(words);
  const text = wordsOf(item);
  const share = progressOf(item.id);
  return (
    <Stack gap={2} align="flex-start">
      <Text size="sm" c="dimmed">
        {t(`unsent.${item.kind}`)} · {item.lessonTitle}
      </Text>
      {text !== '' && <Text lineClamp={3}>{text}</Text>}
      {share !== undefined && <Text size="sm">{t('unsent.progress', { percent: Math.round(share * 100) })}</Text>}
      {item.refused !== null && (
        <>
          <Text size="sm" c="error">
            {explainError(item.refused)}
          </Text>
          <UnsentActions item={item} />
        </>
      )}
    </Stack>
  );
}
