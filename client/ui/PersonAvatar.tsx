import { Avatar } from '@mantine/core';
import type { Person } from '../../shared/values.ts';
import { personColour } from './people.ts';

/** A person's round sign: the last character of a Chinese name, the initials of another. The name itself stands beside it. */
export function PersonAvatar({ person, size = 36 }: { person: Pick<Person, 'name' | 'colour'>; size?: number }) {
  return (
    <Avatar
      size={size}
      radius="xl"
      aria-hidden
      styles={{ placeholder: { background: personColour(person), color: '#fff', fontWeight: 600 } }}
    >
      {initials(person.name)}
    </Avatar>
  );
}

/** One Chinese character, or up to two Latin initials. */
export function initials(name: string): string {
  const characters = [...name.trim()];
  if (characters.some((character) => /\p{Script=Han}/u.test(character))) return characters.at(-1) ?? '';
  const words = name.trim().split(/\s+/);
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('');
}
