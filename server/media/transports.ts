import type { types } from 'mediasoup';
import type { Place } from './RoomPlaces.ts';

/** Which way media go over a transport, seen from the peer. */
export type Direction = 'send' | 'receive';

/** What one sender is told that it may send in all, in bits a second: a camera in three layers and a screen. */
const maxIncomingBitrate = 5_000_000;

/** Makes the transport of a peer at a place: over UDP where that gets through, else over TCP. */
export async function makeTransport(direction: Direction, { router, webRtcServer }: Place): Promise<types.WebRtcTransport> {
  const transport = await router.createWebRtcTransport({
    webRtcServer,
    enableUdp: true,
    enableTcp: true,
    preferUdp: true,
    iceConsentTimeout: 15,
    // Enough for every voice and the lowest layer of the cameras: on a narrow line more would only come later, and on a
    // wide one it is known within a second that there is more.
    initialAvailableOutgoingBitrate: 300_000,
  });
  try {
    if (direction === 'send') await transport.setMaxIncomingBitrate(maxIncomingBitrate);
    return transport;
  } catch (error) {
    transport.close();
    throw error;
  }
}
