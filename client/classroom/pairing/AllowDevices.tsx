import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useWords } from '../../ui/words.ts';
import { machine } from '../machine.ts';
import { LocalMedia } from '../media/LocalMedia.ts';
import classes from './Device.module.css';
import { words } from './words.ts';

/**
 * Lets the browser ask for camera and microphone while somebody stands before it: in class nobody would answer. It goes
 * when the browser has been told that it may.
 */
export function AllowDevices() {
  const t = useWords(words);
  const [asking, setAsking] = useState(false);
  const [needed, setNeeded] = useState(false);
  useEffect(() => {
    let over = false;
    void mayCapture().then((may) => {
      if (!over) setNeeded(!may);
    });
    return () => {
      over = true;
    };
  }, []);
  if (!needed) return null;
  const ask = async () => {
    setAsking(true);
    const local = new LocalMedia(machine);
    await local.openBoth();
    setNeeded(local.camera.fault === 'refused' || local.microphone.fault === 'refused');
    local.close();
    setAsking(false);
  };
  return (
    <>
      <p className={classes.quiet}>{t('own.allow')}</p>
      <Button variant="default" size="md" loading={asking} onClick={() => void ask()}>
        {t('own.allowNow')}
      </Button>
    </>
  );
}

/** Browsers that do not tell are taken to need asking. */
async function mayCapture(): Promise<boolean> {
  try {
    const asked = (['camera', 'microphone'] as const).map((name) => navigator.permissions.query({ name }));
    return (await Promise.all(asked)).every(({ state }) => state === 'granted');
  } catch {
    return false;
  }
}
