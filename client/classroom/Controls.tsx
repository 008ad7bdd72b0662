import { Menu } from '@mantine/core';
import {
  IconAdjustments,
  IconDoorExit,
  IconDots,
  IconKeyboard,
  IconPictureInPicture,
  IconMicrophone,
  IconMicrophoneOff,
  IconScreenShare,
  IconScreenShareOff,
  IconSquareX,
  IconVideo,
  IconVideoOff,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react';
import { useState } from 'react';
import { leadsNow } from '../../shared/classroom/order.ts';
import { useWords } from '../ui/words.ts';
import { ControlButton } from './ControlButton.tsx';
import classes from './Controls.module.css';
import { DevicesDialog } from './DevicesDialog.tsx';
import { EndDialog } from './EndDialog.tsx';
import { canShareScreen } from './media/screen.ts';
import type { LocalKind, LocalTrack } from './media/LocalMedia.ts';
import type { SendState } from './media/Sender.ts';
import type { Floating } from './pip/useFloating.ts';
import { words as pipWords } from './pip/words.ts';
import type { Shortcut } from './shortcuts.ts';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';
import { ToolButtons, type ToolBar } from './tools/ToolButtons.tsx';
import type { InClass } from './useClassRoom.ts';
import { words, type Say } from './words.ts';

interface Bar {
  toolBar?: ToolBar;
  /** The keys to be listed; left out where nobody sits at a keyboard. */
  shortcuts?: readonly Shortcut[];
  floating?: Floating;
}

/** The buttons of the class: what I send, what I hear, the tools, and the ways out. Observers see only what they can use. */
export function Controls({ visit, view, presence, sound, toolBar, shortcuts, floating }: InClass & Bar) {
  const t = useWords(words);
  const pip = useWords(pipWords);
  const [dialog, setDialog] = useState<'end' | 'devices' | 'shortcuts' | null>(null);
  const { may } = view.self;
  const { media } = visit;
  const microphone = microphoneState(presence?.local.microphone, presence?.muted === true, media.stateOf('microphone'));
  const camera = trackState(presence?.local.camera, media.stateOf('camera'));
  // What is the matter with a device, and what to do about it, is said where devices are chosen.
  const press = (kind: LocalKind, toggle: () => void) => {
    if (presence !== null && presence.local[kind].fault !== null) setDialog('devices');
    else toggle();
  };
  const sharing = presence !== null && presence.screen !== null;
  const MicrophoneIcon = microphone.on ? IconMicrophone : IconMicrophoneOff;
  const CameraIcon = camera.on ? IconVideo : IconVideoOff;
  const SoundIcon = sound.on ? IconVolume : IconVolumeOff;
  const ScreenIcon = sharing ? IconScreenShareOff : IconScreenShare;
  return (
    <section className={classes.controls} aria-label={t('control.bar')}>
      {may.sources.includes('microphone') && (
        <ControlButton
          icon={MicrophoneIcon}
          label={t('control.microphone')}
          state={t(microphone.word)}
          pressed={microphone.on}
          shortcut="Alt+M"
          onClick={() => press('microphone', () => presence?.toggleMicrophone())}
        />
      )}
      {may.sources.includes('camera') && (
        <ControlButton
          icon={CameraIcon}
          label={t('control.camera')}
          state={t(camera.word)}
          pressed={camera.on}
          shortcut="Alt+V"
          onClick={() => press('camera', () => presence?.toggleCamera())}
        />
      )}
      {may.sources.includes('screen') && canShareScreen() && (
        <ControlButton
          icon={ScreenIcon}
          label={t('control.screen')}
          state={t(sharing ? 'control.sharing' : 'control.off')}
          pressed={sharing}
          accent={sharing}
          plainOff
          shortcut="Alt+S"
          onClick={() => void presence?.toggleScreen()}
        />
      )}
      <ControlButton
        icon={SoundIcon}
        label={t('control.sound')}
        state={t(sound.on ? 'control.on' : 'control.muted')}
        pressed={sound.on}
        onClick={sound.toggle}
      />
      <span className={classes.space} />
      {toolBar !== undefined && <ToolButtons {...toolBar} />}
      <Menu position="top-end">
        <Menu.Target>
          <ControlButton icon={IconDots} label={t('control.more')} />
        </Menu.Target>
        <Menu.Dropdown>
          {may.sources.length > 0 && (
            <Menu.Item leftSection={<IconAdjustments size={18} aria-hidden />} onClick={() => setDialog('devices')}>
              {t('control.devices')}
            </Menu.Item>
          )}
          {leadsNow(view.self.role, view.participants) && (
            <Menu.Item
              c="var(--mantine-color-error)"
              leftSection={<IconSquareX size={18} aria-hidden />}
              onClick={() => setDialog('end')}
            >
              {t('control.end')}
            </Menu.Item>
          )}
          {floating?.toggle !== undefined && (
            <Menu.Item leftSection={<IconPictureInPicture size={18} aria-hidden />} onClick={floating.toggle}>
              {pip(floating.opened === null ? 'float.open' : 'float.close')}
            </Menu.Item>
          )}
          {shortcuts !== undefined && (
            <Menu.Item leftSection={<IconKeyboard size={18} aria-hidden />} onClick={() => setDialog('shortcuts')}>
              {t('control.shortcuts')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ControlButton icon={IconDoorExit} label={t('control.leave')} danger onClick={() => visit.leave()} />
      {dialog === 'shortcuts' && shortcuts !== undefined && (
        <ShortcutsDialog shortcuts={shortcuts} close={() => setDialog(null)} />
      )}
      {dialog === 'end' && <EndDialog visit={visit} close={() => setDialog(null)} />}
      {dialog === 'devices' && presence !== null && <DevicesDialog presence={presence} close={() => setDialog(null)} />}
    </section>
  );
}

interface Shown {
  on: boolean;
  word: Parameters<Say>[0];
}

function trackState(local: LocalTrack | undefined, sent: SendState | undefined): Shown {
  if (local === undefined || local.opening) return { on: local !== undefined, word: 'control.starting' };
  if (local.fault !== null) return { on: false, word: 'control.fault' };
  if (local.track === null) return { on: false, word: 'control.off' };
  return { on: true, word: sent === 'refused' ? 'control.refused' : 'control.on' };
}

function microphoneState(local: LocalTrack | undefined, muted: boolean, sent: SendState | undefined): Shown {
  const state = trackState(local, sent);
  return state.word === 'control.on' && muted ? { on: false, word: 'control.muted' } : state;
}
