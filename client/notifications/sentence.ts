import type { Notification } from '../../shared/notifications.ts';
import type { Translate } from '../ui/words.ts';
import { kindKey, type words } from './words.ts';

/** What a notification says, in the language of the interface: the server sends only its kind and the words it needs. */
export function sentenceOf({ kind, actor, data }: Notification, t: Translate<keyof (typeof words)['zh']>): string {
  return t(kind, {
    actor: actor?.name || t('someone'),
    lesson: data['lesson'] || t('aLesson'),
    need: data['need'] ?? '',
    classes: data['classes'] || t('copied.elsewhere'),
    kind: t(kindKey(data['threadKind'])),
  });
}
