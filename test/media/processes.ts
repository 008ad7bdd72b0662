import fs from 'node:fs';

/** The media process of an installation, found by its data folder. */
export function mediaPidOf(dataDir: string): number {
  for (const entry of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const command = fs.readFileSync(`/proc/${entry}/cmdline`, 'utf8');
      if (command.includes('media/main.ts') && command.includes(dataDir)) return Number(entry);
    } catch {
      continue;
    }
  }
  throw new Error('there is no media process');
}

/** The processes that a process has started. */
export function childrenOf(pid: number): number[] {
  return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

/** What a process was started with; nothing when it has ended. */
export function commandOf(pid: number): string {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
