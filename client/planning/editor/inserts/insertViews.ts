import type { Editor, NodeViewRenderer } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import type { NodeView } from '@tiptap/pm/view';
import { readFileHere } from '../../../connection/offline/keptFiles.ts';
import { onUnsentChanged, unsent } from '../../../connection/offline/outbox.ts';
import { saveToDevice } from '../../../ui/saveToDevice.ts';
import { translate } from '../../../ui/words.ts';
import { fileAddress, readableSize } from '../../files/fileAddress.ts';
import { editorWords } from '../tools/editorWords.ts';
import { openTool } from '../tools/toolRequests.ts';
import { element } from './element.ts';
import { drawFormula } from './formula.ts';
import classes from './inserts.module.css';

/** What a view of an insert is made of: its element, and how it shows another state of its node. */
interface Drawn {
  dom: HTMLElement;
  show: (node: Node) => void;
  close?: () => void;
}

interface Place {
  editor: Editor;
  getPos: () => number | undefined;
}

/** The views of what is put into the text, by the names of their nodes. */
export const insertViews: Readonly<Record<string, NodeViewRenderer>> = {
  planImage: viewOf(drawImage),
  planFile: viewOf(drawFile),
  inlineMath: viewOf((place) => drawMath(place, false)),
  blockMath: viewOf((place) => drawMath(place, true)),
};

const say = (key: keyof typeof editorWords.zh, fill?: Record<string, string>) => translate(editorWords, key, fill);
const text = (node: Node, name: string): string => {
  const value: unknown = node.attrs[name];
  return typeof value === 'string' ? value : '';
};

function viewOf(draw: (place: Place) => Drawn): NodeViewRenderer {
  return ({ node: first, editor, getPos }) => {
    const { dom, show, close } = draw({ editor, getPos });
    dom.contentEditable = 'false';
    let node = first;
    show(node);
    const view: NodeView = {
      dom,
      update: (next) => {
        if (next.type !== node.type) return false;
        if (!next.sameMarkup(node)) show(next);
        node = next;
        return true;
      },
      ignoreMutation: () => true,
      destroy: () => close?.(),
      // Buttons and links in it are the browser's; everything else selects it.
      stopEvent: ({ target }) => target instanceof Element && target.closest('button, a') !== null,
    };
    return view;
  };
}

function drawImage(place: Place): Drawn {
  const picture = element('img', { loading: 'lazy', decoding: 'async', draggable: 'false' });
  const missing = element('div', { class: classes['missing'], hidden: '' });
  const caption = element('figcaption');
  let node: Node | null = null;
  const edit = button(say('image.edit'), '✎', () => {
    if (node === null) return;
    openTool(place.editor, { name: 'image', alt: text(node, 'alt'), caption: text(node, 'caption'), getPos: place.getPos });
  });
  const tools = element('span', { class: classes['tools'] }, edit, deleteButton(place, say('image.delete')));
  const dom = element('figure', { class: classes['image'] }, picture, missing, caption, tools);
  const showMissing = (gone: boolean) => {
    picture.hidden = gone;
    missing.hidden = !gone;
  };
  const mark = unsentMark(dom, () => (node === null ? '' : text(node, 'fileId')));
  // Without the server, or before it has the picture, it is shown from this device.
  picture.addEventListener('error', () => {
    showMissing(true);
    const id = node === null ? '' : text(node, 'fileId');
    if (picture.src.startsWith('blob:')) return;
    void readFileHere(id).then((blob) => {
      if (blob !== null && node !== null && text(node, 'fileId') === id) picture.src = URL.createObjectURL(blob);
    });
  });
  picture.addEventListener('load', () => showMissing(false));
  return {
    dom,
    close: mark.close,
    show: (now) => {
      const same = node !== null && text(node, 'fileId') === text(now, 'fileId');
      node = now;
      mark.show();
      const address = fileAddress(now.attrs['fileId']);
      for (const side of ['width', 'height'] as const) {
        const pixels = Number(now.attrs[side]);
        if (pixels > 0) picture.setAttribute(side, String(Math.min(pixels, 20_000)));
      }
      picture.alt = text(now, 'alt') || text(now, 'caption') || text(now, 'name');
      missing.textContent = say('image.missing', { name: picture.alt });
      caption.textContent = text(now, 'caption');
      caption.hidden = caption.textContent === '';
      if (address === null) showMissing(true);
      else if (!(same && picture.hasAttribute('src'))) picture.src = address;
    },
  };
}

function drawFile(place: Place): Drawn {
  const name = element('span', { class: classes['name'] });
  const size = element('span', { class: classes['size'] });
  const link = element('a', { class: classes['link'] }, element('span', { 'aria-hidden': 'true' }, '📎'), name, size);
  const dom = element('div', { class: classes['file'] }, link, deleteButton(place, say('file.delete')));
  let fileId = '';
  const mark = unsentMark(dom, () => fileId);
  link.addEventListener('click', (event) => {
    if (!isUnsent(fileId)) return;
    event.preventDefault();
    void readFileHere(fileId).then((blob) => blob !== null && saveToDevice(blob, link.download));
  });
  return {
    dom,
    close: mark.close,
    show: (node) => {
      fileId = text(node, 'fileId');
      mark.show();
      const address = fileAddress(node.attrs['fileId'], 'download');
      if (address === null) link.removeAttribute('href');
      else link.href = address;
      link.download = text(node, 'name');
      link.title = say('file.open', { name: text(node, 'name') });
      name.textContent = text(node, 'name');
      const bytes = Number(node.attrs['size']);
      size.textContent = bytes > 0 ? readableSize(bytes) : '';
    },
  };
}

const isUnsent = (fileId: string): boolean => unsent().some(({ id }) => id === fileId);

/** Says on an insert that its file is not on the server yet, or was not taken by it, as long as that is so. */
function unsentMark(dom: HTMLElement, fileId: () => string): { show: () => void; close: () => void } {
  const mark = element('span', { class: classes['unsent'] });
  const show = () => {
    const item = unsent().find(({ id }) => id === fileId());
    if (item === undefined) return mark.remove();
    mark.textContent = say(item.refused === null ? 'file.unsent' : 'file.refused');
    dom.append(mark);
  };
  return { show, close: onUnsentChanged(show) };
}

function drawMath(place: Place, block: boolean): Drawn {
  const dom = element(block ? 'div' : 'span', { class: classes[block ? 'blockMath' : 'inlineMath'] });
  let latex = '';
  const edit = () => openTool(place.editor, { name: 'formula', latex, block, getPos: place.getPos });
  dom.addEventListener('dblclick', () => place.editor.isEditable && edit());
  return {
    dom,
    show: (node) => {
      latex = text(node, 'latex');
      const shown = latex;
      dom.textContent = latex;
      dom.title = place.editor.isEditable ? say('formula.edit', { latex }) : '';
      void drawFormula(latex, dom, block).then((drawn) => {
        if (shown === latex) dom.toggleAttribute('data-wrong', !drawn);
        return drawn;
      });
    },
  };
}

function deleteButton({ editor, getPos }: Place, label: string): HTMLButtonElement {
  return button(label, '✕', () => {
    const position = getPos();
    const node = position === undefined ? null : editor.state.doc.nodeAt(position);
    if (position === undefined || node === null) return;
    editor.view.dispatch(editor.state.tr.delete(position, position + node.nodeSize));
    editor.view.focus();
  });
}

function button(label: string, sign: string, run: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', 'aria-label': label, title: label, class: classes['button'] }, sign);
  made.addEventListener('click', run);
  return made;
}
