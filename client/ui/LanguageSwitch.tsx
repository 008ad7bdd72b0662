import { Box, Button } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import { chooseLanguage, languageTag, useLanguage } from './language.ts';

/** Offers the other language, in that language. */
export function LanguageSwitch() {
  const other = useLanguage() === 'zh' ? 'en' : 'zh';
  return (
    <Button
      variant="subtle"
      color="gray"
      size="sm"
      px={8}
      c="var(--mantine-color-text)"
      fw={400}
      leftSection={<Box component={IconLanguage} size={18} stroke={1.7} aria-hidden visibleFrom="xs" />}
      onClick={() => chooseLanguage(other)}
      lang={languageTag(other)}
    >
      {other === 'zh' ? '中文' : 'English'}
    </Button>
  );
}
