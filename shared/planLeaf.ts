/** The words that stand for a node without text of its own wherever a plan is read as plain text; '' for all others. */
export function wordsOfLeaf(type: string, attributes: Readonly<Record<string, unknown>> = {}): string {
  const say = (name: string): string => {
    const value = attributes[name];
    return typeof value === 'string' ? value : '';
  };
  switch (type) {
    case 'hardBreak':
      return '\n';
    case 'mention':
      return `@${say('name')}`;
    case 'inlineMath':
    case 'blockMath':
      return `$${say('latex')}$`;
    case 'planImage':
      return say('caption') || say('alt') || say('name');
    case 'planFile':
      return say('name');
    default:
      return '';
  }
}

/** Whether nodes of a type stand inside a line of text and are no text. */
export const isInlineLeaf = (type: string): boolean => ['hardBreak', 'mention', 'inlineMath'].includes(type);
