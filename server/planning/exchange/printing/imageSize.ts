import type { Picture } from '../tasks.ts';

/** The size of a picture in pixels, read from the first bytes of PNG, GIF and JPEG; null where they do not say. */
export function imageSize({ type, bytes }: Picture): { width: number; height: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (type === 'image/png') return checked(view.getUint32(16), view.getUint32(20));
    if (type === 'image/gif') return checked(view.getUint16(6, true), view.getUint16(8, true));
    return type === 'image/jpeg' ? jpegSize(view) : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The frame header is the first marker from C0 to CF that is none of the three that mean something else. */
function jpegSize(view: DataView): { width: number; height: number } | null {
  let at = 2;
  while (at < view.byteLength) {
    const marker = view.getUint16(at);
    if (marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)) {
      return checked(view.getUint16(at + 7), view.getUint16(at + 5));
    }
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

const checked = (width: number, height: number) => (width > 0 && height > 0 ? { width, height } : null);
