/** Runs a piece of work for a key: after the one before it has ended, and shared by all who ask before it has begun. */
export type TakeTurn = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/**
 * One turn at a time for each key. What reads and then tells must not overtake another that does the same: each that begins
 * after a change has read that change, so that what is told last is how things are.
 */
export function createTurns(): TakeTurn {
  const newest = new Map<string, Promise<unknown>>();
  const waiting = new Map<string, Promise<unknown>>();
  return <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const shared = waiting.get(key);
    if (shared !== undefined) return shared as Promise<T>;
    const begin = () => {
      waiting.delete(key);
      return work();
    };
    const turn = (newest.get(key) ?? Promise.resolve()).then(begin, begin);
    waiting.set(key, turn);
    newest.set(key, turn);
    const forget = () => void (newest.get(key) === turn && newest.delete(key));
    turn.then(forget, forget);
    return turn;
  };
}
