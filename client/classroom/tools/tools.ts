import type { ComponentType, ReactNode } from 'react';
import { useBoardTool } from '../board/useBoardTool.ts';
import { useSlidesTool } from '../slides/useSlidesTool.tsx';
import { useHandsTool } from '../hands/useHandsTool.tsx';
import { usePromptTool } from '../prompts/usePromptTool.tsx';
import { useLineTool } from '../line/useLineTool.ts';
import { useQuestionTool } from '../questions/useQuestionTool.tsx';
import { useRollTool } from '../seats/useRollTool.tsx';
import { useTimerTool } from '../timer/useTimerTool.tsx';
import type { InClass } from '../useClassRoom.ts';

/** A teaching tool as the bar of the class offers it. It has a panel beside the stage, or does something at a click. */
export interface Tool {
  /** Its own short name, for the page's state. */
  key: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  label: string;
  /** What is said of it to screen readers and in the tool's tooltip, such as what is going on in it. */
  state?: string;
  /** How many things in it wait to be looked at. */
  badge?: number;
  /** Whether it is switched on, for one that is a switch. */
  pressed?: boolean;
  /** The letter that uses it together with Alt. M, V, S, N, P, R, C, G, I, B and F are taken. */
  letter?: string;
  onClick?: () => void;
  /** What is shown beside the stage while it is open; opening and closing it is the bar's. */
  panel?: () => ReactNode;
}

/**
 * The tools: a hook each, which answers null for whoever has no use for it. They run in this order at every rendering,
 * and the bar offers them in this order.
 */
const sources: readonly ((inClass: InClass) => Tool | null)[] = [
  useBoardTool,
  useSlidesTool,
  useRollTool,
  useHandsTool,
  useQuestionTool,
  useTimerTool,
  usePromptTool,
  useLineTool,
];

/** The tools that this person may use now. */
export function useTools(inClass: InClass): Tool[] {
  return sources.map((source) => source(inClass)).filter((tool) => tool !== null);
}
