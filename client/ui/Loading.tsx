import { Center, Loader, VisuallyHidden } from '@mantine/core';
import { useEffect, useState } from 'react';
import { commonWords } from './commonWords.ts';
import { useWords } from './words.ts';

/** Shown while something is being loaded; nothing at first, so that quick answers do not flicker. */
export function Loading({ height = '40vh' }: { height?: string | number }) {
  const t = useWords(commonWords);
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 250);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Center mih={height} role="status">
      {late && <Loader type="dots" />}
      <VisuallyHidden>{t('loading')}</VisuallyHidden>
    </Center>
  );
}
