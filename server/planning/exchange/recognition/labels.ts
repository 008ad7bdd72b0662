import {
  floors,
  homeworkLayers,
  planSections,
  sites,
  stepFields,
  type Floor,
  type HomeworkLayer,
  type PlanSectionKind,
  type Site,
  type StepFieldKind,
} from '../../../../shared/planDocument.ts';
import type { ImportFacts } from '../../../../shared/exchange.ts';
import { printedWords } from '../printing/printedWords.ts';

/** What schools call the sections of a plan, beside our own words. */
const sectionNames: Record<PlanSectionKind, string> = {
  basics: '基本信息 基本情况 课题信息 课程信息 课时信息',
  textbook: '教材分析 教材解读 教材简析 教学内容分析 内容分析 课标分析 课标要求 课程标准 教材内容 教学内容 单元分析',
  objectives: '教学目标 学习目标 核心素养目标 素养目标 教学目标与核心素养 三维目标 教学目的 教学要求 目标',
  learners: '学情分析 学生分析 学习者分析 学情 学生情况分析',
  keyPoints:
    '教学重难点 教学重点与难点 教学重点和难点 教学重点难点 教学重点、难点 教学重点/难点 教学重点及难点 重点难点 重难点 重点与难点',
  methods: '教学方法 教法学法 教法与学法 教法、学法 教学策略 教学方式 教学方法与手段 教学方法和手段 教学手段',
  preparation: '教学准备 课前准备 准备工作 教学用具 教学资源 教学媒体 教学工具 教具学具',
  steps: '教学过程 教学流程 教学步骤 教学过程设计 教学程序 教学活动设计 教学实施过程 学习过程 教学设计过程',
  board: '板书设计 板书 板书提纲',
  homework: '作业设计 课后作业 作业布置 分层作业 作业 课外作业 作业设计与布置 课后练习',
  reflection: '教学反思 课后反思 教后反思 教学后记 教后记 课后小记 课后记 反思',
};

/** Names of a part of a section: they say where it goes, and stay in the text. */
const partNames: Partial<Record<PlanSectionKind, string>> = {
  objectives: '知识与技能 过程与方法 情感态度与价值观 情感、态度与价值观',
  keyPoints: '教学重点 教学难点 重点 难点 教学关键',
  methods: '教法 学法',
  preparation: '教具准备 学具准备 教具 学具 教师准备 学生准备',
};

/** Words that name a section only where they look like a heading: they are ordinary words as well. */
const weak = new Set('目标 学情 板书 作业 反思 重点 难点 教法 学法 教具 学具 教学内容 课程标准 单元分析'.split(' '));

/** Words that name a step of the lesson as often as a section, and do so within 教学过程. */
const stepLike = new Set(
  '作业布置 课后作业 作业 反思 目标 重点 难点 教学内容 课后练习 板书 学习目标 教学目标 课前准备'.split(' '),
);

const factNames: Record<keyof ImportFacts, string> = {
  title: '课题 课题名称 课程名称 授课课题 授课题目 教学课题 课名',
  subject: '学科 科目 授课学科',
  grade: '年级 授课年级 学段年级 使用年级',
  textbook: '教材版本 版本 教材 使用教材',
  periods: '课时 课时数 课时安排 总课时 计划课时',
  minutes: '时长 教学时间 授课时长',
  className: '班级 授课班级 上课班级 教学班级',
};

/** Facts of a header that the card of a lesson has no place for. */
const otherFacts =
  '授课教师 授课人 执教教师 执教者 执教 任课教师 教师 主备人 参备人 备课人 主备教师 备课教师 授课时间 上课时间 日期 时间 备课时间 课型 单元 学校 单位 学期 周次 第几课时 设计者 审核人 审核 地点 授课地点 编号 姓名';

