import { VisuallyHidden } from '@mantine/core';
import type { Editor } from '@tiptap/core';
import { useEffect, useId, useRef, useSyncExternalStore } from 'react';
import { PersonAvatar } from '../../../ui/PersonAvatar.tsx';
import { useWords } from '../../../ui/words.ts';
import { formatActions, insertActions, keysAction, readableKeys } from './actions.ts';
import { editorWords } from './editorWords.ts';
import classes from './SuggestMenu.module.css';
import { SuggestStore, type Choice } from './suggestStore.ts';

/** The space between the line and its menu, and between the menu and the edge of the window, in pixels. */
const gap = 6;
const width = 264;
const height = 300;

/** The menu that opens while one types. The focus stays in the text; which entry is marked is read out. */
export function SuggestMenu({ editor }: { editor: Editor }) {
  const t = useWords(editorWords);
  const store = SuggestStore.of(editor);
  const menu = useSyncExternalStore(store.subscribe, () => store.menu);
  const id = useId();
  const marked = menu?.marked;
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (marked !== undefined) list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [marked]);

  if (menu === null) return null;
  return (
    <>
      <div
        ref={list}
        id={id}
        role="listbox"
        tabIndex={-1}
        aria-label={t(`menu.${menu.kind}`)}
        className={classes['menu']}
        style={placeOf(menu.place)}
        onMouseDown={(event) => event.preventDefault()}
      >
        {menu.choices.map((choice, index) => (
          <div
            key={choice.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === menu.marked}
            className={classes['choice']}
            onClick={choice.choose}
            onKeyDown={(event) => event.key === 'Enter' && choice.choose()}
          >
            <Sign choice={choice} />
            <span className={classes['label']}>{choice.label}</span>
            {choice.keys !== undefined && <kbd className={classes['keys']}>{readableKeys(choice.keys)}</kbd>}
          </div>
        ))}
      </div>
      <VisuallyHidden role="status">
        {t('menu.marked', {
          name: menu.choices[menu.marked]?.label ?? '',
          place: menu.marked + 1,
          all: menu.choices.length,
        })}
      </VisuallyHidden>
    </>
  );
}

function Sign({ choice: { sign } }: { choice: Choice }) {
  if (sign.type === 'person') return <PersonAvatar person={sign} size={24} />;
  const Icon = [...formatActions, ...insertActions, keysAction].find(({ key }) => key === sign.key)?.icon;
  return Icon === undefined ? null : <Icon size={20} stroke={1.7} aria-hidden />;
}

/** Below the line where there is room, else above it; never beyond the window, nor behind the keyboard of a phone. */
function placeOf(line: DOMRect): { left: number; top?: number; bottom?: number; maxHeight: number } {
  const view = window.visualViewport;
  const [viewWidth, viewHeight] = [view?.width ?? innerWidth, view?.height ?? innerHeight];
  const left = Math.max(gap, Math.min(line.left, viewWidth - width - gap));
  const below = viewHeight - line.bottom - 2 * gap;
  const above = line.top - 2 * gap;
  if (below >= Math.min(height, above)) return { left, top: line.bottom + gap, maxHeight: Math.min(height, below) };
  return { left, bottom: innerHeight - line.top + gap, maxHeight: Math.min(height, above) };
}
