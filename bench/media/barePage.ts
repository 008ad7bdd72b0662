import { Device, type types } from 'mediasoup-client';
import { io, type Socket } from 'socket.io-client';

/**
 * The page of the bare server: what mediasoup's documentation tells one to write, and no more. `?send` sends a camera at
 * once; otherwise the button joins and shows what is sent.
 */
const socket: Socket = io({ transports: ['websocket'] });
const ask = <T>(name: string, input: unknown = {}) => socket.emitWithAck(name, input) as Promise<T>;

async function openTransport(device: types.Device, direction: 'send' | 'receive'): Promise<types.Transport> {
  const parameters = await ask<types.TransportOptions>('transport');
  const transport = direction === 'send' ? device.createSendTransport(parameters) : device.createRecvTransport(parameters);
  transport.on('connect', ({ dtlsParameters }, done, failed) => {
    ask('secure', { transportId: transport.id, dtlsParameters }).then(done, failed);
  });
  return transport;
}

async function loadDevice(): Promise<types.Device> {
  const device = await Device.factory();
  await device.load({ routerRtpCapabilities: await ask<types.RtpCapabilities>('capabilities') });
  return device;
}

async function send(): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 } });
  const transport = await openTransport(await loadDevice(), 'send');
  transport.on('produce', ({ kind, rtpParameters }, done, failed) => {
    ask<{ id: string }>('produce', { transportId: transport.id, kind, rtpParameters }).then(done, failed);
  });
  await transport.produce({ track: stream.getVideoTracks()[0] });
  document.title = 'sending';
}

async function receive(): Promise<void> {
  const device = await loadDevice();
  const transport = await openTransport(device, 'receive');
  const offer = await ask<types.ConsumerOptions>('consume', {
    transportId: transport.id,
    rtpCapabilities: device.recvRtpCapabilities,
  });
  const consumer = await transport.consume(offer);
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  video.srcObject = new MediaStream([consumer.track]);
  document.body.append(video);
  await ask('resume', { consumerId: consumer.id });
}

socket.once('connect', () => {
  if (location.search === '?send') void send();
  else document.querySelector('button')?.removeAttribute('disabled');
});
document.querySelector('button')?.addEventListener('click', () => void receive());