const columnNames: Record<StepFieldKind | 'minutes', string> = {
  name: '环节 教学环节 教学步骤 步骤 教学过程 过程 教学流程 流程 活动环节 阶段 教学内容 教学阶段 环节名称 教学程序 学习环节 教学环节及时间 环节时间',
  lead: '教师活动 主讲教师活动 教师行为 教师 教师的活动 主讲教师 教学活动 师生活动 教师主导活动 教与学活动 教的活动 教师引导 主讲',
  local: '辅讲教师活动 辅讲教师 辅讲 助教活动 现场教师活动 协同教师活动',
  students: '学生活动 学生行为 学生 学生的活动 学习活动 学的活动 学生主体活动',
  intent: '设计意图 意图 设计说明 设计目的 设计理念 活动意图 意图说明 活动目的',
  cue: '交接口令',
  answering: '作答方式',
  evidence: '现场证据',
  lineDrop: '断线预案',
  minutes: '时间 时长 用时 时间分配 分钟 时间安排 时间（分钟）',
};

const sectionLabels = new Map<string, { section: PlanSectionKind; whole: boolean }>();
const factLabels = new Map<string, keyof ImportFacts | null>(otherFacts.split(' ').map((name) => [name, null]));
const columnLabels = new Map<string, StepFieldKind | 'minutes'>();
const floorLabels = new Map<string, Floor>();
const siteLabels = new Map<string, Site>([
  ['主讲端', 'lead'],
  ['教室端', 'local'],
]);
const layerLabels = new Map<string, HomeworkLayer>(
  Object.entries({
    basic: '基础题 基础作业 基础性作业 基础层 必做题 必做 A层',
    improved: '提高题 提升 提高作业 提升作业 提高层 选做题 选做 B层 发展性作业',
    extended: '拓展题 拓展作业 拓展性作业 拓展层 实践作业 C层',
  }).flatMap(([layer, names]) => names.split(' ').map((name) => [name, layer as HomeworkLayer])),
);

for (const section of planSections) {
  for (const name of partNames[section]?.split(' ') ?? []) sectionLabels.set(plain(name), { section, whole: false });
  for (const name of sectionNames[section].split(' ')) sectionLabels.set(plain(name), { section, whole: true });
}
for (const [fact, names] of Object.entries(factNames)) {
  for (const name of names.split(' ')) factLabels.set(plain(name), fact as keyof ImportFacts);
}
for (const [column, names] of Object.entries(columnNames)) {
  for (const name of names.split(' ')) columnLabels.set(plain(name), column as StepFieldKind);
}
for (const words of Object.values(printedWords)) {
  for (const section of planSections) sectionLabels.set(plain(words.sections[section]), { section, whole: true });
  for (const field of stepFields) columnLabels.set(plain(words.fields[field]), field);
  for (const floor of floors) floorLabels.set(plain(words.floors[floor]), floor);
  for (const site of sites) siteLabels.set(plain(words.sites[site]), site);
  for (const layer of homeworkLayers) layerLabels.set(plain(words.layers[layer]), layer);
  for (const fact of ['title', 'subject', 'grade', 'textbook', 'periods'] as const)
    factLabels.set(plain(words.facts[fact]), fact);
  for (const fact of ['leadPlanner', 'coPlanners', 'plannedFor'] as const) factLabels.set(plain(words.facts[fact]), null);
}

/** A line that begins with a label: what comes after it, and where that begins in the line. */
export interface Labelled<T> {
  what: T;
  label: string;
  rest: string;
  /** It stands alone, or a colon or brackets set it off. */
  marked: boolean;
}

/** The section that a line names. `whole` is false where the label is itself something to be kept, such as 重点. */
export const sectionOf = (line: string): Labelled<{ section: PlanSectionKind; whole: boolean }> | null =>
  labelled(line, sectionLabels);
