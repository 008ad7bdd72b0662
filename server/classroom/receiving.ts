import type { z } from 'zod';
import type { ClassSnapshot } from '../../shared/classroom.ts';
import type { Media } from '../media/index.ts';
import type { MediaAnswer } from '../media/protocol.ts';
import type { ClassLimits } from './limits.ts';
import type { Place } from './liveClasses.ts';
import { priorityOf } from './policy.ts';

type Receiving = z.output<typeof ClassSnapshot>['receiving'];
type RtpCapabilities = Record<string, unknown>;

/** So much is opened with the answer to joining; the page asks for what else there is. */
const openedAtMost = 12;

/** The name of a place in the media process: ids of others are never found there (M02). */
export const peerOf = ({ live, seat }: Place) => ({ roomId: live.id, peerId: seat.participantId });

/** Opens what a seat receives of one producer. @throws AppError of the media process */
export function openConsumer(
  media: Media,
  place: Place,
  producerId: string,
  rtpCapabilities: RtpCapabilities,
): Promise<MediaAnswer<'consumer.open'>> {
  const sender = place.live.seats.find(({ producers }) => producers.some(({ id }) => id === producerId));
  const source = sender?.producers.find(({ id }) => id === producerId)?.source;
  const priority = sender === undefined || source === undefined ? 1 : priorityOf(sender.role, source);
  return media.request('consumer.open', { ...peerOf(place), producerId, rtpCapabilities, priority });
}

/**
 * Opens a transport and what comes over it, for the answer to joining (SPEC 6.8): on a slow line each further question takes
 * as long as the line is slow. Null where nobody sends anything, and where it failed: then the page asks by itself.
 */
export async function openReceiving(
  media: Media,
  limits: ClassLimits,
  transportsHeld: number,
  place: Place,
  rtpCapabilities: RtpCapabilities,
): Promise<Receiving> {
  const { live, seat } = place;
  const sent = live.seats
    .filter((other) => other !== seat)
    .flatMap(({ role, producers }) => producers.map(({ id, source }) => ({ id, weight: priorityOf(role, source) })))
    .toSorted((one, other) => other.weight - one.weight)
    .slice(0, openedAtMost);
  if (sent.length === 0 || media.missing() !== null) return null;
  try {
    limits.openTransport(seat.person.id, transportsHeld);
    const transport = await media.request('transport.open', { ...peerOf(place), direction: 'receive' });
    seat.transports = [...seat.transports, transport.id];
    const opened = await Promise.allSettled(sent.map(({ id }) => openConsumer(media, place, id, rtpCapabilities)));
    return { transport, consumers: opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])) };
  } catch {
    return null;
  }
}
