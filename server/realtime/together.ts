/**
 * Answers all who ask in the same moment with one answer, which is looked up after that moment: nobody gets what was true
 * before they asked.
 */
export function together<T>(lookUp: () => Promise<T>): () => Promise<T> {
  let next: Promise<T> | null = null;
  return () => {
    next ??= Promise.resolve().then(() => {
      next = null;
      return lookUp();
    });
    return next;
  };
}
