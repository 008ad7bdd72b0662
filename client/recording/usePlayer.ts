import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

/** A film that is being watched: where it is, and how to go elsewhere. Whatever stands beside the film works through this. */
export interface Player {
  /** Where the film is, in seconds. */
  at: number;
  speed: number;
  seek: (seconds: number) => void;
  setSpeed: (speed: number) => void;
  toggle: () => void;
  /** Whether it could not be loaded. */
  broken: boolean;
  reload: () => void;
}

/** A reference for a video element, which must be there from the first rendering on, and what follows and steers it. */
export function usePlayer(): [RefObject<HTMLVideoElement | null>, Player] {
  const video = useRef<HTMLVideoElement>(null);
  const [at, setAt] = useState(0);
  const [speed, setShownSpeed] = useState(1);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    const moved = () => setAt(element.currentTime);
    const heard = {
      timeupdate: moved,
      seeking: moved,
      ratechange: () => setShownSpeed(element.playbackRate),
      error: () => setBroken(true),
      loadedmetadata: () => setBroken(false),
    };
    for (const [name, listener] of Object.entries(heard)) element.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of Object.entries(heard)) element.removeEventListener(name, listener);
    };
  }, []);
  const player = {
    at,
    speed,
    broken,
    seek: useCallback((seconds: number) => {
      if (video.current === null) return;
      video.current.currentTime = Math.max(0, seconds);
      // The next key counts from there, however soon it is pressed; the element tells of it a moment later.
      setAt(video.current.currentTime);
    }, []),
    setSpeed: useCallback((value: number) => {
      if (video.current !== null) video.current.playbackRate = value;
    }, []),
    toggle: useCallback(() => {
      if (video.current?.paused === true) video.current.play().catch(() => undefined);
      else video.current?.pause();
    }, []),
    reload: useCallback(() => {
      setBroken(false);
      video.current?.load();
    }, []),
  };
  return [video, player];
}
