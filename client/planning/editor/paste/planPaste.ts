import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import { translate } from '../../../ui/words.ts';
import { fileWords } from '../../files/fileWords.ts';
import { cleanPastedHtml } from './officeHtml.ts';
import { picturesLeft } from './pictures.ts';

/** What makes plain text look like Markdown: a line of it that nobody writes by chance. */
const markdown = /^(?:#{1,6} \S|[-*+] \S|\d{1,3}[.)] \S|> \S|\|.*\|\s*$|-{3,}\s*$)|\*\*\S[^*\n]*\*\*/m;

/** Brings what is pasted into the form that the plan knows. `notice` tells of what could not be brought along. */
export const PlanPaste = Extension.create<{ notice: (sentence: string) => void }>({
  name: 'planPaste',
  addOptions: () => ({ notice: () => undefined }),
  addProseMirrorPlugins() {
    const { notice } = this.options;
    return [
      new Plugin({
        props: {
          transformPastedHTML: (html) => {
            const count = picturesLeft(html);
            if (count > 0) notice(translate(fileWords, 'left', { count }));
            return cleanPastedHtml(html);
          },
          handlePaste: (view, event) => {
            const { clipboardData } = event;
            const text = clipboardData?.getData('text/plain') ?? '';
            const plain = clipboardData?.getData('text/html') === '' && clipboardData.files.length === 0;
            if (!plain || !markdown.test(text)) return false;
            void import('./markdown.ts').then(({ markdownToHtml }) => view.isDestroyed || view.pasteHTML(markdownToHtml(text)));
            return true;
          },
        },
      }),
    ];
  },
});
