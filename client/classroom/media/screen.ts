/** A shared screen: its picture, and its sound where the browser gives it. */
export interface SharedScreen {
  video: MediaStreamTrack;
  audio: MediaStreamTrack | null;
}

/** Whether this browser can share a screen at all; phones cannot. */
export const canShareScreen = (): boolean => typeof navigator.mediaDevices?.getDisplayMedia === 'function';

/**
 * Asks for a screen or window; null when the person thought better of it. Detail goes before motion: it is text that is
 * shown, mostly.
 */
export async function shareScreen(): Promise<SharedScreen | null> {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: true });
    const [video] = stream.getVideoTracks();
    if (video === undefined) return null;
    video.contentHint = 'detail';
    return { video, audio: stream.getAudioTracks()[0] ?? null };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotAllowedError') return null;
    throw error;
  }
}
