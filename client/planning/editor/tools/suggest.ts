import { Extension, type Editor, type Range } from '@tiptap/core';
import type { ResolvedPos } from '@tiptap/pm/model';
import { PluginKey } from '@tiptap/pm/state';
import { Suggestion, type SuggestionProps } from '@tiptap/suggestion';
import { uuidv4 } from 'lib0/random';
import type { Person } from '../../../../shared/values.ts';
import { translate } from '../../../ui/words.ts';
import { formatActions, insertActions, keysAction, type EditorAction } from './actions.ts';
import { editorWords } from './editorWords.ts';
import { SuggestStore, type Choice, type OpenMenu } from './suggestStore.ts';

/** How many people are offered at once. */
const offered = 8;

/**
 * The menus that open while one types: `/` for what can be inserted, `@` for people. A Chinese keyboard types 、 with the key of
 * the slash and ＠ with that of the other, so these open them too.
 */
export const SuggestMenus = Extension.create({
  name: 'suggestMenus',
  // Before the keys of lists and tables: Enter and Tab take the marked entry.
  priority: 1_000,
  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      menuPlugin(editor, 'slash', /(?:^|\s)([/、／][\p{L}\p{N}']{0,16})$/u, (query) => slashChoices(editor, query)),
      menuPlugin(editor, 'mention', /(?:^|[^\w@＠.])([@＠][\p{L}\p{N}·']{0,16})$/u, (query) => people(editor, query)),
    ];
  },
});

type Offer = Omit<Choice, 'choose'> & { take: (editor: Editor, range: Range) => void };

function menuPlugin(editor: Editor, kind: OpenMenu['kind'], opening: RegExp, offers: (query: string) => Offer[]) {
  const store = SuggestStore.of(editor);
  const show = ({ items, range, clientRect }: SuggestionProps<Offer, Offer>, marked = 0) => {
    const place = clientRect?.();
    if (place == null || items.length === 0) {
      store.show(null);
      return;
    }
    const choices = items.map((offer) => ({ ...offer, choose: () => offer.take(editor, range) }));
    store.show({ kind, choices, marked: Math.min(marked, items.length - 1), place });
  };
  return Suggestion<Offer, Offer>({
    editor,
    pluginKey: new PluginKey(`menu-${kind}`),
    findSuggestionMatch: ({ $position }) => findOpening($position, opening),
    items: ({ query }) => offers(query.replaceAll("'", '').toLowerCase()),
    render: () => ({
      onUpdate: show,
      onExit: () => store.show(null),
      onKeyDown: ({ event }) => {
        const { menu } = store;
        if (menu === null) return false;
        if (event.key === 'ArrowDown') store.move(1);
        else if (event.key === 'ArrowUp') store.move(-1);
        else if (event.key === 'Enter' || event.key === 'Tab') menu.choices[menu.marked]?.choose();
        else return false;
        return true;
      },
    }),
  });
}

/** What is being typed since the sign that opens a menu, in the line before the cursor. */
function findOpening($position: ResolvedPos, opening: RegExp) {
  const { nodeBefore, pos } = $position;
  if (nodeBefore?.isText !== true) return null;
  const before =
    $position.nodeBefore === $position.parent.firstChild ? (nodeBefore.text ?? '') : `\ufffc${nodeBefore.text ?? ''}`;
  const text = opening.exec(before)?.[1];
  return text === undefined ? null : { range: { from: pos - text.length, to: pos }, query: text.slice(1), text };
}

function slashChoices(editor: Editor, query: string): Offer[] {
  const actions = [...formatActions, ...insertActions, keysAction].filter(({ search }) => search !== undefined);
  const inTable = editor.isActive('table');
  return actions
    .filter((action) => !(inTable && action.key === 'table') && fits(action, query))
    .map(({ key, keys, run }) => ({
      id: key,
      label: translate(editorWords, `action.${key}`),
      sign: { type: 'action', key },
      ...(keys === undefined ? {} : { keys }),
      take: (now, range) => {
        now.chain().focus().deleteRange(range).run();
        run(now);
      },
    }));
}

function fits({ key, search = '' }: EditorAction, query: string): boolean {
  if (query === '') return true;
  const names = (['zh', 'en'] as const).map((language) => translate(editorWords, `action.${key}`, {}, language).toLowerCase());
  return names.some((name) => name.includes(query)) || search.split(' ').some((word) => word.startsWith(query));
}

function people(editor: Editor, query: string): Offer[] {
  return editor.storage.planTools.people
    .filter(({ name }) => name.toLowerCase().includes(query))
    .slice(0, offered)
    .map((person) => ({
      id: person.id,
      label: person.name,
      sign: { type: 'person', ...person },
      take: (now, range) => mention(now, range, person),
    }));
}

function mention(editor: Editor, range: Range, { id, name }: Person): void {
  const named = [
    { type: 'mention', attrs: { id: uuidv4(), accountId: id, name } },
    { type: 'text', text: ' ' },
  ];
  editor.chain().focus().insertContentAt(range, named).run();
}
