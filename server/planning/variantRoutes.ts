import {
  deleteTemplate,
  getTemplate,
  listTemplates,
  replaceTemplate,
  saveTemplate,
  updateTemplate,
} from '../../shared/templates.ts';
import { getFamily, getPlan } from '../../shared/variants.ts';
import type { Handle } from '../http/handle.ts';
import type { Templates } from './templates.ts';
import type { Variants } from './variants.ts';

/** The endpoints of shared/templates.ts, and those of shared/variants.ts that only read. */
export function registerVariantRoutes({
  handle,
  variants,
  templates,
}: {
  handle: Handle;
  variants: Variants;
  templates: Templates;
}) {
  handle(getFamily, ({ params }, { caller }) => variants.family(params.lessonId, caller));

  handle(getPlan, ({ params }, { caller }) => variants.plan(params.lessonId, caller));

  handle(listTemplates, async (_input, { caller }) => ({ items: await templates.list(caller) }));

  handle(getTemplate, ({ params }, { caller }) => templates.get(params.templateId, caller));

  handle(saveTemplate, ({ params, body }, { caller }) => templates.save(params.lessonId, body, caller));

  handle(updateTemplate, ({ params, body }, { caller }) => templates.update(params.templateId, body, caller));

  handle(replaceTemplate, ({ params, body }, { caller }) =>
    templates.replace(params.templateId, params.lessonId, body.withText, caller),
  );

  handle(deleteTemplate, async ({ params }, { caller }) => {
    await templates.remove(params.templateId, caller);
    return { done: true as const };
  });
}
