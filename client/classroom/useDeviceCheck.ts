import { useEffect, useRef, useState } from 'react';
import { recallDevices, rememberDevices } from './deviceChoice.ts';
import { machine } from './machine.ts';
import { LocalMedia } from './media/LocalMedia.ts';
import { useChanges } from './useChanges.ts';

export interface Checking {
  /** Null only for a moment, and never when somebody can press a button. */
  local: LocalMedia | null;
  muted: boolean;
  setMuted: (muted: boolean) => void;
  speaker: string | undefined;
  choose: (kind: 'camera' | 'microphone' | 'speaker', deviceId: string) => void;
  /** From now on the media belong to whoever has entered; `takeBack` undoes it when entering failed. */
  handOver: () => void;
  takeBack: () => void;
}

/** Opens camera and microphone for the check when the role sends, and closes them when the page is left without entering. */
export function useDeviceCheck(sends: boolean): Checking {
  const [local, setLocal] = useState<LocalMedia | null>(null);
  const [muted, setMuted] = useState(false);
  const [speaker, setSpeaker] = useState<string | undefined>(() => recallDevices().speaker);
  const handed = useRef(false);
  useChanges(local);

  useEffect(() => {
    const opened = new LocalMedia(machine, recallDevices());
    setLocal(opened);
    return () => {
      if (!handed.current) opened.close();
    };
  }, []);
  useEffect(() => {
    if (local === null || handed.current) return;
    if (sends) {
      void local.openBoth();
    } else {
      local.stop('camera');
      local.stop('microphone');
    }
  }, [local, sends]);

  return {
    local,
    muted,
    setMuted,
    speaker,
    choose: (kind, deviceId) => {
      rememberDevices({ ...recallDevices(), [kind]: deviceId });
      if (kind === 'speaker') setSpeaker(deviceId);
      else void local?.open(kind, deviceId);
    },
    handOver: () => {
      handed.current = true;
    },
    takeBack: () => {
      handed.current = false;
    },
  };
}
