import type { Node } from '@tiptap/core';
import { ReactNodeViewRenderer } from '@tiptap/react';
import { homeworkLayers, sites, stepFields } from '../../../shared/planDocument.ts';
import { insertedNodes } from '../../../shared/planInserts.ts';
import { planNodes } from '../../../shared/planSchema.ts';
import { translate } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import { insertViews } from './inserts/insertViews.ts';
import { labelledView, type Labelling } from './labelledView.ts';
import { ProfileView } from './ProfileView.tsx';
import { SectionView } from './SectionView.tsx';
import { stepView } from './stepView.ts';

/** The nodes of a plan with the views that draw them; what they are is as in the schema. Labels are in the language of now. */
export function drawnNodes(): Node[] {
  const say = (key: Parameters<typeof translate<keyof typeof planWords.zh>>[1]) => translate(planWords, key);
  const views: Record<string, ReturnType<typeof ReactNodeViewRenderer>> = {
    ...insertViews,
    planSection: ReactNodeViewRenderer(SectionView),
    lessonStep: stepView,
    learnerProfile: ReactNodeViewRenderer(ProfileView),
    stepField: labelledView(({ attrs }): Labelling => {
      const kind = stepFields.find((each) => each === attrs['kind']) ?? 'name';
      return { name: kind, label: say(`field.${kind}`), hint: say(`fieldHint.${kind}`) };
    }),
    sitePreparation: labelledView(({ attrs }): Labelling => {
      const site = sites.find((each) => each === attrs['site']) ?? 'lead';
      return { name: 'site', label: say(`site.${site}`), hint: say(`hint.site.${site}`) };
    }),
    homeworkLayer: labelledView(({ attrs }): Labelling => {
      const layer = homeworkLayers.find((each) => each === attrs['layer']) ?? 'basic';
      return { name: 'layer', label: say(`layer.${layer}`), hint: say('hint.layer') };
    }),
  };
  return [...planNodes, ...insertedNodes].map((node) => {
    const view = views[node.name];
    return view === undefined ? node : node.extend({ addNodeView: () => view });
  });
}
