import { Badge, Menu } from '@mantine/core';
import { IconTools } from '@tabler/icons-react';
import { useWords } from '../../ui/words.ts';
import { ControlButton } from '../ControlButton.tsx';
import classes from '../Controls.module.css';
import type { Tool } from './tools.ts';
import { words } from './words.ts';

/** A tool with a panel opens and closes it; another does what it does. */
export interface ToolBar {
  tools: readonly Tool[];
  /** The key of the tool whose panel is open. */
  open: string | null;
  use: (tool: Tool) => void;
}

/** The tools in the bar of the class: buttons where there is room, one menu where there is not. */
export function ToolButtons({ tools, open, use }: ToolBar) {
  const t = useWords(words);
  if (tools.length === 0) return null;
  const waiting = tools.reduce((sum, { badge = 0 }) => sum + badge, 0);
  return (
    <>
      <span className={classes.tools}>
        {tools.map((tool) => (
          <ControlButton
            key={tool.key}
            icon={tool.icon}
            label={tool.label}
            plainOff
            {...stateOf(tool, t)}
            {...(tool.badge === undefined ? {} : { badge: tool.badge })}
            {...(tool.letter === undefined ? {} : { shortcut: `Alt+${tool.letter}` })}
            {...pressedOf(tool, open)}
            onClick={() => use(tool)}
          />
        ))}
      </span>
      <Menu position="top" width="16rem">
        <Menu.Target>
          <ControlButton
            className={classes.toolMenu}
            icon={IconTools}
            label={t('tools.menu')}
            {...(waiting === 0 ? {} : { badge: waiting, state: t('tools.waiting', { count: waiting }) })}
          />
        </Menu.Target>
        <Menu.Dropdown>
          {tools.map((tool) => (
            <Menu.Item
              key={tool.key}
              leftSection={<tool.icon size={20} stroke={1.7} />}
              rightSection={(tool.badge ?? 0) > 0 ? <Badge size="md">{tool.badge}</Badge> : null}
              onClick={() => use(tool)}
            >
              {tool.label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

type Say = ReturnType<typeof useWords<keyof typeof words.zh>>;

function stateOf({ state, badge = 0 }: Tool, t: Say): { state?: string } {
  if (state !== undefined) return { state };
  return badge > 0 ? { state: t('tools.waiting', { count: badge }) } : {};
}

function pressedOf(tool: Tool, open: string | null): { pressed?: boolean; accent?: boolean } {
  const pressed = tool.panel === undefined ? tool.pressed : tool.key === open;
  return pressed === undefined ? {} : { pressed, accent: pressed };
}
