import { defineWords } from '../../ui/words.ts';

/** The words of the bar's teaching tools. */
export const words = defineWords('classroom.tools', {
  zh: {
    'tools.menu': '工具',
    'tools.waiting': '{{count}} 项待看',
    'tools.close': '收起{{tool}}',
  },
  en: {
    'tools.menu': 'Tools',
    'tools.waiting': { one: '{{count}} to look at', other: '{{count}} to look at' },
    'tools.close': 'Close {{tool}}',
  },
});
