import {
  IconAt,
  IconBlockquote,
  IconBold,
  IconH1,
  IconH2,
  IconItalic,
  IconKeyboard,
  IconLink,
  IconList,
  IconListNumbers,
  IconMathFunction,
  IconMinus,
  IconPaperclip,
  IconPhoto,
  IconStrikethrough,
  IconTable,
  IconUnderline,
  type Icon,
} from '@tabler/icons-react';
import type { ChainedCommands, Editor } from '@tiptap/core';
import type { editorWords } from './editorWords.ts';
import { insertTable } from './tables.ts';
import { openTool } from './toolRequests.ts';

/** Something that can be done to the text: a button of the toolbar, an entry of the slash menu, or both. */
export interface EditorAction {
  key: ActionKey;
  icon: Icon;
  /** How the key press is written that does the same; `Mod` is Ctrl, or ⌘ on a Mac. */
  keys?: string;
  /** The mark or node, with attributes, in which the button shows as pressed. */
  active?: readonly [name: string, attributes?: Record<string, unknown>];
  /** What finds it in the slash menu besides its name: pinyin, its initials, English. */
  search?: string;
  run: (editor: Editor) => void;
}

type WordKey = keyof typeof editorWords.zh;
export type ActionKey = WordKey extends infer Key ? (Key extends `action.${infer Name}` ? Name : never) : never;

const chained = (change: (chain: ChainedCommands) => ChainedCommands) => (editor: Editor) =>
  void change(editor.chain().focus()).run();

/** What the text itself can look like. */
export const formatActions: readonly EditorAction[] = [
  {
    key: 'heading',
    icon: IconH1,
    keys: 'Mod-Alt-3',
    active: ['heading', { level: 3 }],
    search: 'biaoti bt xiaobiaoti xbt heading title h',
    run: chained((chain) => chain.toggleHeading({ level: 3 })),
  },
  {
    key: 'subheading',
    icon: IconH2,
    keys: 'Mod-Alt-4',
    active: ['heading', { level: 4 }],
    search: 'cijibiaoti cjbt biaoti subheading h',
    run: chained((chain) => chain.toggleHeading({ level: 4 })),
  },
  { key: 'bold', icon: IconBold, keys: 'Mod-b', active: ['bold'], run: chained((chain) => chain.toggleBold()) },
  { key: 'italic', icon: IconItalic, keys: 'Mod-i', active: ['italic'], run: chained((chain) => chain.toggleItalic()) },
  {
    key: 'underline',
    icon: IconUnderline,
    keys: 'Mod-u',
    active: ['underline'],
    run: chained((chain) => chain.toggleUnderline()),
  },
  {
    key: 'strike',
    icon: IconStrikethrough,
    keys: 'Mod-Shift-s',
    active: ['strike'],
    run: chained((chain) => chain.toggleStrike()),
  },
  {
    key: 'bullets',
    icon: IconList,
    keys: 'Mod-Shift-8',
    active: ['bulletList'],
    search: 'xiangmuliebiao xmlb wuxu liebiao lb bullet list ul',
    run: chained((chain) => chain.toggleBulletList()),
  },
  {
    key: 'numbers',
    icon: IconListNumbers,
    keys: 'Mod-Shift-7',
    active: ['orderedList'],
    search: 'bianhaoliebiao bhlb youxu liebiao lb numbered ordered list ol',
    run: chained((chain) => chain.toggleOrderedList()),
  },
  {
    key: 'quote',
    icon: IconBlockquote,
    keys: 'Mod-Shift-b',
    active: ['blockquote'],
    search: 'yinyong yy quote',
    run: chained((chain) => chain.toggleBlockquote()),
  },
];

/** What can be put into the text. */
export const insertActions: readonly EditorAction[] = [
  {
    key: 'link',
    icon: IconLink,
    keys: 'Mod-k',
    active: ['link'],
    search: 'lianjie lj link url',
    run: (editor) => openTool(editor, { name: 'link' }),
  },
  { key: 'table', icon: IconTable, search: 'biaoge bg table', run: insertTable },
  {
    key: 'image',
    icon: IconPhoto,
    search: 'tupian tp zhaopian zp image picture photo',
    run: (editor) => editor.storage.planTools.chooseFiles('image'),
  },
  {
    key: 'file',
    icon: IconPaperclip,
    search: 'fujian fj wenjian wj file attachment',
    run: (editor) => editor.storage.planTools.chooseFiles('file'),
  },
  {
    key: 'formula',
    icon: IconMathFunction,
    keys: 'Mod-Alt-f',
    search: 'gongshi gs shuxue sx formula math latex',
    run: (editor) => openTool(editor, { name: 'formula', latex: '', block: false }),
  },
  {
    key: 'mention',
    icon: IconAt,
    keys: '@',
    search: 'tidaoren ren tdr r mention person',
    run: chained((chain) => chain.insertContent('@')),
  },
  {
    key: 'rule',
    icon: IconMinus,
    search: 'fengexian fgx rule divider hr',
    run: chained((chain) => chain.setHorizontalRule()),
  },
];

export const keysAction: EditorAction = {
  key: 'keys',
  icon: IconKeyboard,
  keys: 'Mod-/',
  search: 'kuaijiejian kjj jianpan keys shortcuts help',
  run: (editor) => openTool(editor, { name: 'keys' }),
};

/** A key press as people read it on this machine. */
export function readableKeys(keys: string): string {
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  const names: Record<string, string> = mac ? { Mod: '⌘', Alt: '⌥', Shift: '⇧' } : { Mod: 'Ctrl' };
  const parts = keys.split('-').map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part));
  return parts.join(mac ? '' : '+');
}
