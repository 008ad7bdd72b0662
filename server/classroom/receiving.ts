import type { MediaTransport, Receiving } from '../../shared/classroom/media.ts';
import type { Media } from '../media/index.ts';
import type { MediaAnswer } from '../media/protocol.ts';
import type { ClassLimits } from './limits.ts';
import type { LiveClasses, Place } from './liveClasses.ts';
import { priorityOf } from './policy.ts';
import type { Seat } from './Seat.ts';

type RtpCapabilities = Record<string, unknown>;

/** So much is opened with the answer to joining; the page asks for what else there is. */
const openedAtMost = 12;

/** The name of a place in the media process: ids of others are never found there (M02). */
export const peerOf = ({ live, seat }: Place) => ({ roomId: live.id, peerId: seat.participantId });

/** Opens a transport of a seat, as long as its person has not too many. @throws tooMany; AppError of the media process */
export async function openTransport(
  media: Media,
  limits: ClassLimits,
  classes: Pick<LiveClasses, 'transportsOf'>,
  { live, seat }: Place,
  direction: 'send' | 'receive',
): Promise<MediaTransport> {
  limits.openTransport(seat.person.id, classes.transportsOf(seat.person.id));
  const transport = await media.request('transport.open', { ...peerOf({ live, seat }), direction });
  seat.transports = [...seat.transports, transport.id];
  return transport;
}

/** Opens what a seat receives of one producer. @throws AppError of the media process */
export function openConsumer(
  media: Media,
  place: Place,
  producerId: string,
  rtpCapabilities: RtpCapabilities,
): Promise<MediaAnswer<'consumer.open'>> {
  const priority = sentBy(place.live.seats).find(({ id }) => id === producerId)?.priority ?? 1;
  return media.request('consumer.open', { ...peerOf(place), producerId, rtpCapabilities, priority });
}

/**
 * Opens a transport and what comes over it, for the answer to joining (SPEC 6.8): on a slow line each further question takes
 * as long as the line is slow. Null where nobody sends anything, and where it failed: then the page asks by itself.
 */
export async function openReceiving(
  media: Media,
  limits: ClassLimits,
  classes: Pick<LiveClasses, 'transportsOf'>,
  place: Place,
  rtpCapabilities: RtpCapabilities,
): Promise<Receiving | null> {
  const { live, seat } = place;
  const sent = sentBy(live.seats.filter((other) => other !== seat))
    .toSorted((one, other) => other.priority - one.priority)
    .slice(0, openedAtMost);
  if (sent.length === 0 || media.missing() !== null) return null;
  try {
    const transport = await openTransport(media, limits, classes, place, 'receive');
    const opened = await Promise.allSettled(
      sent.map(({ id, priority }) =>
        media.request('consumer.open', { ...peerOf(place), producerId: id, rtpCapabilities, priority }),
      ),
    );
    return { transport, consumers: opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])) };
  } catch {
    return null;
  }
}

/** What people send, and which of it comes first when a line is narrow. */
function sentBy(seats: readonly Seat[]): { id: string; priority: number }[] {
  return seats.flatMap(({ role, producers }) => producers.map(({ id, source }) => ({ id, priority: priorityOf(role, source) })));
}
