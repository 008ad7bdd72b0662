import { Box, Container, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { PageTitle } from './PageTitle.tsx';

const widths = { narrow: 620, normal: 880, wide: 1180 };

/** A page within the layout: its heading with an optional line below it and actions beside it, then its content. */
export function Page(props: {
  title: string;
  /** What the heading says, when it is not the name of the page. */
  heading?: string;
  /** A line under the heading. */
  lead?: ReactNode;
  /** Buttons beside the heading; below it on a phone. */
  actions?: ReactNode;
  /** What leads back up, above the heading. */
  above?: ReactNode;
  width?: keyof typeof widths;
  children: ReactNode;
}) {
  return (
    <Container size={widths[props.width ?? 'normal']} px={{ base: 'md', sm: 'xl' }} py={{ base: 'lg', sm: 40 }}>
      <Stack gap="xl">
        <Box>
          {props.above}
          <Group justify="space-between" align="center" gap="md">
            <Box miw={0}>
              <PageTitle title={props.title}>{props.heading}</PageTitle>
              {props.lead !== undefined && (
                <Text c="dimmed" mt={4} component="div">
                  {props.lead}
                </Text>
              )}
            </Box>
            {props.actions !== undefined && <Group gap="sm">{props.actions}</Group>}
          </Group>
        </Box>
        {props.children}
      </Stack>
    </Container>
  );
}
