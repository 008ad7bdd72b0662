import { Input, SegmentedControl, Stack, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useId } from 'react';
import type { Locale } from '../../shared/values.ts';
import { commonWords } from '../ui/commonWords.ts';
import { chooseLanguage, useLanguage } from '../ui/language.ts';
import { useWords } from '../ui/words.ts';

/** The language, kept in the account, and light or dark, kept in this browser. */
export function InterfaceChoices() {
  const common = useWords(commonWords);
  const language = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const ids = { language: useId(), scheme: useId() };
  return (
    <Stack>
      <div>
        <Input.Label id={ids.language} component="span">
          {common('language')}
        </Input.Label>
        <SegmentedControl<Locale>
          fullWidth
          aria-labelledby={ids.language}
          value={language}
          onChange={chooseLanguage}
          data={[
            { value: 'zh', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
      </div>
      <div>
        <Input.Label id={ids.scheme} component="span">
          {common('scheme')}
        </Input.Label>
        <SegmentedControl<MantineColorScheme>
          fullWidth
          aria-labelledby={ids.scheme}
          value={colorScheme}
          onChange={setColorScheme}
          data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: common(`scheme.${value}`) }))}
        />
      </div>
    </Stack>
  );
}
