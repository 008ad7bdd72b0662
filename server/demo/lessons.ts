import type { LessonPart, LessonState } from '../../shared/planning.ts';
import type { ThreadKind } from '../../shared/feedback.ts';
import type { Role } from '../../shared/programme.ts';
import type { PlanContent } from '../planning/index.ts';
import { additionPlan } from './additionPlan.ts';
import { creeperPlan } from './creeperPlan.ts';
import { fractionsPlan } from './fractionsPlan.ts';
import { fractionsTools } from './fractionsTools.ts';
import type { DemoTools } from './pastTools.ts';

/** A comment of the demo; `daysAgo` may be a fraction. */
export interface DemoComment {
  by: Role;
  daysAgo: number;
  body: string;
}

/** A thread of the demo. `quote` is a passage of the plan, word for word; without one it is on the lesson as a whole. */
export interface DemoThread {
  kind: ThreadKind;
  quote?: string;
  comments: [DemoComment, ...DemoComment[]];
  resolvedBy?: Role;
}

/** One lesson of the demo and what has happened to it. */
export interface DemoLesson {
  title: string;
  subject: string;
  textbook: string;
  forNeed: boolean;
  people: { role: Role; part: LessonPart }[];
  plan: PlanContent;
  /** The states it went through after 初备, and when. */
  states: { to: LessonState; by: Role; daysAgo: number }[];
  madeDaysAgo: number;
  /** When it is to be taught: so many days from today, at ten. */
  plannedInDays: number | null;
  /** When its class took place: so many days ago, at ten; with how long each step really took, in seconds. */
  taught?: {
    daysAgo: number;
    stepSeconds: number[];
    chat: { by: Role; role: 'lead' | 'local'; second: number; body: string }[];
    tools: DemoTools;
  };
  threads: DemoThread[];
}

const mathPeople: DemoLesson['people'] = [
  { role: 'rear', part: 'lead-planner' },
  { role: 'stationed', part: 'co-planner' },
  { role: 'recipient', part: 'co-planner' },
  { role: 'mentor', part: 'mentor' },
  { role: 'observer', part: 'observer' },
];

