/**
 * Flags of Node for the server's process (docs/decisions/0048). New objects get up to 32 MiB, twice what Node gives them, before what is still in
 * use among them is moved: opening many plans at once makes much that stays. And what has been compiled is kept when nothing has run for
 * a while: who comes first after a quiet hour does not wait until it is compiled once more.
 */
export const serverFlags = ['--enable-source-maps', '--max-semi-space-size=32', '--no-flush-bytecode'];
