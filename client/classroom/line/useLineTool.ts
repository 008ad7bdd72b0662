import { IconAntennaBars2, IconAntennaBars3, IconAntennaBars5 } from '@tabler/icons-react';
import { useWords } from '../../ui/words.ts';
import type { Tool } from '../tools/tools.ts';
import type { InClass } from '../useClassRoom.ts';
import { words } from './words.ts';

/** Data saving in one click; its sign shows how good the line is. */
export function useLineTool({ visit: { line } }: InClass): Tool {
  const t = useWords(words);
  const Icon = line.quality >= 0.8 ? IconAntennaBars5 : line.quality >= 0.5 ? IconAntennaBars3 : IconAntennaBars2;
  return {
    key: 'line',
    icon: Icon,
    label: t('tool.save'),
    state: t(line.asked ? 'tool.on' : line.state === 'full' ? 'tool.auto' : 'tool.busy'),
    pressed: line.asked,
    onClick: () => line.save(!line.asked),
  };
}
