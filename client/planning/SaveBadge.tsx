import { Group, Loader, Text, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCloudOff } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import type { OpenDocument, SaveState } from '../connection/document.ts';
import { useWords } from '../ui/words.ts';
import { documentWords } from './documentWords.ts';

/** Whether what stands in the plan is on the server. It says "saved" only when the server has acknowledged every edit. */
export function SaveBadge({ document }: { document: OpenDocument }) {
  const t = useWords(documentWords);
  const state = useSyncExternalStore(document.subscribe, () => document.state.saveState);
  const kept = useSyncExternalStore(document.subscribe, () => document.state.kept);
  // Without the server and without room on the device, what is typed exists on this page alone.
  const word = state === 'offline' && !kept ? 'unkept' : state;
  const hint = word === 'offline' || word === 'unkept' || word === 'unsaved' ? t(`save.${word}.hint`) : null;
  const badge = (
    <Group
      gap={6}
      wrap="nowrap"
      role="status"
      c={colours[word]}
      data-save-state={state}
      data-kept={kept}
      {...(hint === null ? {} : { tabIndex: 0 })}
    >
      <Sign word={word} />
      <Text size="sm" span style={{ whiteSpace: 'nowrap' }}>
        {t(`save.${word}`)}
      </Text>
    </Group>
  );
  return hint === null ? badge : <Tooltip label={hint}>{badge}</Tooltip>;
}

const colours = {
  saved: 'dimmed',
  saving: 'dimmed',
  offline: 'var(--mantine-color-anchor)',
  unkept: 'error',
  unsaved: 'error',
};

function Sign({ word }: { word: SaveState | 'unkept' }) {
  switch (word) {
    case 'saved':
      return <IconCheck size={16} aria-hidden />;
    case 'offline':
      return <IconCloudOff size={16} aria-hidden />;
    case 'unkept':
    case 'unsaved':
      return <IconAlertTriangle size={16} aria-hidden />;
    case 'saving':
      return <Loader size={14} color="gray" aria-hidden />;
  }
}
