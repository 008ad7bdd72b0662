import { defineWords } from '../../ui/words.ts';

/** The words of the class in a small window. */
export const words = defineWords('classroom.pip', {
  zh: {
    'float.open': '小窗口显示课堂',
    'float.close': '关掉小窗口',
    'float.heard': '麦克风开着',
    'float.muted': '麦克风关着',
  },
  en: {
    'float.open': 'Class in a small window',
    'float.close': 'Close the small window',
    'float.heard': 'Microphone on',
    'float.muted': 'Microphone off',
  },
});
