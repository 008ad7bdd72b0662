import { NativeSelect } from '@mantine/core';
import { leadsNow, StepRule } from '../../../shared/classroom/order.ts';
import { explainError } from '../../ui/errors.ts';
import { useWords } from '../../ui/words.ts';
import type { ClassView } from '../media/classView.ts';
import type { ClassVisit } from '../media/ClassVisit.ts';
import { useAsk } from './useAsk.ts';
import { words } from './words.ts';

/** Who moves the steps: chosen by whoever leads the class, and said to the other teacher. */
export function StepRuleChoice({ visit, view }: { visit: ClassVisit; view: ClassView }) {
  const t = useWords(words);
  const { ask, busy, error } = useAsk(visit);
  if (!view.self.may.step) return null;
  return (
    <NativeSelect
      label={t('rule.label')}
      value={view.rule}
      disabled={busy || !leadsNow(view.self.role, view.participants)}
      error={error === null ? undefined : explainError(error)}
      data={StepRule.options.map((rule) => ({ value: rule, label: t(`rule.${rule}`) }))}
      onChange={(event) => ask('class:rule', { rule: StepRule.parse(event.currentTarget.value) })}
    />
  );
}
