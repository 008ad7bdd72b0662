import type { UseFormReturnType } from '@mantine/form';
import { useState, type FormEvent } from 'react';
import { fieldErrors } from './errors.ts';

/** The sending of a form. */
export interface Submit {
  /** For the form's `onSubmit`. */
  submit: (event?: FormEvent<HTMLFormElement>) => void;
  busy: boolean;
  /** What went wrong the last time, for `FormError`. */
  error: unknown;
}

/**
 * Sends a Mantine form. What was typed stays when sending fails; fields that the server refused are marked, and the first
 * marked field takes the focus.
 * @param sentences What a refused field says, by its name; a general sentence otherwise.
 */
export function useSubmit<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
  send: (values: Values) => Promise<unknown>,
  sentences: Record<string, string> = {},
): Submit {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const focusFirst = (errors: Record<string, unknown>) => {
    const [first] = Object.keys(errors);
    if (first !== undefined) form.getInputNode(first)?.focus();
  };
  const run = async (values: Values) => {
    setBusy(true);
    setError(null);
    try {
      await send(values);
    } catch (failure) {
      const errors = fieldErrors(failure, sentences);
      form.setErrors(errors);
      setError(failure);
      focusFirst(errors);
    } finally {
      setBusy(false);
    }
  };
  return { submit: form.onSubmit((values) => void run(values), focusFirst), busy, error };
}
