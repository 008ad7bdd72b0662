import type { MediaSource } from '../../../shared/classroom.ts';
import type { types } from 'mediasoup-client';

/** What the machine can encode without getting hot. */
export type Machine = 'laptop' | 'phone';

type SendOptions = Pick<types.ProducerOptions, 'encodings' | 'codecOptions'>;

/** The size asked of the camera. The smaller one saves a phone's battery and still fills half a screen. */
export function cameraSize(machine: Machine): MediaTrackConstraints {
  return machine === 'laptop'
    ? { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 24, max: 30 } }
    : { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 20, max: 24 } };
}

/**
 * How a source is sent. Bit rates are per second. The lowest camera layer stays at 100 kb/s, because below the lowest
 * layer the server sends no picture at all; the screen is one sharp stream that gives up frames before detail.
 */
export function sendOptions(source: MediaSource, machine: Machine): SendOptions {
  switch (source) {
    case 'camera':
      return {
        encodings: machine === 'laptop' ? laptopLayers : phoneLayers,
        codecOptions: { videoGoogleStartBitrate: 300 },
      };
    case 'camera-2':
      return { encodings: phoneLayers, codecOptions: { videoGoogleStartBitrate: 200 } };
    case 'screen':
      return {
        encodings: [{ maxBitrate: 1_500_000, maxFramerate: 15, scalabilityMode: 'L1T3' }],
        codecOptions: { videoGoogleStartBitrate: 600 },
      };
    case 'microphone':
      // A browser that has too little to send with gives it to the voice first.
      return { encodings: [{ maxBitrate: 24_000, priority: 'high' }], codecOptions: voice };
    case 'screen-audio':
      return { encodings: [{ maxBitrate: 48_000 }], codecOptions: { opusStereo: false, opusFec: true, opusNack: true } };
  }
}

const laptopLayers: types.RtpEncodingParameters[] = [
  { scaleResolutionDownBy: 4, maxBitrate: 100_000, scalabilityMode: 'L1T3' },
  { scaleResolutionDownBy: 2, maxBitrate: 350_000, scalabilityMode: 'L1T3' },
  { scaleResolutionDownBy: 1, maxBitrate: 1_200_000, scalabilityMode: 'L1T3' },
];

const phoneLayers: types.RtpEncodingParameters[] = [
  { scaleResolutionDownBy: 2, maxBitrate: 100_000, scalabilityMode: 'L1T3' },
  { scaleResolutionDownBy: 1, maxBitrate: 450_000, scalabilityMode: 'L1T3' },
];

const voice: types.ProducerCodecOptions = {
  opusStereo: false,
  opusDtx: true,
  opusFec: true,
  opusNack: true,
  opusMaxAverageBitrate: 24_000,
};
