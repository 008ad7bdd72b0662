/** Browsers by what marks them in a user agent; the more particular ones come first, since most claim to be Chrome or Safari too. */
const browsers: [RegExp, string][] = [
  [/MicroMessenger\//, '微信 WeChat'],
  [/DingTalk\//, '钉钉 DingTalk'],
  [/QQBrowser\//, 'QQ Browser'],
  [/HuaweiBrowser\//, 'Huawei Browser'],
  [/MiuiBrowser\//, 'Mi Browser'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Edg(A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const systems: [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** A device as its owner would call it, such as "Chrome · Windows"; the name of the program where it is no browser. */
export function describeDevice(userAgent: string | undefined): string {
  const agent = userAgent ?? '';
  const parts = [find(browsers, agent), find(systems, agent)].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(' · ') : (/^[\w.-]{1,40}/.exec(agent)?.[0] ?? '?');
}

function find(table: [RegExp, string][], agent: string): string | undefined {
  return table.find(([mark]) => mark.test(agent))?.[1];
}
