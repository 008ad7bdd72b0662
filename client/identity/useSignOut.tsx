import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { unsentCopies } from '../connection/copyRegister.ts';
import { unsent as unsentItems } from '../connection/offline/outbox.ts';
import { useSession } from '../connection/session.tsx';
import { FormError } from '../ui/FormError.tsx';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/**
 * Signing out, with the one question that has to be asked first: this device forgets the account, so words that never
 * reached the server would be lost. `dialog` has to be rendered by whoever uses this.
 */
export function useSignOut(): { signOut: () => void; dialog: ReactNode } {
  const t = useWords(words);
  const { account, leave } = useSession();
  const [unsent, setUnsent] = useState(0);
  const leaving = useMutation({ mutationFn: leave });
  const signOut = () => {
    const count = account === null ? 0 : unsentCopies(account.id).length + unsentItems().length;
    if (count > 0) setUnsent(count);
    else leaving.mutate();
  };
  const close = () => {
    setUnsent(0);
    leaving.reset();
  };
  const dialog = (
    <Modal opened={unsent > 0 || leaving.isError} onClose={close} title={t('leaving.title')} centered>
      <Stack>
        {unsent > 0 && <Text>{t('leaving.unsent', { count: unsent })}</Text>}
        <FormError error={leaving.error} />
        <Group>
          <Button variant="default" onClick={close} data-autofocus>
            {t('leaving.stay')}
          </Button>
          <Button color="red" loading={leaving.isPending} onClick={() => leaving.mutate()}>
            {t(unsent > 0 ? 'leaving.anyway' : 'leaving.again')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
  return { signOut, dialog };
}
