import type { Template } from '../../../shared/templates.ts';

export interface TemplateGroup {
  name: string;
  items: Template[];
}

/** My own templates first, then those of teams, then those of organisations. Groups without templates are left out. */
export function groupTemplates(templates: readonly Template[], own: string): TemplateGroup[] {
  const groups = new Map<string, TemplateGroup>();
  const rank = ({ team, organisation }: Template) => (team !== null ? 1 : organisation !== null ? 2 : 0);
  for (const template of templates.toSorted((a, b) => rank(a) - rank(b))) {
    const place = template.team ?? template.organisation;
    const group = groups.get(place?.id ?? '') ?? { name: place?.name ?? own, items: [] };
    groups.set(place?.id ?? '', { ...group, items: [...group.items, template] });
  }
  return [...groups.values()];
}