export const demoLessons: DemoLesson[] = [
  {
    title: '分数的初步认识：认识几分之一',
    subject: '数学',
    textbook: '人教版三年级上册第八单元',
    forNeed: true,
    people: mathPeople,
    plan: fractionsPlan,
    madeDaysAgo: 24,
    plannedInDays: -7,
    states: [
      { to: 'review', by: 'rear', daysAgo: 18 },
      { to: 'revision', by: 'rear', daysAgo: 14 },
      { to: 'final', by: 'rear', daysAgo: 10 },
    ],
    taught: {
      daysAgo: 7,
      stepSeconds: [338, 655, 610, 472, 505],
      chat: [
        { by: 'rear', role: 'lead', second: 20, body: '晓燕老师，声音清楚吗？' },
        { by: 'recipient', role: 'local', second: 41, body: '清楚，孩子们都坐好了。' },
        { by: 'recipient', role: 'local', second: 1248, body: '刚才断了一分钟左右，我让同桌互说理由，现在恢复了。' },
        { by: 'rear', role: 'lead', second: 1266, body: '接得很好，我从三、五组的作品继续。' },
        { by: 'recipient', role: 'local', second: 2530, body: '小测收齐了，第3题错9人。' },
      ],
      tools: fractionsTools,
    },
    threads: [
      {
        kind: 'strength',
        comments: [
          {
            by: 'mentor',
            daysAgo: 5.4,
            body: '第三环节断线时，晓燕老师没有等，直接按预案组织同桌互说，一分钟里至少有十几位学生开口了。这说明预案不是写给人看的，是真能用。建议把这一分钟的做法写进校本教研案例。',
          },
          { by: 'recipient', daysAgo: 5.1, body: '谢谢陈老师！当时心里也慌，幸好预案卡就在讲台上。' },
        ],
      },
      {
        kind: 'suggestion',
        quote: '先不出图，让学生凭感觉用手势比大小',
        comments: [
          {
            by: 'mentor',
            daysAgo: 5.3,
            body: '这里可以给白石的学生多留十秒。建议改成：“先不出图，静想十秒，再让学生凭感觉用手势比大小，由辅讲老师先请两位同学说理由。”先想后比，借机也把点名权交给现场。',
          },
          { by: 'rear', daysAgo: 4.9, body: '同意，我确实追得急了。下一课的难点环节按这个节奏来。' },
        ],
      },
      {
        kind: 'question',
        quote: '折圆片求三分之一有困难的小组，发打好虚线的圆片',
        resolvedBy: 'recipient',
        comments: [
          { by: 'recipient', daysAgo: 5.0, body: '虚线圆片会不会把“怎么平均分成3份”直接告诉了学生？要不要让他们先失败一次？' },
          {
            by: 'rear',
            daysAgo: 4.6,
            body: '好问题。让他们先折一次，至少两分钟；发虚线圆片的时候请学生回答“这三条线为什么这样画”，这样线就不是答案，而是研究的对象。',
          },
          { by: 'recipient', daysAgo: 4.5, body: '明白了，四（2）班重上这节课时我就这样试。' },
        ],
      },
      {
        kind: 'note',
        comments: [
          {
            by: 'stationed',
            daysAgo: 5.9,
            body: '现场记录：全班36人，发言19人次，其中主动举手的有7位是平时不发言的。教室后排看屏幕有反光，下次把窗帘拉上一半。',
          },
        ],
      },
    ],
  },
  {
    title: '同分母分数的简单计算',
    subject: '数学',
    textbook: '人教版三年级上册第八单元',
    forNeed: true,
    people: mathPeople,
    plan: additionPlan,
    madeDaysAgo: 8,
    plannedInDays: 1,
    states: [
      { to: 'review', by: 'rear', daysAgo: 5 },
      { to: 'revision', by: 'rear', daysAgo: 3 },
      { to: 'final', by: 'rear', daysAgo: 0.6 },
    ],
    threads: [
      {
        kind: 'question',
        quote: '收一份3/8、一份3/16贴到“医院角”',
        comments: [
          { by: 'stationed', daysAgo: 2.6, body: '把写错的作品贴出来，孩子会不会难为情？我们班几个孩子很敏感。' },
          {
            by: 'mentor',
            daysAgo: 2.2,
            body: '可以先征得作者同意，再让作者自己当“病人代表”介绍想法，最后由他复述正确的道理，他就成了这节课的功臣。实在不愿意的，老师抄一份不署名的。',
          },
        ],
      },
      {
        kind: 'suggestion',
        quote: '“分母不同怎么办”为五年级的通分埋下问题',
        resolvedBy: 'rear',
        comments: [
          { by: 'mentor', daysAgo: 3.6, body: '小结时间只有两分钟，这个问题只抛不答，写在黑板角上就好，别展开。' },
          { by: 'rear', daysAgo: 3.2, body: '已写明“留作思考，不展开”。' },
        ],
      },
    ],
  },
  {
    title: '爬山虎的脚（第一课时）',
    subject: '语文',
    textbook: '统编版四年级上册第三单元',
    forNeed: false,
    people: [
      { role: 'stationed', part: 'lead-planner' },
      { role: 'recipient', part: 'co-planner' },
      { role: 'rear', part: 'co-planner' },
      { role: 'mentor', part: 'mentor' },
    ],
    plan: creeperPlan,
    madeDaysAgo: 2,
    plannedInDays: 8,
    states: [],
    threads: [
      {
        kind: 'question',
        quote: '聚焦第2自然段，出示批注示例',
        comments: [
          {
            by: 'rear',
            daysAgo: 0.9,
            body: '这一环节十分钟，是全课最怕断线的地方，断线预案还空着。可以让晓燕老师拿着批注示例带学生先批一处吗？',
          },
        ],
      },
    ],
  },
];
