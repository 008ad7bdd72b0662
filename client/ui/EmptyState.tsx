import { Stack, Text, ThemeIcon } from '@mantine/core';
import type { ComponentType, ReactNode } from 'react';
import { Card } from './Card.tsx';

/** Nothing here yet: says so, and what to do first. */
export function EmptyState(props: {
  icon: ComponentType<{ size?: number; stroke?: number }>;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  const Icon = props.icon;
  return (
    <Card>
      <Stack align="center" gap="xs" py="lg" ta="center">
        <ThemeIcon variant="light" size={52} radius="xl" aria-hidden>
          <Icon size={26} stroke={1.6} />
        </ThemeIcon>
        <Text fw={600} mt="xs">
          {props.title}
        </Text>
        {props.children !== undefined && (
          <Text c="dimmed" maw={460} component="div">
            {props.children}
          </Text>
        )}
        {props.action !== undefined && <div style={{ marginTop: 8 }}>{props.action}</div>}
      </Stack>
    </Card>
  );
}
