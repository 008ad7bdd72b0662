import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { importErrors } from './errors.ts';

const inflate = promisify(inflateRaw);

/** What a .docx may unpack to at most. Real ones of lesson plans have some dozens of entries and a few MB of XML. */
export const containerLimits = { entries: 2_000, entryBytes: 24 * 1024 * 1024, totalBytes: 96 * 1024 * 1024 };

interface Entry {
  name: string;
  method: number;
  packed: number;
  unpacked: number;
  at: number;
}

/**
 * Checks that a .docx is what it should be before anything reads it (F03): its list of entries is whole, no name leads out of it,
 * nothing unpacks to more than it says or than is allowed, and no XML declares entities. Inflates one entry at a time, on
 * the thread pool, and stops at the limit.
 * @throws AppError `unsafe_file`, `damaged_file`, `locked_file`, `unsupported_file`
 */
export async function checkContainer(bytes: Buffer): Promise<void> {
  const entries = readEntries(bytes);
  if (entries.length > containerLimits.entries) throw importErrors.unsafe_file();
  if (entries.some(({ name }) => leadsOut(name))) throw importErrors.unsafe_file();
  if (new Set(entries.map(({ name }) => name)).size < entries.length) throw importErrors.unsafe_file();
  if (!entries.some(({ name }) => name === 'word/document.xml')) throw importErrors.unsupported_file();
  let total = 0;
  for (const entry of entries) {
    total += entry.unpacked;
    if (entry.unpacked > containerLimits.entryBytes || total > containerLimits.totalBytes) throw importErrors.unsafe_file();
  }
  for (const entry of entries) {
    const content = await unpack(bytes, entry);
    if (content.length !== entry.unpacked) throw importErrors.unsafe_file();
    if (/\.(xml|rels)$/i.test(entry.name) && declaresType(content)) throw importErrors.unsafe_file();
  }
}

/** The central directory. */
function readEntries(bytes: Buffer): Entry[] {
  const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  if (end === -1 || end + 22 > bytes.length) throw importErrors.damaged_file();
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const entries: Entry[] = [];
  for (let number = 0; number < count; number++) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== 0x02014b50) throw importErrors.damaged_file();
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const flags = bytes.readUInt16LE(at + 8);
    if ((flags & 1) !== 0) throw importErrors.locked_file();
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    entries.push({
      name,
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      unpacked: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}

async function unpack(bytes: Buffer, { method, packed, unpacked, at }: Entry): Promise<Buffer> {
  if (at + 30 > bytes.length || bytes.readUInt32LE(at) !== 0x04034b50) throw importErrors.damaged_file();
  const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  if (start + packed > bytes.length) throw importErrors.damaged_file();
  const content = bytes.subarray(start, start + packed);
  if (method === 0) return content;
  if (method !== 8) throw importErrors.damaged_file();
  if (unpacked === 0 && packed <= 2) return Buffer.alloc(0);
  try {
    // One byte more than it says is enough to find it lying.
    return await inflate(content, { maxOutputLength: unpacked + 1 });
  } catch (error) {
    const lied = error instanceof RangeError;
    throw lied ? importErrors.unsafe_file() : importErrors.damaged_file();
  }
}

/** Names are relative, with forward slashes, and stay inside. */
function leadsOut(name: string): boolean {
  return name.split('/').includes('..') || /^[/\\]|^[A-Za-z]:|\\|\0/.test(name) || name.length > 1_000;
}

/** Whether XML has a document type, in any of the encodings in which a parser would see one. */
function declaresType(content: Buffer): boolean {
  return (
    ['utf8', 'utf16le'].some((encoding) => {
      const found = (word: string) => content.includes(Buffer.from(word, encoding as BufferEncoding));
      return found('<!DOCTYPE') || found('<!ENTITY');
    }) || content.includes(Buffer.from('<!DOCTYPE', 'utf16le').swap16())
  );
}
