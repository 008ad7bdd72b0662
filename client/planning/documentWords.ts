import { defineWords } from '../ui/words.ts';

/** The words of how a plan's document stands: saved, offline, near its limits, refused, ended. */
export const documentWords = defineWords('plan.document', {
  zh: {
    'save.saved': '已保存',
    'save.saving': '保存中…',
    'save.unsaved': '未保存',
    'save.unsaved.hint': '还没有送到服务器，正在重试。请不要关闭页面。',
    'save.offline': '离线 · 已存在本机',
    'save.offline.hint': '可以继续写。连上网络后会自动合并，不会丢。',
    'save.unkept': '离线 · 没有存到本机',
    'save.unkept.hint':
      '这台设备存不下了，现在写的只在这个页面上。请不要关闭页面，尽快联网；也可以在“账户”页移除不用的离线教案。',
    'save.loading': '连接中…',
    'offline.pin': '离线可用',
    'offline.pinned': '已可离线使用',
    'offline.failed': '没能存到这台设备上。请检查网络，或换一个浏览器再试。',
    'refused.title': '服务器没有收下您写的内容',
    'refused.untitled': '未命名的教案',
    'refused.forbidden': '您的任期已结束或权限有变，离线时写的内容不能再进入这份教案。可以先保存到文件，再从这台设备上移除。',
    'refused.not-found': '这份教案已经不对您开放，离线时写的内容没有送到服务器。可以先保存到文件，再从这台设备上移除。',
    'refused.read-only': '您现在不能修改这份教案，没有送到服务器的内容可以先保存到文件，再从这台设备上移除。',
    'refused.replaced': '这份教案在服务器上换成了另一份，您离线时写的内容放不进去。可以先保存到文件，再从这台设备上移除。',
    'refused.save': '保存到文件',
    'refused.saved': '已保存到“下载”里，用浏览器或 Word 都能打开。',
    'refused.remove': '从这台设备上移除',
    'refused.sure': '还没有保存到文件。确定要移除吗？移除后找不回来。',
    'refused.sureSaved': '确定从这台设备上移除吗？',
    'refused.removeYes': '移除',
    'refused.removeNo': '留着',
    'opening.offline': '现在连不上服务器，这份教案也没有存在这台设备上。连上以后会自动打开。',
    'ended.title': '已与这份教案断开',
    'ended.signed-out': '登录已失效。您写的内容还在这台设备上，重新登录后会继续保存。',
    'ended.forbidden': '您的任期已结束或权限有变，不能再打开这份教案。',
    'ended.not-found': '这份教案不存在，或者您没有查看的权限。',
    'ended.outdated': '同课刚刚更新了。请刷新页面再继续；已保存的内容都在，还没保存的留在这台设备上，刷新后会接着保存。',
    'ended.too-large':
      '教案到了上限，最后写的内容没有保存，但还在这个页面上。请在这里删减一些（大段材料可以改为附件，或者移到另一课），然后点“再次保存”。',
    'ended.too-large.retry': '再次保存',
    'limit.size.title': '这份教案已用去 {{percent}}% 的容量',
    'limit.size.text': '到了上限就不能再加内容。请现在删减、把大段材料改为附件，或者分成两课。',
    'limit.crowded.title': '打开这份教案的窗口快满了',
    'limit.crowded.text': '再多一些人就打不开了。请关掉不用的窗口，只需要看的老师可以看导出的教案。',
    'ended.refused': '服务器拒绝了这次修改。请复制您刚写的内容，再刷新页面。',
    'ended.too-many': '打开这份教案的人太多了。请稍后再试。',
  },
  en: {
    'save.saved': 'Saved',
    'save.saving': 'Saving…',
    'save.unsaved': 'Not saved',
    'save.unsaved.hint': 'This has not reached the server yet and is being retried. Please keep the page open.',
    'save.offline': 'Offline · kept on this device',
    'save.offline.hint': 'Write on. It is merged by itself when the connection is back; nothing is lost.',
    'save.unkept': 'Offline · not kept on this device',
    'save.unkept.hint':
      'This device has no room: what you write now exists on this page alone. Keep it open and go online soon, or remove plans that you do not need offline on the account page.',
    'save.loading': 'Connecting…',
    'offline.pin': 'Available offline',
    'offline.pinned': 'Kept for offline',
    'offline.failed': 'It could not be kept on this device. Check the connection, or try another browser.',
    'refused.title': 'The server did not take what you wrote',
    'refused.untitled': 'Untitled plan',
    'refused.forbidden':
      'Your term has ended or your rights have changed: what you wrote offline can no longer enter this plan. Save it to a file, then remove it from this device.',
    'refused.not-found':
      'This plan is no longer open to you: what you wrote offline has not reached the server. Save it to a file, then remove it from this device.',
    'refused.read-only':
      'You may no longer change this plan. Save what has not reached the server to a file, then remove it from this device.',
    'refused.replaced':
      'This plan was replaced by another on the server, and what you wrote offline does not fit into it. Save it to a file, then remove it from this device.',
    'refused.save': 'Save to a file',
    'refused.saved': 'Saved among your downloads. Any browser or word processor opens it.',
    'refused.remove': 'Remove from this device',
    'refused.sure': 'It has not been saved to a file. Remove it all the same? It cannot be brought back.',
    'refused.sureSaved': 'Remove it from this device?',
    'refused.removeYes': 'Remove',
    'refused.removeNo': 'Keep',
    'opening.offline':
      'The server cannot be reached, and this plan is not kept on this device. It opens by itself once there is a connection.',
    'ended.title': 'This plan has been disconnected',
    'ended.signed-out': 'You are no longer signed in. What you wrote is kept on this device and is saved once you sign in again.',
    'ended.forbidden': 'Your term has ended or your rights have changed: this plan is no longer open to you.',
    'ended.not-found': 'This plan does not exist, or you do not have access to it.',
    'ended.outdated':
      'Tongke has just been updated. Reload the page to go on: what was saved is safe, and what was not yet is kept on this device and saved afterwards.',
    'ended.too-large':
      'The plan has reached its limit. What you wrote last is not saved, but it is still on this page. Cut something here (long material can become an attachment, or move to another lesson), then choose “Save again”.',
    'ended.too-large.retry': 'Save again',
    'limit.size.title': 'This plan has used {{percent}}% of its room',
    'limit.size.text':
      'At the limit nothing can be added. Cut something now, turn long material into attachments, or split the plan into two lessons.',
    'limit.crowded.title': 'Nearly as many windows as possible have this plan open',
    'limit.crowded.text':
      'Soon nobody else can open it. Close windows you do not need; those who only want to read can use an exported copy.',
    'ended.refused': 'The server refused this change. Copy what you have just written, then reload the page.',
    'ended.too-many': 'Too many people have this plan open. Please try again later.',
  },
});
