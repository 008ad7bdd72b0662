import type { ClassRole, Participant } from '../../shared/classroom.ts';

/** One picture on the stage: somebody's camera (or their name while it is off), a second camera, or their screen. */
export interface Picture {
  key: string;
  participant: Participant;
  source: 'camera' | 'camera-2' | 'screen';
}

/** What a class can be shown instead of a picture: it is the same for everybody, and a tool says when. */
export type ContentKind = 'board' | 'slides' | 'chart';

/** What fills the large place of the stage. */
export type Large = { kind: 'picture'; picture: Picture } | { kind: ContentKind };

export interface Arrangement {
  large: Large | null;
  small: Picture[];
  /** What the class is shown while somebody looks at an enlarged picture instead: it waits beside the small ones. */
  aside: ContentKind | null;
}

/** Whom each role wants to see large when no screen is shared, the most wanted first. */
const wanted: Record<ClassRole, ClassRole[]> = {
  lead: ['device', 'local', 'lead'],
  local: ['lead', 'device', 'local'],
  device: ['lead', 'local', 'device'],
  observer: ['lead', 'local', 'device'],
};

const sources: Picture['source'][] = ['screen', 'camera', 'camera-2'];
const order: ClassRole[] = ['lead', 'device', 'local', 'observer'];

/**
 * What is large and who is small. A picture that somebody enlarged by hand stays large while it is there; else what the
 * class is shown; else a shared screen of somebody else; else whom the role wants to see. One's own picture is large only
 * when one is alone. Observers send nothing, so they have no picture; everybody else always has one.
 */
export function arrange(
  participants: readonly Participant[],
  selfId: string,
  role: ClassRole,
  pinned: string | null,
  content: ContentKind | null = null,
): Arrangement {
  const pictures = participants.filter((one) => one.role !== 'observer').flatMap(picturesOf);
  const others = pictures.filter(({ participant }) => participant.id !== selfId);
  const byWish = wanted[role].map((wish) =>
    others.find(({ participant, source }) => participant.role === wish && source === 'camera'),
  );
  const enlarged = pictures.find(({ key }) => key === pinned);
  const wish =
    others.find(({ source }) => source === 'screen') ??
    byWish.find((picture) => picture !== undefined) ??
    pictures.find(({ source }) => source === 'camera');
  const picture = enlarged ?? (content === null ? wish : undefined);
  const rank = ({ participant }: Picture) => (participant.id === selfId ? order.length : order.indexOf(participant.role));
  const small = pictures
    .filter((one) => one !== picture && !(one.participant.id === selfId && one.source === 'screen'))
    .sort((one, other) => rank(one) - rank(other));
  const large: Large | null = picture !== undefined ? { kind: 'picture', picture } : content === null ? null : { kind: content };
  return { large, small, aside: picture === undefined ? null : content };
}

function picturesOf(participant: Participant): Picture[] {
  const camera: Picture = { key: `${participant.id}-camera`, participant, source: 'camera' };
  const also = (['screen', 'camera-2'] as const)
    .filter((wanted) => participant.producers.some(({ source }) => source === wanted))
    .map((source): Picture => ({ key: `${participant.id}-${source}`, participant, source }));
  return [camera, ...also].sort((one, other) => sources.indexOf(one.source) - sources.indexOf(other.source));
}
