import { defineWords } from '../../ui/words.ts';

/** The words of files on their way into a plan. */
export const fileWords = defineWords('planFiles', {
  zh: {
    tray: '正在放进教案的文件',
    progress: '正在上传 {{name}}',
    retry: '再试一次',
    cancel: '取消',
    dismiss: '不传了',
    inserted: '已放进教案：{{name}}',
    left: '有 {{count}} 张图片只存在原来的文档里，没能一起粘贴。请在那里单独复制图片，再粘贴到这里。',
  },
  en: {
    tray: 'Files on their way into the plan',
    progress: 'Uploading {{name}}',
    retry: 'Try again',
    cancel: 'Cancel',
    dismiss: 'Leave it out',
    inserted: 'Put into the plan: {{name}}',
    left: {
      one: '{{count}} picture exists only in the document it came from and could not be pasted along. Copy the picture itself there, then paste it here.',
      other:
        '{{count}} pictures exist only in the document they came from and could not be pasted along. Copy each picture there, then paste it here.',
    },
  },
});
