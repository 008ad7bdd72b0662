import type { ClassRole, Participant, WantedPicture } from '../../shared/classroom.ts';
import type { ReportedLine } from '../../shared/classroom/line.ts';
import type { PeerState, ProducerState } from '../media/index.ts';
import type { Person } from '../../shared/values.ts';
import type { ClientSocket } from '../realtime/gateway.ts';
import type { Visit } from './attendance.ts';

/** What a page says of its line, and when it said so; a page that has said nothing yet receives everything. */
export const wholeLine: ReportedLine & { at: Date } = { state: 'full', asked: false, at: new Date(0) };

/** One person's place in a running class, kept while their connection is lost (SPEC 2). */
export class Seat {
  readonly participantId: string;
  readonly person: Person;
  readonly role: ClassRole;
  readonly joinedAt: Date;
  epoch: number;
  socket: ClientSocket | null = null;
  /** What the page that sits here calls itself; null when it never said, or after a restart (SPEC 2.3). */
  page: string | null = null;
  /** Whether this person could teach the lesson themselves: such an observer may prompt the teachers. */
  colleague = false;
  awaySince: Date | null = null;
  /** Ends the wait for someone who is away. */
  grace: NodeJS.Timeout | null = null;
  /** Ends the watch over their access. */
  unwatch: () => void = () => undefined;
  producers: ProducerState[] = [];
  transports: string[] = [];
  /** The share of what is sent from here that does not reach the server (ME5). */
  lost = 0;
  /** What the page last said of its line, and when. */
  line = wholeLine;

  constructor(visit: Visit, person: Person) {
    this.participantId = visit.participantId;
    this.person = person;
    this.role = visit.role;
    this.joinedAt = visit.joinedAt;
    this.epoch = visit.epoch;
  }

  /** As the others in the class see it. */
  toParticipant(): Participant {
    const { participantId: id, person, role, joinedAt, producers, socket } = this;
    const sent = producers.map((producer) => ({ id: producer.id, source: producer.source, paused: producer.paused }));
    return { id, person, role, joinedAt: joinedAt.toISOString(), away: socket === null, producers: sent };
  }

  /** Those of one's own pictures that are not wanted whole. */
  get wanted(): WantedPicture[] {
    return this.producers.flatMap(({ id, wanted }) => (wanted === undefined ? [] : [{ producerId: id, layer: wanted }]));
  }

  /** Takes up how much of a picture is wanted. */
  want({ producerId, layer }: WantedPicture): void {
    this.producers = this.producers.map((one) => (one.id === producerId ? { ...one, wanted: layer } : one));
  }

  /** Takes up what the media process has of this seat; null when that has nothing. */
  hold(held: Pick<PeerState, 'producers' | 'transports' | 'lost'> | null): void {
    this.producers = held?.producers ?? [];
    this.transports = held?.transports ?? [];
    this.lost = held?.lost ?? 0;
  }

  stopWaiting(): void {
    if (this.grace !== null) clearTimeout(this.grace);
    this.grace = null;
    this.awaySince = null;
  }
}
