/** Follows how loud a microphone is. `level` is told numbers from 0 to 1, about 15 times a second. Answers how to stop. */
export function watchLevel(track: MediaStreamTrack, level: (value: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    level(loudness(samples));
  }, 66);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

/** Loudness of samples on a scale where 0 is a silent room (−60 dB) and 1 is as loud as can be (0 dB). */
export function loudness(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < samples.length; at += 1) sum += (samples[at] ?? 0) ** 2;
  const decibels = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12);
  return Math.min(1, Math.max(0, 1 + decibels / 60));
}

/** Plays two soft notes through a loudspeaker, so that one hears whether it works. Ends by itself after a second. */
export async function playTestTone(deviceId: string | undefined): Promise<void> {
  const context = new AudioContext();
  if (deviceId !== undefined && 'setSinkId' in context) {
    await (context as AudioContext & { setSinkId: (id: string) => Promise<void> }).setSinkId(deviceId).catch(() => undefined);
  }
  await context.resume();
  const begin = context.currentTime;
  for (const [at, frequency] of [
    [0, 523.25],
    [0.35, 659.25],
  ] as const) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, begin + at);
    volume.gain.linearRampToValueAtTime(0.2, begin + at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + at + 0.5);
    tone.connect(volume).connect(context.destination);
    tone.start(begin + at);
    tone.stop(begin + at + 0.5);
  }
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await context.close();
}
