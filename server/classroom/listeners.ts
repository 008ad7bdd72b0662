import type { Logger } from 'pino';

/** What other rooms learn of running classes. */
export interface ClassListener {
  /** Somebody came, left, or was let in again. */
  seatsChanged?: (sessionId: string) => void;
  /** The class is at another step. */
  stepped?: (sessionId: string, step: { id: string; name: string; at: Date }) => void;
  /** The class is about to end: what must happen before its media is closed is waited for. */
  ending?: (sessionId: string) => Promise<void>;
  /** The class has ended. */
  ended?: (sessionId: string) => void;
}

export type ClassListeners = ReturnType<typeof createClassListeners>;

/** Tells the listeners of classes; one that fails breaks no other, and no class. */
export function createClassListeners(log: Logger) {
  const listeners = new Set<ClassListener>();
  const each = (tell: (listener: ClassListener) => unknown) =>
    Promise.all(
      [...listeners].map(async (listener) => {
        try {
          await tell(listener);
        } catch (error) {
          log.error({ err: error }, 'a listener of classes failed');
        }
      }),
    );
  return {
    listen: (listener: ClassListener): void => void listeners.add(listener),
    seatsChanged: (sessionId: string): void => void each((listener) => listener.seatsChanged?.(sessionId)),
    stepped: (sessionId: string, step: { id: string; name: string; at: Date }): void =>
      void each((listener) => listener.stepped?.(sessionId, step)),
    ending: async (sessionId: string): Promise<void> => void (await each((listener) => listener.ending?.(sessionId))),
    ended: (sessionId: string): void => void each((listener) => listener.ended?.(sessionId)),
  };
}
