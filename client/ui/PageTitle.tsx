import { Title, type TitleProps } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { commonWords } from './commonWords.ts';
import { takeFocusIfWanted } from './pageFocus.ts';
import { useWords } from './words.ts';

/** The one `h1` of a page. It names the window too, and takes the focus after a navigation. */
export function PageTitle({ title, children, ...props }: { title: string } & TitleProps) {
  const t = useWords(commonWords);
  const heading = useRef<HTMLHeadingElement>(null);
  const product = t('product');
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
  useEffect(() => takeFocusIfWanted(heading.current), []);
  return (
    <Title order={1} ref={heading} tabIndex={-1} {...props}>
      {children ?? title}
    </Title>
  );
}
