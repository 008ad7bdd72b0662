import { Button, Group, Popover, Text } from '@mantine/core';
import { useEffect, useLayoutEffect, type RefCallback } from 'react';
import { useWords } from '../../../ui/words.ts';
import { planWords } from '../../planWords.ts';
import type { DeleteRequest } from './toolRequests.ts';

/** Asks beside a button of the plan whether its part is really to be deleted. */
export function DeleteQuestion({ request, onClose }: { request: DeleteRequest; onClose: () => void }) {
  const t = useWords(planWords);
  const { button, question, run } = request;
  useEffect(() => {
    button.setAttribute('aria-expanded', 'true');
    return () => button.setAttribute('aria-expanded', 'false');
  }, [button]);
  const leave = () => {
    onClose();
    button.focus({ preventScroll: true });
  };
  return (
    <Popover key={question} opened onChange={leave} trapFocus position="bottom-end" shadow="md" withinPortal>
      <Popover.Target>
        <Outside element={button} />
      </Popover.Target>
      <Popover.Dropdown aria-label={question}>
        <Text size="sm" maw={240} mb="sm">
          {question}
        </Text>
        <Group gap="xs" justify="flex-end">
          <Button size="compact-sm" variant="default" onClick={leave}>
            {t('delete.no')}
          </Button>
          <Button
            size="compact-sm"
            color="red.9"
            onClick={() => {
              onClose();
              run();
            }}
          >
            {t('delete.yes')}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Stands for an element that React has not drawn. */
function Outside({ element, ref }: { element: HTMLElement; ref?: RefCallback<HTMLElement> }) {
  useLayoutEffect(() => {
    ref?.(element);
    return () => void ref?.(null);
  }, [element, ref]);
  return null;
}
