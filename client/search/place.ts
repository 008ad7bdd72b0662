import { homeworkLayers, planSections, sites, stepFields } from '../../shared/planDocument.ts';
import type { Found, FoundPassage } from '../../shared/search.ts';
import type { planWords } from '../planning/planWords.ts';
import type { Translate } from '../ui/words.ts';
import type { words } from './words.ts';

type PlanTranslate = Translate<keyof (typeof planWords)['zh']>;
type FindTranslate = Translate<keyof (typeof words)['zh']>;

/** Where a passage is read: the part of the plan, the thread or the file, on the page of its lesson; a need on its pairing's. */
export function addressOfPassage(found: Found, { kind, anchor, field }: FoundPassage): string {
  const lesson = `/lessons/${found.id}`;
  switch (kind) {
    case 'comment':
      return `${lesson}?thread=${anchor}`;
    case 'file':
      return `${lesson}?file=${anchor}`;
    case 'plan':
    case 'step':
      return `${lesson}?${new URLSearchParams({ at: anchor, ...(field === '' ? {} : { part: field }) }).toString()}`;
    case 'lesson':
    case 'need':
      return addressOf(found);
  }
}

/** Where a lesson or a need is read. */
export const addressOf = (found: Found): string =>
  found.what === 'lesson' ? `/lessons/${found.id}` : `/pairings/${found.pairingId ?? ''}`;

/** What a passage is a part of, in the words of the plan. */
export function nameOfPlace({ kind, anchor, field, step }: FoundPassage, t: FindTranslate, plan: PlanTranslate): string {
  switch (kind) {
    case 'step': {
      const part = stepFields.find((known) => known === field);
      return [step ?? '', part === undefined ? t('find.wholeStep') : plan(`field.${part}`)]
        .filter((word) => word !== '')
        .join(' · ');
    }
    case 'plan': {
      const section = planSections.find((known) => known === anchor);
      const site = sites.find((known) => known === field);
      const layer = homeworkLayers.find((known) => known === field);
      const inside =
        section === 'preparation' && site !== undefined
          ? plan(`site.${site}`)
          : layer === undefined
            ? ''
            : plan(`layer.${layer}`);
      return [plan(section === undefined ? 'section.learners' : `section.${section}`), inside]
        .filter((word) => word !== '')
        .join(' · ');
    }
    case 'comment':
      return t(field === 'wording' ? 'find.suggested' : 'kind.comment');
    case 'file':
      return t('kind.file');
    case 'need':
      return t('kind.need');
    case 'lesson':
      return t('kind.lesson');
  }
}
