import { AppError, conflict } from '../errors.ts';

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

/** A seat that the room does not have. */
export const noSuchSeat = () => conflict('no_such_seat', 'There is no such seat in this class.');

/** Nobody has said how the students sit, or every seat is empty. */
export const noSeats = () => conflict('no_seats', 'There is no seat to draw. Say first how the students sit.');

export const wrongSolution = () => conflict('wrong_solution', 'The right answer is not among the options.');

export const noSuchOption = () => conflict('no_such_option', 'This is not one of the answers to choose from.');

export const tooManyAnswers = () => conflict('too_many_answers', 'No more different answers can be counted by hand here.');

/** The question was closed or put away meanwhile. */
export const questionOver = () => conflict('question_over', 'This question is not open any more.');

/** No class can be joined by this code; also when it was one once. */
export const wrongCode = () => new AppError('wrong_code', 404, 'No class can be joined by this code.');

export const answeringFull = () => conflict('answering_full', 'No more devices can join this class.');

/** Only a device that has said where it is can raise a hand. */
export const noSeat = () => conflict('no_seat', 'Say first in which seat this device is.');
