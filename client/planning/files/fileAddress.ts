/** Where a file of a lesson is fetched from, to be shown or to be kept; null when the id is none. */
export function fileAddress(fileId: unknown, use: 'show' | 'download' = 'show'): string | null {
  if (typeof fileId !== 'string' || !/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(fileId)) return null;
  return `/api/files/${fileId}${use === 'download' ? '?download=1' : ''}`;
}

/** A size in bytes as people read it. */
export function readableSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1000 ? `${Math.round(kilobytes)} kB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}
