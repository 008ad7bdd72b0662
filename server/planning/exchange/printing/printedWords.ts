import type { Floor, HomeworkLayer, PlanSectionKind, Site, StepFieldKind } from '../../../../shared/planDocument.ts';
import type { Locale } from '../../../../shared/values.ts';

/** The words of the printed 教案. What is imported is recognised by the same ones, so that our own files come back whole. */
export interface PrintedWords {
  heading: string;
  facts: Record<'title' | 'subject' | 'grade' | 'textbook' | 'periods' | 'leadPlanner' | 'coPlanners' | 'plannedFor', string>;
  periodsOf: (periods: number, minutes: number) => string;
  sections: Record<PlanSectionKind, string>;
  sites: Record<Site, string>;
  layers: Record<HomeworkLayer, string>;
  fields: Record<StepFieldKind, string>;
  floors: Record<Floor, string>;
  minutes: (minutes: number) => string;
  noMinutes: string;
  total: (minutes: number) => string;
  colon: string;
  comma: string;
  footer: (on: string, state: string) => string;
  page: (page: string, of: string) => string;
  runSheet: string;
  runSheetColumns: { time: string; step: string; floor: string; students: string; cue: string; lineDrop: string };
  printHint: string;
  attachment: string;
  picture: string;
}

/** By the language in which somebody exports. */
export const printedWords: Record<Locale, PrintedWords> = {
  zh: {
    heading: '教案',
    facts: {
      title: '课题',
      subject: '学科',
      grade: '年级',
      textbook: '教材版本',
      periods: '课时',
      leadPlanner: '主备人',
      coPlanners: '参备人',
      plannedFor: '上课时间',
    },
    periodsOf: (periods, minutes) => `${periods} 课时（每课时 ${minutes} 分钟）`,
    sections: {
      basics: '基本信息',
      textbook: '教材分析',
      objectives: '教学目标',
      learners: '学情分析',
      keyPoints: '教学重点与难点',
      methods: '教学方法',
      preparation: '教学准备',
      steps: '教学过程',
      board: '板书设计',
      homework: '作业设计',
      reflection: '教学反思',
    },
    sites: { lead: '主讲端（远端）', local: '教室端（现场）' },
    layers: { basic: '基础', improved: '提高', extended: '拓展' },
    fields: {
      name: '环节',
      lead: '主讲教师活动',
      local: '辅讲教师活动',
      students: '学生活动',
      intent: '设计意图',
      cue: '交接口令',
      answering: '作答方式',
      evidence: '现场证据',
      lineDrop: '断线预案',
    },
    floors: { lead: '主讲主持', local: '辅讲主持', both: '两位共同', students: '学生活动' },
    minutes: (minutes) => `${minutes} 分钟`,
    noMinutes: '没写时间',
    total: (minutes) => `共 ${minutes} 分钟`,
    colon: '：',
    comma: '、',
    footer: (on, state) => `同课 · ${state} · ${on} 导出`,
    page: (page, of) => `第 ${page} 页 / 共 ${of} 页`,
    runSheet: '课堂流程',
    runSheetColumns: { time: '时间', step: '环节', floor: '谁主持', students: '学生', cue: '交接口令', lineDrop: '断线预案' },
    printHint: '按 Ctrl+P（苹果电脑按 ⌘P）打印，或在打印窗口里选“另存为 PDF”。',
    attachment: '附件',
    picture: '图片',
  },
  en: {
    heading: 'Lesson plan',
    facts: {
      title: 'Topic',
      subject: 'Subject',
      grade: 'Grade',
      textbook: 'Textbook',
      periods: 'Periods',
      leadPlanner: 'Lead planner',
      coPlanners: 'Co-planners',
      plannedFor: 'Class on',
    },
    periodsOf: (periods, minutes) => `${periods} × ${minutes} min`,
    sections: {
      basics: 'Basics',
      textbook: 'The textbook',
      objectives: 'Objectives',
      learners: 'Learner analysis',
      keyPoints: 'Key and difficult points',
      methods: 'Methods',
      preparation: 'Preparation',
      steps: 'Steps of the lesson',
      board: 'Board plan',
      homework: 'Homework',
      reflection: 'Reflection',
    },
    sites: { lead: 'Lead site (remote)', local: 'Classroom (on site)' },
    layers: { basic: 'Basic', improved: 'Improved', extended: 'Extended' },
    fields: {
      name: 'Step',
      lead: 'Lead teacher',
      local: 'Local teacher',
      students: 'Students',
      intent: 'Design intent',
      cue: 'Cue to hand over',
      answering: 'Who answers, and how',
      evidence: 'Evidence on site',
      lineDrop: 'Line-drop plan',
    },
    floors: { lead: 'Lead teacher leads', local: 'Local teacher leads', both: 'Both lead', students: 'Students work' },
    minutes: (minutes) => `${minutes} min`,
    noMinutes: 'No time given',
    total: (minutes) => `${minutes} min in all`,
    colon: ': ',
    comma: ', ',
    footer: (on, state) => `Tongke · ${state} · exported ${on}`,
    page: (page, of) => `Page ${page} of ${of}`,
    runSheet: 'Run-sheet',
    runSheetColumns: {
      time: 'Time',
      step: 'Step',
      floor: 'Who leads',
      students: 'Students',
      cue: 'Cue',
      lineDrop: 'If the line drops',
    },
    printHint: 'Press Ctrl+P (⌘P on a Mac) to print, or choose "Save as PDF" in the print window.',
    attachment: 'Attachment',
    picture: 'Picture',
  },
};
