import { Anchor, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Lesson } from '../../../shared/planning.ts';
import { getFamily } from '../../../shared/variants.ts';
import { useAnswer } from '../../connection/useAnswer.ts';
import { useWords } from '../../ui/words.ts';
import { FamilyDrawer } from './FamilyDrawer.tsx';
import { variantWords } from './variantWords.ts';

/** Where the plan came from, with its authors and the reason, and the way to its other designs; nothing when there are none. */
export function OriginLine({ lesson }: { lesson: Lesson }) {
  const t = useWords(variantWords);
  const [family, setFamily] = useState(false);
  const { data } = useAnswer(getFamily, { params: { lessonId: lesson.id } });
  if (data === undefined || (data.origin === null && data.items.length < 2)) return null;
  const { origin, items } = data;
  return (
    <>
      {origin !== null && (
        <Text size="sm" c="dimmed">
          {origin.lesson === null ? (
            t('origin.unseen')
          ) : (
            <>
              {t('origin.from')}{' '}
              <Anchor component={Link} to={`/lessons/${origin.lesson.id}`} inherit underline="always">
                {origin.lesson.title}
              </Anchor>
            </>
          )}
          {' · '}
          {t('origin.authors', { names: origin.authors.map(({ name }) => name).join(t('comma')) })}
          {' · '}
          {t('origin.why', { by: origin.by.name, classes: origin.classNames.join(t('comma')), reason: origin.reason })}
        </Text>
      )}
      {items.length > 1 && (
        <Anchor component="button" type="button" size="sm" onClick={() => setFamily(true)}>
          {t('family.count', { count: items.length })}
        </Anchor>
      )}
      {family && <FamilyDrawer lesson={lesson} onClose={() => setFamily(false)} />}
    </>
  );
}
