import { useEffect, useRef } from 'react';
import classes from './TrackVideo.module.css';

/** A picture that is just shown: one's own. What comes from others goes through `RemoteVideo`, which can freeze. */
export function TrackVideo({ track, mirrored = false, label }: { track: MediaStreamTrack; mirrored?: boolean; label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    element.srcObject = new MediaStream([track]);
    return () => {
      element.srcObject = null;
    };
  }, [track]);
  return <video ref={video} className={classes.video} data-mirrored={mirrored} autoPlay playsInline muted aria-label={label} />;
}
