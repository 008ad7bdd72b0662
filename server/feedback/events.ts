import { feedbackEvents } from '../../shared/feedback.ts';
import type { Planning } from '../planning/index.ts';
import type { Gateway } from '../realtime/gateway.ts';
import type { Watchers } from './watchers.ts';

/** Whoever may read the feedback on a lesson may watch it. */
export function registerEvents(gateway: Gateway, watchers: Watchers, planning: Planning): void {
  gateway.register(
    feedbackEvents,
    {
      'feedback:watch': async ({ lessonId }, socket) => {
        // Entered first, so that a socket which closes meanwhile is forgotten again; nothing is told without a check.
        watchers.add(lessonId, socket);
        try {
          await planning.lessons.access(lessonId, socket.caller);
        } catch (error) {
          watchers.remove(lessonId, socket);
          throw error;
        }
        return { done: true as const };
      },
      'feedback:unwatch': async ({ lessonId }, socket) => {
        watchers.remove(lessonId, socket);
        return { done: true as const };
      },
    },
    watchers.gone,
  );
}
