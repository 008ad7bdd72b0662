import { Group, Loader, Text, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCloudOff } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import type { OpenDocument, SaveState } from '../connection/document.ts';
import { useWords } from '../ui/words.ts';
import { planWords } from './planWords.ts';

/** Whether what stands in the plan is on the server. It says "saved" only when the server has acknowledged every edit. */
export function SaveBadge({ document }: { document: OpenDocument }) {
  const t = useWords(planWords);
  const state = useSyncExternalStore(document.subscribe, () => document.state.saveState);
  const hint = state === 'offline' || state === 'unsaved' ? t(`save.${state}.hint`) : null;
  const badge = (
    <Group
      gap={6}
      wrap="nowrap"
      role="status"
      c={colours[state]}
      data-save-state={state}
      {...(hint === null ? {} : { tabIndex: 0 })}
    >
      <Sign state={state} />
      <Text size="sm" span style={{ whiteSpace: 'nowrap' }}>
        {t(`save.${state}`)}
      </Text>
    </Group>
  );
  return hint === null ? badge : <Tooltip label={hint}>{badge}</Tooltip>;
}

const colours = {
  saved: 'dimmed',
  saving: 'dimmed',
  offline: 'var(--mantine-color-anchor)',
  unsaved: 'error',
};

function Sign({ state }: { state: SaveState }) {
  switch (state) {
    case 'saved':
      return <IconCheck size={16} aria-hidden />;
    case 'offline':
      return <IconCloudOff size={16} aria-hidden />;
    case 'unsaved':
      return <IconAlertTriangle size={16} aria-hidden />;
    case 'saving':
      return <Loader size={14} color="gray" aria-hidden />;
  }
}
