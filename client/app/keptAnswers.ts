import { listClassSessions } from '../../shared/classroom.ts';
import { listReaders, listThreads } from '../../shared/feedback.ts';
import { listNotifications } from '../../shared/notifications.ts';
import { getLesson, listLessons } from '../../shared/planning.ts';
import { listNeeds } from '../../shared/programme.ts';

/** What can be read on this device without the server: today, my lessons, and whatever of a lesson was looked at. */
export const keptAnswers = [listLessons, getLesson, listThreads, listReaders, listNeeds, listNotifications, listClassSessions];
