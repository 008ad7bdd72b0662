import { Group, Text } from '@mantine/core';
import { commonWords } from './commonWords.ts';
import { useWords } from './words.ts';

/** The sign and name of the product. */
export function Mark({ size = 30 }: { size?: number }) {
  const t = useWords(commonWords);
  return (
    <Group gap={10} wrap="nowrap" component="span">
      <img src="/mark.svg" width={size} height={size} alt="" />
      <Text component="span" fw={600} fz={size * 0.66} lh={1} style={{ whiteSpace: 'nowrap' }}>
        {t('product')}
      </Text>
    </Group>
  );
}
