/** A lesson of a family. What is null belongs to lessons that were not taken over from another. */
export interface Kin {
  id: string;
  originId: string | null;
  reason: string | null;
  classNames: string[] | null;
  copiedBy: string | null;
  copiedAt: Date | null;
}

/** The visible lessons of a family as a tree: each after the nearest visible one that it comes from, the oldest first. */
export function arrangeFamily(family: readonly Kin[], visible: ReadonlySet<string>): { kin: Kin; parentId: string | null }[] {
  const byId = new Map(family.map((kin) => [kin.id, kin]));
  const parentOf = ({ originId }: Kin): string | null => {
    const origin = byId.get(originId ?? '');
    if (origin === undefined) return null;
    return visible.has(origin.id) ? origin.id : parentOf(origin);
  };
  const seen = family
    .filter(({ id }) => visible.has(id))
    .map((kin) => ({ kin, parentId: parentOf(kin) }))
    .toSorted((a, b) => Number(a.kin.copiedAt ?? 0) - Number(b.kin.copiedAt ?? 0));
  const below = (parentId: string | null): typeof seen =>
    seen.flatMap((one) => (one.parentId === parentId ? [one, ...below(one.kin.id)] : []));
  return below(null);
}
