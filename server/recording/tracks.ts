import fs from 'node:fs/promises';
import path from 'node:path';
import type { MediaSource } from '../../shared/classroom.ts';
import { clusterHead, fileHead, readBlocks, simpleBlock, type Block } from '../media/recorder/matroska.ts';
import type { Run, Scene } from './scenes.ts';
import type { Piece } from './timeline.ts';

const clusterMs = 5_000;
/** 20 ms of silence in Opus. */
const silence = Buffer.from([0xf8, 0xff, 0xfe]);
const silenceMs = 20;
/** Sound that is off by no more than this is let be; otherwise silence is put in, or a packet left out. */
const toleranceMs = 20;

/**
 * The part of a run that a scene needs, as a file that can be decoded: from the last key frame before the scene. `delayMs`
 * is where the file's beginning lies in the scene, before it more often than not. Null when there is nothing.
 */
export async function cutRun(folder: string, run: Run, scene: Scene): Promise<{ file: Buffer; delayMs: number } | null> {
  const frames: (Block & { piece: Piece })[] = [];
  for (const piece of run.pieces) {
    if (piece.startMs >= scene.endMs) break;
    const { blocks } = readBlocks(await fs.readFile(path.join(folder, piece.file)));
    for (const block of blocks) {
      const ms = piece.startMs + block.ms;
      if (block.key && ms <= scene.startMs) frames.length = 0;
      if (ms < scene.endMs) frames.push({ ...block, ms, piece });
    }
  }
  const [first] = frames;
  if (first === undefined) return null;
  const { codec, width, height } = first.piece;
  const { setup } = readBlocks(await fs.readFile(path.join(folder, first.piece.file)));
  const file = writeFile(
    fileHead(codec, { width, height, setup }, 'cut'),
    frames.map((frame) => ({ ...frame, ms: frame.ms - first.ms })),
  );
  return { file, delayMs: first.ms - scene.startMs };
}

/** What one person's microphone (or screen) was heard to say in all, from the beginning of the recording on, silence included. */
export async function joinSound(folder: string, pieces: readonly Piece[], startMs: number): Promise<Buffer> {
  const blocks: Block[] = [];
  let filledMs = 0;
  for (const piece of pieces) {
    const read = readBlocks(await fs.readFile(path.join(folder, piece.file)));
    for (const block of read.blocks) {
      const wanted = piece.startMs + block.ms - startMs;
      while (wanted - filledMs >= toleranceMs) {
        blocks.push({ ms: filledMs, key: true, data: silence });
        filledMs += silenceMs;
      }
      if (filledMs - wanted > toleranceMs) continue;
      blocks.push({ ms: filledMs, key: true, data: block.data });
      filledMs += opusMs(block.data);
    }
  }
  return writeFile(fileHead('opus', { width: 0, height: 0, setup: Buffer.alloc(0) }, 'sound'), blocks);
}

/** The pieces of sound by who is heard, in the order of time. */
export function soundsOf(pieces: readonly Piece[]): Piece[][] {
  const sounds = new Map<string, Piece[]>();
  const keyOf = ({ peerId, source }: { peerId: string; source: MediaSource }) => `${peerId}/${source}`;
  for (const piece of pieces) {
    if (piece.codec === 'opus') sounds.set(keyOf(piece), [...(sounds.get(keyOf(piece)) ?? []), piece]);
  }
  return [...sounds.values()];
}

/** How long an Opus packet lasts (RFC 6716, 3.1), in milliseconds. */
export function opusMs(packet: Buffer): number {
  const toc = packet[0] ?? 0;
  const config = toc >> 3;
  const frame = config < 12 ? [10, 20, 40, 60][config & 3] : config < 16 ? [10, 20][config & 1] : [2.5, 5, 10, 20][config & 3];
  const code = toc & 3;
  const count = code === 0 ? 1 : code === 3 ? (packet[1] ?? 0) & 0x3f : 2;
  return (frame ?? 20) * count;
}

function writeFile(head: Buffer, blocks: readonly Block[]): Buffer {
  const parts = [head];
  let cluster = -Infinity;
  for (const { ms, key, data } of blocks) {
    const at = Math.round(ms);
    if (at - cluster >= clusterMs) {
      cluster = at;
      parts.push(clusterHead(cluster));
    }
    parts.push(simpleBlock(at - cluster, key, data));
  }
  return Buffer.concat(parts);
}
