/** One paragraph that Word or WPS shows as an item of a list. */
interface Item {
  block: HTMLElement;
  /** From 1. */
  level: number;
  ordered: boolean;
  start: number;
}

/**
 * Numbers in front of an item, in the ways Chinese and Western documents write them. A letter is a number only with a sign around it
 * or behind it: a lone one is a bullet in a font of symbols.
 */
const number =
  /^(?:[（(【[]?(\d+|[一二三四五六七八九十百]+|[①-⑳])\s*[)）】\].．、:：]?|[（(【[]?([a-z]|[ivxlc]+)\s*[)）】\].．、:：])$/i;

/**
 * Makes lists of the paragraphs that Word and WPS number themselves: in the clipboard they are paragraphs with `mso-list` in their
 * style, and the number or bullet is written out in a span that is to be ignored.
 */
export function toRealLists(body: HTMLElement): void {
  const blocks = [...body.querySelectorAll<HTMLElement>('p, div, h3, h4')];
  const items = new Map(
    blocks.flatMap((block) => {
      const item = readItem(block);
      return item === null ? [] : [[block, item] as const];
    }),
  );
  for (const [block, item] of items) {
    // Those that an earlier run has taken in are in a list by now.
    if (!block.isConnected || isItemOf(items, previousOf(block))) continue;
    const run: Item[] = [item];
    for (let next = nextOf(block); next !== null; next = nextOf(next)) {
      const following = items.get(next);
      if (following === undefined) break;
      run.push(following);
    }
    build(run);
  }
}

function readItem(block: HTMLElement): Item | null {
  const style = block.getAttribute('style') ?? '';
  const level = /mso-list:[^;]*?\blevel(\d)/.exec(style)?.[1];
  const ignored = [...block.querySelectorAll<HTMLElement>('[style*="mso-list"]')].find((each) =>
    /mso-list:\s*ignore/i.test(each.getAttribute('style') ?? ''),
  );
  if (level === undefined || ignored === undefined) return null;
  // A heading that is numbered stays a heading, with its number.
  if (/^H[1-6]$/.test(block.tagName)) return null;
  const sign = (ignored.textContent ?? '').replaceAll(/[\s\u00a0]/g, '');
  ignored.remove();
  const counted = number.exec(sign);
  return { block, level: Number(level), ordered: counted !== null, start: Number(counted?.[1]) || 1 };
}

/** Puts a run of items into lists, each level inside the last item of the level above. */
function build(run: readonly Item[]): void {
  const open: { list: HTMLElement; level: number; ordered: boolean }[] = [];
  for (const { block, level, ordered, start } of run) {
    while ((open.at(-1)?.level ?? 0) > level) open.pop();
    const last = open.at(-1);
    if (last?.level === level && last.ordered !== ordered) open.pop();
    if (open.at(-1)?.level !== level) {
      const list = document.createElement(ordered ? 'ol' : 'ul');
      if (ordered && start > 1) list.setAttribute('start', String(start));
      const parent = open.at(-1)?.list.lastElementChild;
      if (parent == null) block.before(list);
      else parent.append(list);
      open.push({ list, level, ordered });
    }
    const item = document.createElement('li');
    const line = document.createElement('p');
    line.append(...block.childNodes);
    item.append(line);
    open.at(-1)?.list.append(item);
    block.remove();
  }
}

const isItemOf = (items: ReadonlyMap<HTMLElement, Item>, block: HTMLElement | null): boolean =>
  block !== null && items.has(block);

const previousOf = (block: HTMLElement): HTMLElement | null =>
  block.previousElementSibling instanceof HTMLElement ? block.previousElementSibling : null;

const nextOf = (block: HTMLElement): HTMLElement | null =>
  block.nextElementSibling instanceof HTMLElement ? block.nextElementSibling : null;
