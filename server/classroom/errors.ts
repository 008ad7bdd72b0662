import { conflict } from '../errors.ts';

/** A request from a page that is not, or no longer, in a class. */
export const notInClass = () => conflict('not_in_class', 'You are not in the class at the moment. Please join again.');

/** A request made before the latest join of this participant, from an older page or an older connection. */
export const staleEpoch = () =>
  conflict('stale_epoch', 'You have joined again since. This page is no longer the one in the class.');

export const classEnded = () => conflict('class_ended', 'This class has ended.');

export const classNotOpen = () => conflict('class_not_open', 'This class has not been opened yet.');

export const classAlreadyOpen = (sessionId: string) =>
  conflict('class_already_open', 'This lesson is in a class already.', { sessionId });

/** One has to be let in first, and is waiting from now on. */
export const waitsAtDoor = () => conflict('must_wait', 'The lead teacher lets people into this class. Please wait.');

/** Somebody else moves the steps of this class at the moment. */
export const notYourStep = () => conflict('not_your_step', 'The other teacher moves the steps at the moment.');
