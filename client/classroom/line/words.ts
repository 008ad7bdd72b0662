import { defineWords, type Translate } from '../../ui/words.ts';

/** The words of a line: what it bears at the moment, in plain and neutral words. */
export const words = defineWords('classroom.line', {
  zh: {
    'tool.save': '省流量',
    'tool.auto': '自动：按网络情况收画面',
    'tool.on': '已打开：不收摄像头画面',
    'tool.busy': '网络较慢，正在自动节省',

    'own.saving': '网络较慢：画面变小或暂停，声音优先。好了会自动恢复。',
    'own.voice': '网络很慢：先保声音，摄像头画面停在最后一刻。好了会自动恢复。',
    'own.cues': '声音听不清了：请照这一步的提示上课，声音好了会自动恢复。',
    'own.asked': '省流量：只收声音和共享的内容，您自己的画面照常发送。',
    'own.held': '上传较慢：您的画面暂停发送，声音照常。',
    'own.save': '省流量',
    'own.all': '收画面',

    'tile.shed': '画面停住，先保声音',
    'tile.asked': '省流量，不收画面',
    'tile.held': '暂停发送，先保声音',
    'other.saving': '网络较慢，画面较少',
    'other.voice': '网络慢，先保声音',
    'other.voiceAsked': '省流量，只收声音',
    'other.cues': '听不清声音，看提示上课',

    'away.local': '{{name}}的连接断了，正照“断线预案”上课。连上后会自动回到这一步。',
    'away.localNoStep': '{{name}}的连接断了，正在等待回来。',
    'away.device': '教室端的连接断了，正在自动恢复。',
    'cues.local': '{{name}}听不清声音，正看着这一步的提示上课。',

    'cues.title': '这一步的提示',
    'cues.why': '声音暂时听不清。请照提示继续，流程和聊天照常可用。',
    'cues.cue': '交接提示',
    'cues.mine': '您做什么',
    'cues.students': '学生做什么',
    'cues.noStep': '课还没有开始第一步。请先让学生准备，等声音恢复。',
    'cues.hide': '收起，看画面',
    'cues.show': '看提示',

    'kept.title': '网络情况',
    'kept.lead': '每个人的网络在课上是什么样，只说网络，不评价人。',
    'kept.person': '姓名',
    'kept.full': '声音和画面',
    'kept.saving': '画面较少',
    'kept.voice': '先保声音',
    'kept.cues': '看提示',
    'kept.gone': '断开',
    'kept.none': '没有记录。',
  },
  en: {
    'tool.save': 'Save data',
    'tool.auto': 'Automatic: pictures as the line allows',
    'tool.on': 'On: no camera pictures are received',
    'tool.busy': 'The line is slow, saving by itself',

    'own.saving': 'The line is slow: pictures are smaller or paused, voices come first. It recovers by itself.',
    'own.voice': 'The line is very slow: voices come first, camera pictures stay at their last moment. It recovers by itself.',
    'own.cues': 'The voice cannot be understood: please go by the cues of this step. It recovers by itself.',
    'own.asked': 'Saving data: you receive voices and what is shared. Your own picture is still sent.',
    'own.held': 'Sending is slow: your picture is paused, your voice goes on.',
    'own.save': 'Save data',
    'own.all': 'Receive pictures',

    'tile.shed': 'Picture held, voice first',
    'tile.asked': 'Saving data, no picture',
    'tile.held': 'Not sent, voice first',
    'other.saving': 'Slow line, fewer pictures',
    'other.voice': 'Slow line, voice first',
    'other.voiceAsked': 'Saving data, voice only',
    'other.cues': 'Cannot hear, goes by the cues',

    'away.local': '{{name}} lost the connection and goes on by the line-drop plan. They return to this step by themselves.',
    'away.localNoStep': '{{name}} lost the connection and is expected back.',
    'away.device': 'The classroom device lost its connection and is coming back by itself.',
    'cues.local': '{{name}} cannot understand the voice and goes by the cues of this step.',

    'cues.title': 'Cues of this step',
    'cues.why': 'The voice cannot be understood at the moment. Please go on by the cues; steps and chat work as usual.',
    'cues.cue': 'Cue to hand over',
    'cues.mine': 'What you do',
    'cues.students': 'What the students do',
    'cues.noStep': 'The first step has not been started. Let the students get ready until the voice is back.',
    'cues.hide': 'Close, show pictures',
    'cues.show': 'Show the cues',

    'kept.title': 'Lines',
    'kept.lead': 'What everybody’s line was like during the class. It says something about lines, not about people.',
    'kept.person': 'Name',
    'kept.full': 'Voice and pictures',
    'kept.saving': 'Fewer pictures',
    'kept.voice': 'Voice first',
    'kept.cues': 'By the cues',
    'kept.gone': 'No line',
    'kept.none': 'Nothing was recorded.',
  },
});

export type Say = Translate<keyof typeof words.zh>;
