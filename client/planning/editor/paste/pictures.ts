import { inertDocument } from './inertDocument.ts';

const extensions: Readonly<Record<string, string>> = { png: 'png', jpeg: 'jpg', gif: 'gif', webp: 'webp' };

/** The pictures that pasted HTML carries in itself, as files. */
export function picturesIn(html: string): File[] {
  const images = inertDocument(html).querySelectorAll('img');
  return [...images].flatMap(({ src }, index) => {
    const [, type = '', encoded = ''] = /^data:image\/(png|jpeg|gif|webp);base64,([\w+/=\s]+)$/.exec(src) ?? [];
    if (encoded === '') return [];
    const bytes = Uint8Array.from(atob(encoded.replaceAll(/\s/g, '')), (character) => character.charCodeAt(0));
    return [new File([bytes], `${index + 1}.${extensions[type] ?? type}`, { type: `image/${type}` })];
  });
}

/** How many pictures pasted HTML only points to on the machine it came from. */
export function picturesLeft(html: string): number {
  const images = inertDocument(html).querySelectorAll('img');
  return [...images].filter(({ src }) => /^(?:file|cid|about|ms-)/i.test(src)).length;
}
