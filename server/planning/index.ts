import type { Transaction } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Logger } from 'pino';
import type * as Y from 'yjs';
import type { LessonRights, LessonState } from '../../shared/planning.ts';
import type { RunSheetStep } from '../../shared/planDocument.ts';
import type { Role } from '../../shared/programme.ts';
import type { PlanPlace } from '../../shared/variants.ts';
import type { Person } from '../../shared/values.ts';
import type { Database, Db } from '../database/schema.ts';
import type { Caller } from '../http/caller.ts';
import type { Files } from '../files/index.ts';
import type { Handle } from '../http/handle.ts';
import type { Identity } from '../identity/index.ts';
import type { Notifications } from '../notifications/index.ts';
import type { Programme } from '../programme/index.ts';
import type { Alongside, Documents } from '../realtime/documentTypes.ts';
import type { Gateway } from '../realtime/gateway.ts';
import { createExchange } from './exchange/index.ts';
import { createLessonNews } from './lessonNews.ts';
import { createLessons } from './lessons.ts';
import { createPeople } from './people.ts';
import { createPlanMentions } from './planMentions.ts';
import { createPlans } from './plans.ts';
import { defaultQuietMs, startQuietVersions } from './quietVersions.ts';
import { registerPartRoutes } from './partRoutes.ts';
import type { LinesNamed } from './planLines.ts';
import { mayTakeOver } from './policy.ts';
import { registerRoutes } from './routes.ts';
import { createStates } from './states.ts';
import { createTakenParts } from './takenParts.ts';
import { createTemplates } from './templates.ts';
import { registerVariantRoutes } from './variantRoutes.ts';
import { createVariants } from './variants.ts';
import { registerVersionRoutes } from './versionRoutes.ts';
import { createVersions } from './versions.ts';
import { createVisits } from './visits.ts';

export { readPlan } from './planContent.ts';
export { fillPlan, standardPlan, type PlanContent } from './template.ts';

/** A lesson as other rooms need it, with what the caller may do. */
export interface LessonAccess {
  lesson: { id: string; teamId: string; title: string; subject: string; grade: string; state: LessonState; documentId: string };
  /** Roles of the caller in the lesson's team; an observer's part in the lesson counts as `observer`. */
  roles: ReadonlySet<Role>;
  rights: LessonRights;
}

export interface Planning {
  lessons: {
    /** @throws notFound when unknown or not visible to the caller. */
    access: (lessonId: string, caller: Caller) => Promise<LessonAccess>;
    /** Everybody who can see a lesson today, with what `access` would say that they are to it; nobody when it is unknown. */
    rolesOfAll: (lessonId: string) => Promise<ReadonlyMap<string, ReadonlySet<Role>>>;
    /** Those of the lessons that the caller sees. */
    among: (lessonIds: readonly string[], caller: Caller) => Promise<LessonAccess[]>;
    /** Another lesson of a lesson's family. @throws notFound when it is none, or not visible to the caller. */
    relative: (lessonId: string, relativeId: string, caller: Caller) => Promise<LessonAccess>;
    /** Whether what stands in a lesson's plan may be brought elsewhere. */
    mayTakeOver: (access: LessonAccess) => boolean;
    /** The lessons of some teams, whoever asks: for what belongs to a school and to no person. */
    ofTeams: (teamIds: readonly string[]) => Promise<LessonAccess['lesson'][]>;
    /** All lessons the caller can see. */
    visible: (caller: Caller) => Promise<LessonAccess[]>;
    /** The lessons that the caller can see, as a condition on the table `lessons`. */
    seenBy: (caller: Caller) => Promise<RawBuilder<boolean>>;
    /** Those of the lessons that the caller can see. */
    seenAmong: (lessonIds: readonly string[], caller: Caller) => Promise<string[]>;
    /** Everybody of the lesson's team who can see it. */
    readers: (access: LessonAccess) => Promise<Person[]>;
    /** Accounts to tell of things about a lesson: its lead planner and co-planners. */
    planners: (lessonId: string) => Promise<string[]>;
    /** Moves a final (or earlier) lesson to `taught` when its class has ended. Does nothing when it is already there or later. */
    markTaught: (lessonId: string, accountId: string) => Promise<void>;
  };
  plans: {
    /** The steps of the live plan, for a class. */
    runSheet: (documentId: string) => Promise<RunSheetStep[]>;
    /**
     * Marks a passage of the live plan as the anchor of a thread and answers its quote and surroundings as they stand.
     * @throws conflict `passage_gone`
     */
    markPassage: (
      documentId: string,
      accountId: string,
      passage: { threadId: string; from: Uint8Array; to: Uint8Array },
    ) => Promise<{ quote: string; prefix: string; suffix: string }>;
    /**
     * Replaces exactly the words that a thread is about, as an account's edit, and tells `alongside` the words that stand there
     * now; what it writes is committed with the edit.
     * @throws conflict `suggestion_orphaned`, `passage_changed` with the present words
     */
    replacePassage: (
      documentId: string,
      accountId: string,
      passage: { threadId: string; expected: string; wording: string },
      alongside: Alongside<string>,
    ) => Promise<string>;
    /** Those of the threads whose mark is still in the live plan. */
    markedThreads: (documentId: string) => Promise<Set<string>>;
    /** Where some lines stand in the live plan, as relative positions; null when they are not there. */
    findLines: (documentId: string, named: LinesNamed) => Promise<{ from: Uint8Array; to: Uint8Array } | null>;
    /** Whether a part, such as a step, is in the live plan. */
    hasPart: (documentId: string, place: PlanPlace) => Promise<boolean>;
    /** Who wrote some lines of a lesson, and whether they are nothing but text; null when they are not there. */
    writersOf: (
      lesson: { id: string; documentId: string },
      named: LinesNamed,
    ) => Promise<{ authorIds: string[]; isText: boolean } | null>;
    /** Takes the mark of a thread out again, when writing the thread failed. */
    unmark: (documentId: string, accountId: string, threadId: string) => Promise<void>;
    /** Keeps the plan as it is at the opening of a class. */
    keepVersion: (lesson: { id: string; documentId: string }, accountId: string) => Promise<void>;
  };
  /** Creates a lesson with a given plan; used by the route and by the demo. */
  createLesson: (input: NewLesson) => Promise<string>;
  /** Resolves when nothing of it is at work any more. */
  close: () => Promise<void>;
}

