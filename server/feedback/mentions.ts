import type { Person } from '../../shared/values.ts';

/**
 * Those of the people whom a text names by `@` and their name. Where one name begins with another the longer one is meant;
 * people of one name are all meant, since nobody can tell them apart.
 */
export function mentionedIn(text: string, people: readonly Person[]): string[] {
  const names = [...new Set(people.map(({ name }) => name))]
    .filter((name) => name !== '')
    .toSorted((a, b) => b.length - a.length);
  const named = new Set<string>();
  for (const [index, sign] of [...text.matchAll(/[@＠]/g)].map((match) => [match.index, match[0]] as const)) {
    const name = names.find((one) => text.startsWith(one, index + sign.length));
    if (name !== undefined) named.add(name);
  }
  return people.flatMap(({ id, name }) => (named.has(name) ? id : []));
}
