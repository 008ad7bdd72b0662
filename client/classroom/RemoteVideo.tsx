import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import classes from './TrackVideo.module.css';

/** A picture without a new frame for this long has stopped, in milliseconds. */
const stillAfter = 3000;

/**
 * Somebody else's picture. When its track goes or is exchanged (a line that broke and came back) the last frame stays on
 * a canvas until the next one is there. `onStill` is told when the picture stops and when it moves again.
 */
export function RemoteVideo(props: {
  track: MediaStreamTrack | null;
  label: string;
  whole?: boolean;
  onStill?: (still: boolean) => void;
}) {
  const { track, onStill } = props;
  const video = useRef<HTMLVideoElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [frozen, setFrozen] = useState(false);

  // Before the page is drawn again: not one frame is without a picture.
  useLayoutEffect(() => {
    const element = video.current;
    const still = canvas.current;
    if (element === null || track === null) return;
    element.srcObject = new MediaStream([track]);
    element.play().catch(() => undefined);
    let stopped = false;
    element.requestVideoFrameCallback(() => {
      if (!stopped) setFrozen(false);
    });
    return () => {
      stopped = true;
      if (copyFrame(element, still)) setFrozen(true);
      element.srcObject = null;
    };
  }, [track]);
  useStillness(video, track, onStill);

  return (
    <>
      <video
        ref={video}
        className={classes.video}
        data-whole={props.whole === true}
        autoPlay
        playsInline
        muted
        aria-label={props.label}
      />
      <canvas
        ref={canvas}
        className={`${classes.video} ${classes.still}`}
        data-whole={props.whole === true}
        hidden={!frozen}
        aria-hidden
      />
    </>
  );
}

/** Copies what a video shows; false when it has not shown anything yet. */
function copyFrame(video: HTMLVideoElement, canvas: HTMLCanvasElement | null): boolean {
  if (canvas === null || video.videoWidth === 0) return false;
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return true;
}

/** A page in the background is given no frames, which says nothing about the line. */
function useStillness(
  video: RefObject<HTMLVideoElement | null>,
  track: MediaStreamTrack | null,
  onStill: ((still: boolean) => void) | undefined,
): void {
  const told = useRef(onStill);
  useEffect(() => {
    told.current = onStill;
  });
  useEffect(() => {
    const element = video.current;
    if (element === null || track === null) return;
    let last: number | null = null;
    let still = false;
    let handle = 0;
    const tell = (now: boolean) => {
      if (still === now) return;
      still = now;
      told.current?.(now);
    };
    const frame = () => {
      last = performance.now();
      tell(false);
      handle = element.requestVideoFrameCallback(frame);
    };
    handle = element.requestVideoFrameCallback(frame);
    const seen = () => {
      if (!document.hidden && last !== null) last = performance.now();
    };
    document.addEventListener('visibilitychange', seen);
    const timer = setInterval(() => {
      if (last !== null && !document.hidden) tell(performance.now() - last > stillAfter);
    }, 500);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', seen);
      element.cancelVideoFrameCallback(handle);
      tell(false);
    };
  }, [video, track]);
}