export interface NewLesson {
  accountId: string;
  teamId: string;
  title: string;
  subject: string;
  grade: string;
  textbook: string;
  periods: number;
  minutes: number;
  needId: string | null;
  plannedFor: Date | null;
  people: { accountId: string; part: 'lead-planner' | 'co-planner' | 'mentor' | 'observer' }[];
  /** Fills the empty plan document; the standard template when left out. */
  seed?: ((doc: Y.Doc) => void) | undefined;
  classNames: string[];
  /** Writes what belongs to the new lesson, in the transaction that makes it. */
  alongside?: ((tx: Transaction<Database>, lessonId: string) => Promise<void>) | undefined;
}

export interface PlanningDeps {
  db: Db;
  handle: Handle;
  gateway: Gateway;
  identity: Identity;
  notifications: Notifications;
  programme: Programme;
  /** Attachments and images of plans. */
  files: Files;
  documents: Documents;
  log: Logger;
  /** How long a plan is left alone before a version of it is kept, in milliseconds. */
  quietMs?: number | undefined;
  /** Where work that takes long keeps its files. */
  dataDir: string;
  timeZone: string;
  /** A Chromium that draws PDFs: its path, `off`, or undefined to look for one. */
  chromium: string | undefined;
}

/** The room of planning: lessons, their people and states, and the live plans. */
export function createPlanning(deps: PlanningDeps): Planning {
  const { db, handle, identity, notifications, programme, documents } = deps;
  const versions = createVersions({ db, identity, documents });
  const lessons = createLessons({ db, identity, programme, documents });
  const people = createPeople({ db, identity, notifications, programme });
  const told = createLessonNews({ db, gateway: deps.gateway, people, log: deps.log });
  const states = createStates({ db, identity, documents, versions, told });
  const taken = createTakenParts({ db, identity, programme, documents });
  const plans = createPlans({
    mentions: createPlanMentions({ db, documents, notifications, people }),
    db,
    identity,
    documents,
    lessons,
    versions,
  });
  const variants = createVariants({ db, identity, notifications, programme, files: deps.files, documents, lessons });
  const templates = createTemplates({ db, identity, programme, documents, lessons });
  registerRoutes({ db, handle, programme, lessons, people, states, taken, told, templates, variants });
  registerPartRoutes({ handle, lessons, documents, taken, told });
  registerVariantRoutes({ handle, variants, templates });
  registerVersionRoutes({ handle, lessons, versions, visits: createVisits({ db, identity, documents }) });
  const exchange = createExchange({ ...deps, lessons, versions });
  const quiet = startQuietVersions({ db, versions, quietMs: deps.quietMs ?? defaultQuietMs, log: deps.log });
  return {
    lessons: {
      access: lessons.access,
      rolesOfAll: lessons.rolesOfAll,
      among: lessons.among,
      relative: variants.relative,
      mayTakeOver: ({ rights }) => mayTakeOver(rights),
      ofTeams: lessons.ofTeams,
      visible: lessons.visible,
      seenBy: lessons.seenBy,
      seenAmong: async (lessonIds, caller) => (await lessons.among(lessonIds, caller)).map(({ lesson }) => lesson.id),
      readers: people.readers,
      planners: people.planners,
      markTaught: states.markTaught,
    },
    plans,
    createLesson: lessons.create,
    close: async () => {
      await Promise.all([exchange.close(), quiet.close()]);
    },
  };
}
