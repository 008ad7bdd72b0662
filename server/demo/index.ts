import type { Config } from '../config.ts';
import type { Db } from '../database/schema.ts';
import type { Handle } from '../http/handle.ts';
import type { Identity } from '../identity/index.ts';
import type { Planning } from '../planning/index.ts';

export interface Demo {
  /** Fills an empty installation with the demo. Does nothing when it is there already. @throws conflict `not_empty` */
  load: () => Promise<void>;
}

export interface DemoDeps {
  db: Db;
  handle: Handle;
  identity: Identity;
  planning: Planning;
  config: Config;
}

export function createDemo(_deps: DemoDeps): Demo {
  return { load: async () => {} };
}
