import { spawn, type ChildProcess } from 'node:child_process';
import type { types } from 'mediasoup';
import type { Sending } from '../../server/media/RoomRecording.ts';

/** Somebody who sends a picture and a voice over plain RTP, made by ffmpeg. */
export interface RtpSource {
  sendings: Sending[];
  close: () => Promise<void>;
}

export interface RtpSourceOptions {
  peerId: string;
  codec?: 'vp8' | 'h264';
  size?: string;
  /** The picture; white for the first fifth of every second unless told. */
  picture?: string;
  /** The sound; a beep for the first fifth of every second unless told. */
  sound?: string;
  microphoneOnly?: boolean;
  kilobits?: number;
}

const videoCodecs = {
  vp8: { mimeType: 'video/VP8', args: ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8'], parameters: {} },
  h264: {
    mimeType: 'video/H264',
    args: ['-c:v', 'libx264', '-profile:v', 'baseline', '-preset', 'ultrafast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p'],
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
  },
};

export const flash = (size: string) => `color=black:s=${size}:r=25,drawbox=c=white:t=fill:enable='lt(mod(t,1),0.2)'`;
export const beep = "aevalsrc='if(lt(mod(t,1),0.2),0.5*sin(2*PI*1000*t),0)':s=48000";

let lastSsrc = 1_000;

/** Sends into a router in real time until it is closed. */
export async function startRtpSource(router: types.Router, options: RtpSourceOptions): Promise<RtpSource> {
  const { peerId, codec = 'vp8', size = '320x180', microphoneOnly = false } = options;
  const listen = { listenInfo: { protocol: 'udp', ip: '127.0.0.1' }, rtcpMux: false, comedia: true } as const;
  const transports: types.PlainTransport[] = [];
  const sendings: Sending[] = [];
  const outputs: string[] = [];
  const add = async (kind: 'audio' | 'video', rtpParameters: types.RtpParameters, ssrc: number, args: string[]) => {
    const transport = await router.createPlainTransport(listen);
    const producer = await transport.produce({ kind, rtpParameters });
    transports.push(transport);
    sendings.push({ peerId, producer, source: kind === 'audio' ? 'microphone' : 'camera' });
    const to = `rtp://127.0.0.1:${transport.tuple.localPort}?rtcpport=${transport.rtcpTuple?.localPort ?? 0}`;
    const payload = kind === 'audio' ? '100' : '101';
    outputs.push(...args, '-ssrc', String(ssrc), '-payload_type', payload, '-f', 'rtp', to);
  };
  const audioSsrc = (lastSsrc += 1);
  const audio = {
    codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2, parameters: {}, rtcpFeedback: [] }],
    encodings: [{ ssrc: audioSsrc }],
    rtcp: { cname: peerId },
  };
  await add('audio', audio, audioSsrc, ['-map', '0:a', '-c:a', 'libopus', '-b:a', '32k', '-application', 'voip']);
  if (!microphoneOnly) {
    const videoSsrc = (lastSsrc += 1);
    const { mimeType, args, parameters } = videoCodecs[codec];
    const video = {
      codecs: [{ mimeType, payloadType: 101, clockRate: 90_000, parameters, rtcpFeedback: [] }],
      encodings: [{ ssrc: videoSsrc }],
      rtcp: { cname: peerId },
    };
    await add('video', video, videoSsrc, ['-map', '1:v', ...args, '-b:v', `${options.kilobits ?? 300}k`, '-g', '25']);
  }
  const inputs = ['-re', '-f', 'lavfi', '-i', options.sound ?? beep];
  if (!microphoneOnly) inputs.push('-re', '-f', 'lavfi', '-i', options.picture ?? flash(size));
  const ffmpeg = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-nostdin', ...inputs, ...outputs], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return {
    sendings,
    close: async () => {
      for (const transport of transports) transport.close();
      await ended(ffmpeg);
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exited;
}
