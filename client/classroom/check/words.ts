import { defineWords } from '../../ui/words.ts';

/** The words of the look at the line before class. */
export const words = defineWords('classroom.check', {
  zh: {
    'line.label': '网络',
    'line.looking': '正在看网络，几秒就好。不用等，可以先进入。',
    'line.again': '再看一次',
    'line.good': '网络很好',
    'line.fair': '网络一般',
    'line.fair.advice': '画面会小一些，声音不受影响。',
    'line.poor': '网络较差',
    'line.poor.advice': '建议先关掉摄像头，只用声音；请旁边的人暂停下载和看视频。断了也不要紧，会自己恢复。',
    'line.none': '声音和画面到不了服务器',
    'line.none.advice': '可能是这个网络拦住了。可以换手机热点再试；也可以先进入，流程和聊天照常可用。',
    'line.tcp': '这个网络不让 UDP 通过，已改走 TCP，画面可能慢一点。可以请学校网管放行 UDP {{port}} 端口。',
    'line.roundTrip': '往返 {{ms}} 毫秒',
    'line.loss': '丢包 {{share}}%',
    'line.up': '上行约 {{rate}} Mb/s',
  },
  en: {
    'line.label': 'Network',
    'line.looking': 'Looking at the line, a few seconds. No need to wait: you can go in.',
    'line.again': 'Look again',
    'line.good': 'The line is good',
    'line.fair': 'The line is fair',
    'line.fair.advice': 'Pictures will be smaller; voices are not affected.',
    'line.poor': 'The line is weak',
    'line.poor.advice':
      'Better leave the camera off and use sound only; ask others nearby to pause downloads and videos. If it breaks, it comes back by itself.',
    'line.none': 'Sound and picture do not reach the server',
    'line.none.advice':
      "This network may be blocking them. Try a phone's hotspot, or go in anyway: steps and chat work as usual.",
    'line.tcp':
      "This network blocks UDP, so TCP is used and pictures may lag. The school's administrator can open UDP port {{port}}.",
    'line.roundTrip': '{{ms}} ms round trip',
    'line.loss': '{{share}}% lost',
    'line.up': 'about {{rate}} Mb/s up',
  },
});
