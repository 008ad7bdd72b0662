import { defineWords } from '../ui/words.ts';

export const words = defineWords('notifications', {
  zh: {
    inbox: '消息',
    inboxUnread: '消息，{{count}} 条未读',
    lead: '别人邀请您备课、给您的课写反馈、提到您、回复您，提出需求或开课时，都会出现在这里。',
    readAll: '全部标为已读',
    unread: '未读',
    listLabel: '消息，新的在前',
    emptyTitle: '还没有消息',
    empty: '有人邀请您备课、给您的课写反馈或开课时，这里会立刻出现，不用刷新。',
    someone: '有人',
    aLesson: '一节课',
    'kind.strength': '亮点',
    'kind.question': '疑问',
    'kind.suggestion': '建议',
    'kind.note': '记录',
    'kind.unknown': '反馈',
    'lesson.invited': '{{actor}}邀请您一起备课：《{{lesson}}》',
    'lesson.copied': '{{actor}}把《{{lesson}}》改编给{{classes}}用',
    'copied.elsewhere': '另一个团队的班级',
    'feedback.thread': '{{actor}}给《{{lesson}}》写了一条{{kind}}',
    'feedback.reply': '{{actor}}回复了《{{lesson}}》的一条{{kind}}',
    'feedback.resolved': '{{actor}}把您给《{{lesson}}》写的{{kind}}标为已解决',
    'feedback.reopened': '{{actor}}重新打开了《{{lesson}}》的一条{{kind}}，原来的处理不再算数',
    'feedback.mention': '{{actor}}在《{{lesson}}》的{{kind}}里提到了您',
    'feedback.adopted': '{{actor}}采纳了《{{lesson}}》的一条{{kind}}，已写进教案',
    'feedback.adapted': '{{actor}}修改后采纳了《{{lesson}}》的一条{{kind}}，已写进教案',
    'feedback.declined': '{{actor}}没有采纳《{{lesson}}》的一条{{kind}}，说明了理由',
    'class.opened': '{{actor}}打开了《{{lesson}}》的课堂，可以进去了',
    'need.raised': '{{actor}}提出了帮扶需求：{{need}}',
    'plan.mention': '{{actor}}在《{{lesson}}》的教案里提到了您',
  },
  en: {
    inbox: 'Inbox',
    inboxUnread: { one: 'Inbox, {{count}} unread', other: 'Inbox, {{count}} unread' },
    lead: 'Invitations to lessons, feedback on your lessons, mentions, replies, new needs and opened classes appear here.',
    readAll: 'Mark all as read',
    unread: 'Unread',
    listLabel: 'Messages, the newest first',
    emptyTitle: 'Nothing here yet',
    empty: 'When someone invites you to a lesson, writes feedback on yours or opens a class, you will see it here at once.',
    someone: 'Someone',
    aLesson: 'a lesson',
    'kind.strength': 'strength',
    'kind.question': 'question',
    'kind.suggestion': 'suggestion',
    'kind.note': 'note',
    'kind.unknown': 'comment',
    'lesson.invited': '{{actor}} invited you to plan “{{lesson}}” together',
    'lesson.copied': '{{actor}} made a copy of “{{lesson}}” for {{classes}}',
    'copied.elsewhere': 'a class of another team',
    'feedback.thread': '{{actor}} wrote a {{kind}} on “{{lesson}}”',
    'feedback.reply': '{{actor}} replied to a {{kind}} on “{{lesson}}”',
    'feedback.resolved': '{{actor}} resolved your {{kind}} on “{{lesson}}”',
    'feedback.reopened': '{{actor}} reopened a {{kind}} on “{{lesson}}”; what was decided holds no longer',
    'feedback.mention': '{{actor}} mentioned you in a {{kind}} on “{{lesson}}”',
    'feedback.adopted': '{{actor}} adopted a {{kind}} on “{{lesson}}”: it is in the plan',
    'feedback.adapted': '{{actor}} adapted a {{kind}} on “{{lesson}}”: it is in the plan',
    'feedback.declined': '{{actor}} declined a {{kind}} on “{{lesson}}” and said why',
    'class.opened': '{{actor}} opened the class of “{{lesson}}”; you can go in',
    'need.raised': '{{actor}} raised a need: {{need}}',
    'plan.mention': '{{actor}} mentioned you in the plan of “{{lesson}}”',
  },
});

type Key = keyof (typeof words)['zh'];

/** The words of one kind of comment within a sentence; kinds of a newer server get a general one. */
export function kindKey(threadKind: string | undefined): Key {
  const key = `kind.${threadKind ?? 'unknown'}`;
  return key in words.zh ? (key as Key) : 'kind.unknown';
}
