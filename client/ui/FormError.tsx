import { Alert } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { explainError } from './errors.ts';

/** The sentence above a form's button when sending it did not work. Shows nothing while there is no error. */
export function FormError({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  return (
    <Alert color="red" variant="light" icon={<IconAlertCircle aria-hidden />} role="alert">
      {explainError(error)}
    </Alert>
  );
}
