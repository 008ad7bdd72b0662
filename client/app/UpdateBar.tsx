import { Button } from '@mantine/core';
import { openNewest, useClientVersion } from '../connection/clientVersion.ts';
import { useWords } from '../ui/words.ts';
import classes from './ConnectionBanner.module.css';
import { words } from './words.ts';

/** A plain line at the top when there is a newer version, or when page and server differ. Nothing happens until it is pressed. */
export function UpdateBar() {
  const t = useWords(words);
  const version = useClientVersion();
  return (
    <div role="status">
      {version !== 'current' && (
        <div className={classes.banner} data-calm>
          <span>{t(`version.${version}`)}</span>
          <Button size="compact-md" variant="default" onClick={openNewest}>
            {t('version.open')}
          </Button>
        </div>
      )}
    </div>
  );
}
