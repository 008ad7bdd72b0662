import { Editor } from '@tiptap/core';
import StarterKit from '@tiptap/starter-kit';

/** The page of the bare editor: Tiptap as its documentation tells one to start it, with the words of the plan and nobody else. */
const words = (await (await fetch('/words')).json()) as string[];
const element = document.createElement('div');
document.body.append(element);
new Editor({
  element,
  extensions: [StarterKit],
  content: { type: 'doc', content: words.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] })) },
});
