import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { commonWords } from '../ui/commonWords.ts';
import { FormError } from '../ui/FormError.tsx';
import { useWords } from '../ui/words.ts';
import { useAction } from './useAction.ts';

interface ConfirmDialogProps {
  title: string;
  body: string;
  /** What staying with how it is is called. */
  stay: string;
  confirm: string;
  /** Given by `useCallback`. What it throws is said in the dialog, which stays open. */
  action: () => Promise<void>;
  close: () => void;
}

/** Asks once before something that cannot be taken back; the focus is on leaving it. */
export function ConfirmDialog({ title, body, stay, confirm, action, close }: ConfirmDialogProps) {
  const common = useWords(commonWords);
  const { run, busy, error } = useAction(action);
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': common('close') }}>
      <Stack>
        <Text>{body}</Text>
        <FormError error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {stay}
          </Button>
          <Button color="red.9" loading={busy} onClick={run}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
