import { Button, Container, Stack, Text, Title } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { commonWords } from './commonWords.ts';
import { useWords } from './words.ts';

/** Catches what a component threw while rendering, and says in plain words what to do. The browser's console has the rest. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Crash /> : this.props.children;
  }
}

/** The page shown instead of one that broke. */
export function Crash() {
  const t = useWords(commonWords);
  return (
    <Container size={560} py={80}>
      <Stack align="flex-start" gap="md" role="alert">
        <Title order={1}>{t('crash.title')}</Title>
        <Text>{t('crash.body')}</Text>
        <Button onClick={() => location.reload()}>{t('reload')}</Button>
      </Stack>
    </Container>
  );
}
