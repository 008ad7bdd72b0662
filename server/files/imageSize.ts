/** The size of an image in pixels, as it is shown. */
export interface ImageSize {
  width: number;
  height: number;
}

/** Reads some bytes of a file; fewer than asked for at its end. */
export type Peek = (position: number, length: number) => Promise<Buffer>;

/** A JPEG says its size within its first segments; one that does not is none. */
const mostSegments = 500;

/** Reads the size of an image from its header alone; null when it has none to read. Nothing is decoded. */
export async function readImageSize(type: string, peek: Peek): Promise<ImageSize | null> {
  const size = type === 'image/jpeg' ? await readJpeg(peek) : readHeader(type, await peek(0, 32));
  return size !== null && size.width > 0 && size.height > 0 ? size : null;
}

function readHeader(type: string, head: Buffer): ImageSize | null {
  if (head.length < 26) return null;
  if (type === 'image/png') {
    return head.toString('latin1', 12, 16) === 'IHDR' ? { width: head.readUInt32BE(16), height: head.readUInt32BE(20) } : null;
  }
  if (type === 'image/gif') return { width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
  return head.length < 30 || head.toString('latin1', 0, 4) !== 'RIFF' ? null : readWebp(head);
}

/** The three forms of WebP: lossy, lossless, and extended. https://developers.google.com/speed/webp/docs/riff_container */
function readWebp(head: Buffer): ImageSize | null {
  const form = head.toString('latin1', 12, 16);
  if (form === 'VP8X') return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
  if (form === 'VP8 ') return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
  if (form !== 'VP8L' || head[20] !== 0x2f) return null;
  const bits = head.readUInt32LE(21);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/** Walks over the segments of a JPEG to the one that begins its picture; an Exif turn by a quarter swaps the sides. */
async function readJpeg(peek: Peek): Promise<ImageSize | null> {
  let position = 2;
  let turned = false;
  for (let count = 0; count < mostSegments; count++) {
    const head = await peek(position, 9);
    if (head.length < 9 || head[0] !== 0xff) return null;
    const marker = head[1] ?? 0;
    if (marker === 0xff) {
      position += 1;
      continue;
    }
    const length = head.readUInt16BE(2);
    if (startsPicture(marker)) {
      const [height, width] = [head.readUInt16BE(5), head.readUInt16BE(7)];
      return turned ? { width: height, height: width } : { width, height };
    }
    if (length < 2 || marker === 0xd9 || marker === 0xda) return null;
    if (marker === 0xe1) turned = isTurned(await peek(position + 4, Math.min(length - 2, 4096))) || turned;
    position += 2 + length;
  }
  return null;
}

/** SOF0 to SOF15, without the tables and the extension that share their range. */
const startsPicture = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Whether the orientation (tag 0x0112 of the first directory) lays the picture on its side: 5 to 8. */
function isTurned(exif: Buffer): boolean {
  if (exif.toString('latin1', 0, 4) !== 'Exif' || exif.length < 20) return false;
  const tiff = exif.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  const entries = Math.min(short(directory), 200);
  for (let index = 0; index < entries; index++) {
    const entry = directory + 2 + index * 12;
    if (short(entry) === 0x0112) return short(entry + 8) >= 5;
  }
  return false;
}
