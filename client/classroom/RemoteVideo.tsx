import { useLayoutEffect, useRef, useState } from 'react';
import { trackEnding } from './media/Receiver.ts';
import classes from './TrackVideo.module.css';
import { useFlow, type Flow } from './useFlow.ts';

/** A track without frames shows a black square of this many pixels, which is not what was seen last. */
const blackSquare = 2;

/**
 * Somebody else's picture. When its track goes or is exchanged (a line that broke and came back) the last frame stays on
 * a canvas until the next one is there. `onFlow` is told when the picture stops, does not come at all, and moves again.
 */
export function RemoteVideo(props: {
  track: MediaStreamTrack | null;
  label: string;
  whole?: boolean;
  /** Whether it is out of sight, for one that may come back with its last frame. */
  hidden?: boolean;
  onFlow?: (flow: Flow) => void;
}) {
  const { track, hidden = false, onFlow } = props;
  const video = useRef<HTMLVideoElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [frozen, setFrozen] = useState(false);
  const moved = useFlow(onFlow);

  // Before the page is drawn again: not one frame is without a picture.
  useLayoutEffect(() => {
    const element = video.current;
    const still = canvas.current;
    if (element === null || track === null) return;
    element.srcObject = new MediaStream([track]);
    element.play().catch(() => undefined);
    const frames = watchFrames(element, track, () => {
      setFrozen(false);
      moved();
    });
    const keep = () => {
      if (still === null || !copyFrame(element, still)) return;
      // Not at the next drawing: the video is black by then.
      still.hidden = false;
      setFrozen(true);
    };
    track.addEventListener(trackEnding, keep);
    return () => {
      frames.stop();
      track.removeEventListener(trackEnding, keep);
      if (track.readyState === 'live') keep();
      element.srcObject = null;
    };
  }, [track, moved]);

  return (
    <>
      <video
        ref={video}
        className={classes.video}
        data-whole={props.whole === true}
        hidden={hidden}
        autoPlay
        playsInline
        muted
        aria-label={props.label}
      />
      <canvas
        ref={canvas}
        className={`${classes.video} ${classes.still}`}
        data-whole={props.whole === true}
        hidden={!frozen || hidden}
        aria-hidden
      />
    </>
  );
}

/** Copies what a video shows; false when it does not show anything. */
function copyFrame(video: HTMLVideoElement, canvas: HTMLCanvasElement): boolean {
  if (video.videoWidth <= blackSquare) return false;
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return true;
}

/** Calls back with every frame that a video has of its track, until it is stopped. */
function watchFrames(video: HTMLVideoElement, track: MediaStreamTrack, seen: () => void): { stop: () => void } {
  let stopped = false;
  const frame = (_now: number, { width }: VideoFrameCallbackMetadata) => {
    if (stopped) return;
    if (width > blackSquare && track.readyState === 'live') seen();
    video.requestVideoFrameCallback(frame);
  };
  video.requestVideoFrameCallback(frame);
  return { stop: () => void (stopped = true) };
}
