import { IconMessage2Heart } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { useWords } from '../../ui/words.ts';
import type { Tool } from '../tools/tools.ts';
import type { InClass } from '../useClassRoom.ts';
import { PromptPanel } from './PromptPanel.tsx';
import { words } from './words.ts';

/** Private prompts as a tool, for those who may write them. Those read so far are counted as the panel shows them. */
export function usePromptTool(inClass: InClass): Tool | null {
  const t = useWords(words);
  const { view } = inClass;
  const [read, setRead] = useState(() => view.prompts.length);
  const seen = useCallback((count: number) => setRead((before) => Math.max(before, count)), []);
  if (!view.self.may.prompt) return null;
  const own = view.participants.find(({ id }) => id === view.self.participantId)?.person.id;
  const unread = view.prompts.slice(read).filter(({ person }) => person.id !== own).length;
  return {
    key: 'prompts',
    icon: IconMessage2Heart,
    label: t('tool.label'),
    badge: unread,
    letter: 'I',
    ...(unread > 0 ? { state: t('tool.unread', { count: unread }) } : {}),
    panel: () => <PromptPanel {...inClass} seen={seen} />,
  };
}
