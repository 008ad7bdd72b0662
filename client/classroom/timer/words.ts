import { defineWords } from '../../ui/words.ts';

/** The words of the countdown. */
export const words = defineWords('classroom.timer', {
  zh: {
    tool: '计时',
    lead: '倒计时所有人一起看到，教室大屏上也有。',
    quick: '马上开始',
    minutes: '{{count}} 分钟',
    own: '自定分钟数',
    start: '开始',
    hold: '暂停',
    goOn: '继续',
    extend: '加 1 分钟',
    stop: '收起',
    running: '倒计时',
    held: '已暂停',
    over: '时间到',
    left: '还剩 {{time}}',
  },
  en: {
    tool: 'Timer',
    lead: 'Everybody sees the countdown, on the big screen too.',
    quick: 'Start now',
    minutes: { one: '{{count}} min', other: '{{count}} min' },
    own: 'Minutes of your own',
    start: 'Start',
    hold: 'Pause',
    goOn: 'Go on',
    extend: '1 minute more',
    stop: 'Put away',
    running: 'Countdown',
    held: 'Paused',
    over: 'Time is up',
    left: '{{time}} left',
  },
});
