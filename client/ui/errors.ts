import { getLanguage } from './language.ts';
import { defineWords, findPhrase, translate } from './words.ts';

/** What errors say that are not a room's own. */
export const errorWords = defineWords('errors', {
  zh: {
    'error.unknown': '出了点问题，请再试一次。',
    'error.offline': '连不上服务器。请检查网络后再试，您写的内容还在。',
    'error.timeout': '服务器迟迟没有回应。请稍后再试，您写的内容还在。',
    'error.bad_answer': '收到的回应无法识别，可能是网络代理拦截了。请稍后再试。',
    'error.invalid_input': '有些内容没有填或格式不对，请看下面标出的地方。',
    'error.not_signed_in': '登录已失效，请重新登录。',
    'error.forbidden': '您的角色不能做这件事。',
    'error.foreign_origin': '请求来自另一个网站，已被拒绝。请从同课的网址打开本页。',
    'error.not_found': '没有找到，或者您没有查看的权限。',
    'error.too_many_requests': '尝试次数过多，请过 {{retryAfterSeconds}} 秒再试。',
    'error.too_large': '内容太大，服务器不接收。',
    'error.file_too_large': '文件太大：一个文件最多 {{megabytes}} MB。请压缩后再试，或者拆成几个。',
    'error.lesson_files_full': '这节课的附件已用满 {{megabytes}} MB，放不下这个文件了。',
    'error.organisation_files_full': '贵单位的附件已用满 {{megabytes}} MB，放不下这个文件了。请告诉统筹员。',
    'error.file_not_here': '这个文件已经不在这台设备上了，请重新放进教案。',
    'error.device_full': '这台设备的空间满了，存不下这一项，它还在这个页面上。请联网后再试，或先在“账户”页移除不用的离线教案。',
    'error.storage_full': '服务器的磁盘快满了，暂时不能再存文件。请告诉统筹员。',
    'error.cancelled': '已取消。',
    'error.internal': '服务器出了问题，请再试一次。如果总是这样，请告诉统筹员。',
    'error.unknown_event': '页面版本与服务器不一致，请刷新页面。',
    'issue.required': '请填写这一项。',
    'issue.format': '格式不对，请检查。',
  },
  en: {
    'error.unknown': 'Something went wrong. Please try again.',
    'error.offline': 'The server cannot be reached. Check your connection and try again; what you typed is still here.',
    'error.timeout': 'The server did not answer in time. Try again in a moment; what you typed is still here.',
    'error.bad_answer': 'The answer could not be read; something on the network may have stepped in. Try again in a moment.',
    'error.invalid_input': 'Something is missing or not in the expected form. See the marked fields below.',
    'error.not_signed_in': 'You are no longer signed in. Please sign in again.',
    'error.forbidden': 'Your role does not allow this.',
    'error.foreign_origin': 'The request came from another site and was refused. Open this page from the address of Tongke.',
    'error.not_found': 'This does not exist, or you do not have access to it.',
    'error.too_many_requests': 'Too many attempts. Please try again in {{retryAfterSeconds}} seconds.',
    'error.too_large': 'This is larger than the server accepts.',
    'error.file_too_large': 'This file is too large: a file may have {{megabytes}} MB. Make it smaller, or send it in parts.',
    'error.lesson_files_full': 'The files of this lesson take up all of its {{megabytes}} MB; this one does not fit any more.',
    'error.organisation_files_full':
      'The files of your organisation take up all of its {{megabytes}} MB; this one does not fit any more. Please tell your coordinator.',
    'error.file_not_here': 'This file is not on this device any more. Please put it into the plan again.',
    'error.device_full':
      'This device is full and cannot keep this; it is still on this page. Try again when you are online, or first remove plans that you do not need offline on the account page.',
    'error.storage_full': 'The disk of the server is nearly full, so no more files can be stored. Please tell your coordinator.',
    'error.cancelled': 'Cancelled.',
    'error.internal': 'The server had a problem. Please try again, and tell your coordinator if it keeps happening.',
    'error.unknown_event': 'This page is older or newer than the server. Please reload it.',
    'issue.required': 'Please fill this in.',
    'issue.format': 'This is not in the expected form.',
  },
});

interface Named {
  code: string;
  details?: Record<string, unknown> | undefined;
}

/**
 * A sentence for any error, in the language of the interface: from its code, looked up as `error.<code>` in the words of
 * every room. A code that nobody translated gets a general sentence rather than the server's English.
 */
export function explainError(error: unknown): string {
  if (!isNamed(error)) return translate(errorWords, 'error.unknown');
  const fill = Object.entries(error.details ?? {}).filter(([, value]) => ['string', 'number'].includes(typeof value)) as [
    string,
    string | number,
  ][];
  return findPhrase(`error.${error.code}`, Object.fromEntries(fill)) ?? translate(errorWords, 'error.unknown');
}

/**
 * The server's `invalid_input` issues as errors of a form's fields, by the field's name; empty for any other error.
 * @param sentences What to say of a field instead of the general sentence, in the language of the interface.
 */
export function fieldErrors(error: unknown, sentences: Record<string, string> = {}): Record<string, string> {
  if (!isNamed(error) || error.code !== 'invalid_input') return {};
  const issues = error.details?.['issues'];
  if (!Array.isArray(issues)) return {};
  const paths = issues.flatMap((issue: unknown) =>
    typeof issue === 'object' && issue !== null && 'path' in issue && typeof issue.path === 'string' ? [issue.path] : [],
  );
  const fields = paths.map((path) => path.replace(/^(body|params|query)\./, ''));
  return Object.fromEntries(fields.map((field) => [field, sentences[field] ?? translate(errorWords, 'issue.format')]));
}

/** What a required field says while it is empty. */
export const requiredSentence = (): string => translate(errorWords, 'issue.required', {}, getLanguage());

function isNamed(error: unknown): error is Named {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}
