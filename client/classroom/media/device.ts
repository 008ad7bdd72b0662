import { Device, type types } from 'mediasoup-client';

const known = new Map<string, Promise<types.Device>>();

/**
 * What this browser can send and play in a class that offers these (the router's RTP capabilities). Finding out takes a moment,
 * and is done once.
 * @throws Error where the browser cannot take part
 */
export function loadDevice(routerRtpCapabilities: unknown): Promise<types.Device> {
  const name = JSON.stringify(routerRtpCapabilities);
  let loading = known.get(name);
  if (loading === undefined) {
    loading = Device.factory().then(async (device) => {
      await device.load({ routerRtpCapabilities: routerRtpCapabilities as types.RtpCapabilities });
      return device;
    });
    known.set(name, loading);
    loading.catch(() => known.delete(name));
  }
  return loading;
}
