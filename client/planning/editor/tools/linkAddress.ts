/** What links may lead to. Scripts and files of one's own machine are none of it. */
const schemes: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** An address as a link takes it; what lacks its beginning gets `https://`. Null when it is none. */
export function completeAddress(typed: string): string | null {
  const trimmed = typed.trim();
  if (trimmed === '' || /\s/.test(trimmed)) return null;
  const whole = /^[a-z][a-z\d+.-]*:(?!\d)/i.test(trimmed) ? trimmed : `https://${trimmed.replace(/^\/+/, '')}`;
  if (!URL.canParse(whole)) return null;
  const { protocol, hostname, href } = new URL(whole);
  if (!schemes.has(protocol)) return null;
  const web = protocol.startsWith('http');
  return web && !hostname.includes('.') && hostname !== 'localhost' ? null : href;
}
