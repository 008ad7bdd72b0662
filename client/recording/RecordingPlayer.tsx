import { Button, Group, NativeSelect, Text } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { recordingAddress, type Recording, type RecordingChapter } from '../../shared/recording.ts';
import { useWords } from '../ui/words.ts';
import classes from './RecordingPlayer.module.css';
import { usePlayer, type Player } from './usePlayer.ts';
import { words } from './words.ts';

const speeds = [0.75, 1, 1.25, 1.5, 2];
const jumpSeconds = 5;

/** The film of a class with its steps beside it. Only what is watched is loaded. */
export function RecordingPlayer({ recording: { id, chapters } }: { recording: Recording }) {
  const t = useWords(words);
  const [video, player] = usePlayer();
  return (
    // The keys work wherever the focus is within the player; each of them has a control as well.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section aria-label={t('player.region')} className={classes.player} onKeyDown={(event) => pressed(event, player, chapters)}>
      <div className={classes.film}>
        {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- nobody has written down what was said. */}
        <video
          ref={video}
          src={recordingAddress(id)}
          className={classes.video}
          aria-label={t('player.label')}
          controls
          playsInline
          preload="metadata"
        />
        {player.broken && (
          <div role="alert" className={classes.broken}>
            <Text>{t('player.broken')}</Text>
            <Button variant="white" size="compact-sm" onClick={player.reload}>
              {t('player.again')}
            </Button>
          </div>
        )}
      </div>
      <div className={classes.beside}>
        <Text id={`${id}-steps`} fw={600}>
          {t('player.chapters')}
        </Text>
        <ol className={classes.chapters} aria-labelledby={`${id}-steps`}>
          {chapters.map((chapter, index) => (
            <li key={chapter.start}>
              <button
                type="button"
                className={classes.chapter}
                aria-current={index === chapterAt(chapters, player.at) ? 'step' : undefined}
                onClick={() => player.seek(chapter.start)}
              >
                <span>{chapter.stepId === null ? t('player.before') : chapter.name || t('player.unnamed')}</span>
                <span className={classes.time}>{clock(chapter.start)}</span>
              </button>
            </li>
          ))}
        </ol>
        <Group gap="sm" justify="space-between">
          <NativeSelect
            label={t('player.speed')}
            value={String(player.speed)}
            onChange={(event) => player.setSpeed(Number(event.currentTarget.value))}
            data={speeds.map((speed) => ({ value: String(speed), label: t('player.times', { speed }) }))}
          />
        </Group>
        <Text size="sm" c="dimmed" className={classes.keys}>
          {t('player.keys')}
        </Text>
      </div>
    </section>
  );
}

function pressed(event: KeyboardEvent, player: Player, chapters: readonly RecordingChapter[]): void {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.altKey || event.metaKey || target.tagName === 'SELECT') return;
  const at = chapterAt(chapters, player.at);
  const to = (index: number) => player.seek(chapters[Math.min(chapters.length - 1, Math.max(0, index))]?.start ?? 0);
  const faster = (step: number) => player.setSpeed(speeds[speeds.indexOf(player.speed) + step] ?? player.speed);
  const actions: Record<string, () => void> = {
    ArrowLeft: () => player.seek(player.at - jumpSeconds),
    ArrowRight: () => player.seek(player.at + jumpSeconds),
    '[': () => to(at - 1),
    ']': () => to(at + 1),
    '<': () => faster(-1),
    '>': () => faster(1),
    // On a button the space bar presses that button.
    ...(target.tagName === 'BUTTON' ? {} : { ' ': player.toggle }),
  };
  const action = actions[event.key];
  if (action === undefined) return;
  event.preventDefault();
  action();
}

/** Which chapter a moment is in; a moment in passing counts to the chapter that was jumped to. */
function chapterAt(chapters: readonly RecordingChapter[], at: number): number {
  return Math.max(
    0,
    chapters.findLastIndex(({ start }) => start <= at + 0.05),
  );
}

/** 1:02:07, 12:40 */
function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const [hours = 0, ...rest] = parts;
  const text = rest.map((part, index) => (index === 0 && hours === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
  return hours === 0 ? text : `${hours}:${text}`;
}
