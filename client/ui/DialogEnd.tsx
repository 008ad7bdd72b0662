import { Button, Group } from '@mantine/core';
import { commonWords } from './commonWords.ts';
import { FormError } from './FormError.tsx';
import { useWords } from './words.ts';

interface DialogEndProps {
  /** What sending the form does, as its button says it. */
  submit: string;
  busy: boolean;
  /** Why the last sending failed; null when it did not. */
  error: unknown;
  onClose: () => void;
}

/** The end of a form in a dialog: what went wrong, the way out, and the button that sends it. */
export function DialogEnd({ submit, busy, error, onClose }: DialogEndProps) {
  const common = useWords(commonWords);
  return (
    <>
      <FormError error={error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {common('cancel')}
        </Button>
        <Button type="submit" loading={busy}>
          {submit}
        </Button>
      </Group>
    </>
  );
}
