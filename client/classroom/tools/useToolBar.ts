import { useState } from 'react';
import type { InClass } from '../useClassRoom.ts';
import type { ToolBar } from './ToolButtons.tsx';
import { useTools, type Tool } from './tools.ts';

/** The tools and which of them has its panel open; a tool that goes takes its panel with it. */
export function useToolBar(inClass: InClass): ToolBar & { panel: Tool | null; close: () => void } {
  const tools = useTools(inClass);
  const [key, setKey] = useState<string | null>(null);
  const panel = tools.find((tool) => tool.key === key && tool.panel !== undefined) ?? null;
  return {
    tools,
    open: panel?.key ?? null,
    panel,
    close: () => setKey(null),
    use: (tool) => {
      if (tool.panel !== undefined) setKey(tool.key === key ? null : tool.key);
      tool.onClick?.();
    },
  };
}
