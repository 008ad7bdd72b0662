import { Extension, InputRule, markInputRule, textblockTypeInputRule } from '@tiptap/core';

/**
 * Quick ways to write what belongs into a plan, before the editor's own: `#` begins a heading below those of the sections, and
 * `$…$` is a formula. Amounts stay as they are: what stands between two dollar signs has no blanks at its ends.
 */
export const PlanTyping = Extension.create({
  name: 'planTyping',
  priority: 900,
  addInputRules() {
    const { heading, inlineMath } = this.editor.schema.nodes;
    const { bold } = this.editor.schema.marks;
    if (heading === undefined || inlineMath === undefined || bold === undefined) return [];
    return [
      textblockTypeInputRule({
        find: /^(#{1,6})\s$/,
        type: heading,
        getAttributes: (match) => ({ level: (match[1] ?? '').length === 1 ? 3 : 4 }),
      }),
      // The editor's own rule wants a blank before the stars, which Chinese has none of.
      markInputRule({ find: /(?<!\*)(\*\*(?![\s*])([^*]*[^*\s])\*\*)$/, type: bold }),
      new InputRule({
        find: /(?:^|[^$\\])(\$([^\s$](?:[^$]*[^\s$])?)\$)$/,
        handler: ({ state, range, match }) => {
          const [whole, written = '', latex = ''] = match;
          const from = range.from + whole.length - written.length;
          state.tr.replaceRangeWith(from, range.to, inlineMath.create({ latex }));
        },
      }),
    ];
  },
});
