import { readImageSize, type ImageSize, type Peek } from './imageSize.ts';

/** What some bytes turned out to be. */
export interface ContentFacts {
  type: string;
  /** There exactly when it is an image that may be shown in its place. */
  image: ImageSize | null;
}

/** Larger images are attachments: what a browser unpacks to show them would take more memory than a phone has. */
const mostPixels = 50_000_000;
const longestSide = 16_384;

const unknownType = 'application/octet-stream';

/** How files begin. Texts of the web (HTML, SVG, XML) have no beginning of their own and stay unknown on purpose (F02). */
const beginnings: readonly { type: string; at?: number; bytes: string | readonly number[] }[] = [
  { type: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', bytes: 'GIF87a' },
  { type: 'image/gif', bytes: 'GIF89a' },
  { type: 'image/webp', at: 8, bytes: 'WEBP' },
  { type: 'application/pdf', bytes: '%PDF-' },
  { type: 'application/zip', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { type: 'application/x-ole-storage', bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1] },
  { type: 'audio/mpeg', bytes: 'ID3' },
  { type: 'video/mp4', at: 4, bytes: 'ftyp' },
];

/** Documents of offices are archives; which kind only their name says. It decides nothing but the symbol beside the name. */
const officeTypes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'application/zip': {
    docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  },
  'application/x-ole-storage': {
    doc: 'application/msword',
    xls: 'application/vnd.ms-excel',
    ppt: 'application/vnd.ms-powerpoint',
  },
};

/** Finds out what a file is from how it begins; of images, without decoding them, how large they are. */
export async function inspectContent(peek: Peek, name: string): Promise<ContentFacts> {
  const start = await peek(0, 32);
  const found = beginnings.find(({ at = 0, bytes }) => {
    const wanted = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : Buffer.from(bytes);
    return start.subarray(at, at + wanted.length).equals(wanted);
  });
  if (found === undefined) return { type: unknownType, image: null };
  const { type } = found;
  if (type.startsWith('image/')) {
    const size = await readImageSize(type, peek);
    return size === null ? { type: unknownType, image: null } : { type, image: isShowable(size) ? size : null };
  }
  const ending = /\.([a-z]{3,4})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return { type: officeTypes[type]?.[ending] ?? type, image: null };
}

function isShowable({ width, height }: ImageSize): boolean {
  return width <= longestSide && height <= longestSide && width * height <= mostPixels;
}