export const factOf = (line: string): Labelled<keyof ImportFacts | null> | null => labelled(line, factLabels);
export const columnOf = (line: string): Labelled<StepFieldKind | 'minutes'> | null => labelled(line, columnLabels);
export const siteOf = (line: string): Labelled<Site> | null => labelled(line, siteLabels);
export const layerOf = (line: string): Labelled<HomeworkLayer> | null => labelled(line, layerLabels);
export const floorOf = (words: string): Floor | null => floorLabels.get(plain(words)) ?? null;

export const isWeak = (label: string): boolean => weak.has(plain(label));
export const isStepLike = (label: string): boolean => stepLike.has(plain(label));

/** Words that stand before what somebody says as often as they name a column, or that are too ordinary before a colon. */
const speakers = new Set('教师 学生 主讲 辅讲 主讲教师 辅讲教师 过程 流程 步骤 教学内容 阶段 Students'.split(' ').map(plain));
export const isSpeaker = (label: string): boolean => speakers.has(plain(label));

/** 一、 （二） 3. 第四 ① in front of a heading. */
const numbering =
  /^\s*(?:[（(【[]?\s*(?:第?[一二三四五六七八九十百]{1,3}|\d{1,2}|[IVX]{1,4})\s*(?:[)）】\]][、.．:：]?|[、.．])|[①-⑳])\s*/;

export const isNumbered = (line: string): boolean => numbering.test(line);
export const withoutNumber = (line: string): string => line.replace(numbering, '');

function labelled<T>(line: string, labels: ReadonlyMap<string, T>): Labelled<T> | null {
  if (line.includes('\n') && line.indexOf('\n') < 2) return null;
  const bare = withoutNumber(line.trim());
  const bracketed = /^[【[〖「〔]\s*([^】\]〗」〕\n]{1,24}?)\s*[】\]〗」〕]\s*[:：]?\s*([\s\S]*)$/.exec(bare);
  const parted = bracketed ?? /^([^:：\n]{1,24}?)\s*[:：]\s*([\s\S]*)$/.exec(bare);
  const [label, rest, marked] = parted === null ? [bare, '', false] : [parted[1] ?? '', parted[2] ?? '', true];
  const what = labels.get(plain(label)) ?? labels.get(plain(label.replace(/[（(][\s\S]*$/, '')));
  return what === undefined ? null : { what, label, rest, marked };
}

/** Without spaces, whatever kind; capitals and brackets make no difference. */
function plain(label: string): string {
  return label
    .replaceAll(/[\s\u3000]+/g, '')
    .replaceAll('（', '(')
    .replaceAll('）', ')')
    .toLowerCase();
}

const numerals: Readonly<Record<string, number>> = {
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
};

/** A number of periods such as `2 课时`, or null where it says something else, such as which of several it is. */
export function periodsOf(words: string): { periods: number; minutes: number | null } | null {
  const found =
    /^(?:共)?\s*(\d{1,2}|[一二两三四五六七八九十])\s*(?:个)?(?:课时|节课?|×)?\s*(?:[（(]?(?:每课时)?\s*(\d{1,3})\s*(?:分钟|min)\s*[)）]?)?$/.exec(
      words.trim(),
    );
  if (found === null) return null;
  const periods = numerals[found[1] ?? ''] ?? Number(found[1]);
  return periods >= 1 && periods <= 20 ? { periods, minutes: found[2] === undefined ? null : Number(found[2]) } : null;
}

/** Minutes at the end of a line, such as `（5分钟）` or `5′`, and the line without them. */
export function minutesOf(line: string): { minutes: number; rest: string } | null {
  const found = /^([\s\S]*?)\s*[（(［[]?\s*(?:约|大约|用时)?\s*(\d{1,3})\s*(?:分钟|分|mins?|minutes|['′])\s*[)）］\]]?\s*$/.exec(
    line.trim(),
  );
  const minutes = Number(found?.[2] ?? 0);
  return found === null || minutes < 1 || minutes > 240 || /[-–—~～至到]\s*$/.test(found[1] ?? '')
    ? null
    : { minutes, rest: found[1] ?? '' };
}
