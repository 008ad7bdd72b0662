import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useInstall } from '../connection/install.ts';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/** Puts Tongke among the apps of this device, where the browser offers it; nothing otherwise. */
export function InstallButton() {
  const t = useWords(words);
  const install = useInstall();
  if (install === null) return null;
  return (
    <Button variant="default" leftSection={<IconDownload size={18} aria-hidden />} onClick={install}>
      {t('device.install')}
    </Button>
  );
}
