import { AppError } from '../../errors.ts';

/** What can be wrong with a file that somebody wants to import, by the code that people read about. */
export const importErrors = {
  unsupported_file: (message = 'Only .docx, Markdown and HTML files can be imported.') =>
    new AppError('unsupported_file', 415, message),
  old_word_file: () => new AppError('old_word_file', 415, 'This is a .doc file of old Word. Save it as .docx first.'),
  locked_file: () => new AppError('locked_file', 415, 'This file is protected by a password.'),
  too_large: () => new AppError('too_large', 413, 'This is larger than the server accepts.'),
  unsafe_file: () => new AppError('unsafe_file', 422, 'This file unpacks to something that no lesson plan is.'),
  damaged_file: () => new AppError('damaged_file', 422, 'This file is damaged and cannot be read.'),
  empty_file: () => new AppError('empty_file', 422, 'Nothing is written in this file.'),
  no_file: () => new AppError('no_file', 400, 'No file was sent.'),
} as const;

export type ImportErrorCode = keyof typeof importErrors;

/** Codes with which a job itself ends when it does not reach its goal. */
export type JobErrorCode = ImportErrorCode | 'took_too_long' | 'too_complex' | 'export_failed' | 'import_failed';

/** Thrown inside the process that does the work; only the code leaves it. */
export class WorkError extends Error {
  readonly code: JobErrorCode;

  constructor(code: JobErrorCode) {
    super(code);
    this.code = code;
  }
}
