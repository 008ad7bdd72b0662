import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconDeviceMobile } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { readCopies } from '../connection/copyRegister.ts';
import { copySize } from '../connection/documentCopies.ts';
import { forgetDocument } from '../connection/forgetDocuments.ts';
import { noticeRoom, storageUse } from '../connection/offline/storage.ts';
import { useCopies } from '../connection/offline/useSending.ts';
import { useAccount } from '../connection/session.tsx';
import { useWords } from '../ui/words.ts';
import { InstallButton } from './InstallButton.tsx';
import { words } from './words.ts';

/** The plans that can be opened here without a connection, how much they take, and the way to remove them. */
export function DeviceCopies() {
  const t = useWords(words);
  const { id } = useAccount();
  const { about, unsentIds } = useCopies(id);
  const copies = readCopies(id);
  const listed = Object.keys(copies).toSorted((one, other) => (about[other]?.openedAt ?? 0) - (about[one]?.openedAt ?? 0));
  const sizes = useSizes(id, copies);
  const use = useStorageUse(listed.length);
  const removable = listed.filter((documentId) => !unsentIds.includes(documentId));
  const remove = (ids: string[]) => void Promise.all(ids.map((each) => forgetDocument(each, id))).then(noticeRoom);
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('device.lead')}
        {use !== null && ` ${t('device.used', { used: megabytes(use.used) })}`}
      </Text>
      {listed.length === 0 && <Text>{t('device.none')}</Text>}
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
        {listed.map((documentId) => (
          <Group key={documentId} component="li" justify="space-between" gap="sm">
            <div>
              <Group gap="xs">
                <Anchor component={Link} to={`/lessons/${about[documentId]?.lessonId ?? ''}`} fw={600}>
                  {about[documentId]?.title || t('device.untitled')}
                </Anchor>
                {about[documentId]?.pinned === true && <Badge variant="light">{t('device.pinned')}</Badge>}
              </Group>
              <Text size="sm" c="dimmed">
                {unsentIds.includes(documentId) ? t('device.unsent') : (sizes[documentId] ?? '…')}
              </Text>
            </div>
            {!unsentIds.includes(documentId) && (
              <Button
                variant="default"
                size="sm"
                aria-label={t('device.removeOne', { title: about[documentId]?.title ?? '' })}
                onClick={() => remove([documentId])}
              >
                {t('device.remove')}
              </Button>
            )}
          </Group>
        ))}
      </Stack>
      <Group>
        {removable.length > 1 && (
          <Button variant="default" leftSection={<IconDeviceMobile size={18} aria-hidden />} onClick={() => remove(removable)}>
            {t('device.removeAll')}
          </Button>
        )}
        <InstallButton />
      </Group>
    </Stack>
  );
}

function useSizes(accountId: string, copies: Record<string, number>): Record<string, string> {
  const [sizes, setSizes] = useState<Record<string, string>>({});
  const wanted = JSON.stringify(copies);
  useEffect(() => {
    let gone = false;
    const measure = async () => {
      for (const [id, epoch] of Object.entries(JSON.parse(wanted) as Record<string, number>)) {
        const bytes = await copySize(id, epoch, accountId);
        if (gone) return;
        setSizes((before) => ({ ...before, [id]: bytes < 100_000 ? `${Math.ceil(bytes / 1000)} kB` : megabytes(bytes) }));
      }
    };
    void measure();
    return () => {
      gone = true;
    };
  }, [accountId, wanted]);
  return sizes;
}

function useStorageUse(changes: number) {
  const [use, setUse] = useState<Awaited<ReturnType<typeof storageUse>>>(null);
  useEffect(() => void storageUse().then(setUse), [changes]);
  return use;
}

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;
