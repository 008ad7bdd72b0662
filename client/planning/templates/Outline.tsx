import { Text } from '@mantine/core';
import type { TemplateOutline } from '../../../shared/templates.ts';
import { useWords } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import classes from './templates.module.css';
import { templateWords } from './templateWords.ts';

/** What a template holds: its steps in order, and the sections in which something is written. */
export function Outline({ outline }: { outline: TemplateOutline }) {
  const t = useWords(templateWords);
  const plan = useWords(planWords);
  const { steps, sections } = outline;
  return (
    <div className={classes.outline}>
      {steps.length > 0 && (
        <ol aria-label={t('outline.steps')}>
          {steps.map(({ id, name, minutes, floor }) => (
            <li key={id}>
              {name === '' ? plan('step.unnamed') : name}{' '}
              <Text span c="dimmed" size="sm">
                {[
                  minutes === null ? plan('step.noMinutes') : plan('step.minutesOf', { count: minutes }),
                  plan(`floor.${floor}`),
                ].join(' · ')}
              </Text>
            </li>
          ))}
        </ol>
      )}
      <Text size="sm" c="dimmed">
        {sections.length === 0
          ? t('outline.stepsOnly')
          : t('outline.sections', { sections: sections.map((kind) => plan(`section.${kind}`)).join(t('comma')) })}
      </Text>
    </div>
  );
}
