import DataLoader from 'dataloader';

/** A statement takes so many keys at most. */
const mostKeys = 1_000;

/**
 * Questions about rows that are asked of the database together: all of one turn of the event loop in one statement. Two hundred people
 * who come back at once would otherwise wait behind a thousand small statements. Nothing is kept, and the statement runs after the
 * question, so nobody gets what was true before they asked.
 * @param find The rows of some different keys. A key that the database cannot read fails for all: check before asking.
 * @param keyOf The key a row belongs to.
 * @returns The rows of one key, in the order found. Rejects with the error of `find` for all whose question it carried.
 */
export function gathered<Key, Row>(
  find: (keys: Key[]) => Promise<Row[]>,
  keyOf: (row: Row) => Key,
): (key: Key) => Promise<Row[]> {
  const answer = async (keys: readonly Key[]) => {
    const found = new Map<Key, Row[]>();
    for (const key of keys) found.set(key, []);
    for (const row of await find([...found.keys()])) found.get(keyOf(row))?.push(row);
    return keys.map((key) => found.get(key) ?? []);
  };
  const options = { cache: false, maxBatchSize: mostKeys, batchScheduleFn: (run: () => void) => void setImmediate(run) };
  const loader = new DataLoader<Key, Row[]>(answer, options);
  return (key) => loader.load(key);
}
