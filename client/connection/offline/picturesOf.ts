import * as Y from 'yjs';
import { knownEpoch } from '../copyRegister.ts';
import { readCopy } from '../documentCopies.ts';

/** The ids of the pictures in this device's copy of a plan. */
export async function picturesOf(accountId: string, documentId: string): Promise<string[]> {
  const epoch = knownEpoch(documentId, accountId);
  if (epoch === null) return [];
  const doc = await readCopy(documentId, epoch, accountId);
  const ids: string[] = [];
  const walk = (parent: Y.XmlFragment) => {
    for (const child of parent.toArray()) {
      if (!(child instanceof Y.XmlElement)) continue;
      const id: unknown = child.nodeName === 'planImage' ? child.getAttribute('fileId') : undefined;
      if (typeof id === 'string' && id !== '') ids.push(id);
      walk(child);
    }
  };
  walk(doc.getXmlFragment('plan'));
  return ids;
}
