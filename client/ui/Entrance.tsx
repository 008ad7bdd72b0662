import { Box, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Card } from './Card.tsx';
import classes from './Entrance.module.css';
import { Hills } from './Hills.tsx';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { Mark } from './Mark.tsx';
import { PageTitle } from './PageTitle.tsx';
import { SchemeSwitch } from './SchemeSwitch.tsx';

/** A page for people who are not inside yet: the mark, and one card with what there is to do. */
export function Entrance(props: { title: string; lead?: ReactNode; children: ReactNode; width?: number }) {
  return (
    <Box className={classes.page}>
      <Hills />
      <Group component="header" justify="space-between" px={{ base: 'md', sm: 'xl' }} py="md">
        <Mark />
        <Group gap={4}>
          <LanguageSwitch />
          <SchemeSwitch />
        </Group>
      </Group>
      <Box component="main" className={classes.main} maw={props.width ?? 480}>
        <Card p={{ base: 'lg', sm: 36 }}>
          <Stack gap="lg">
            <div>
              <PageTitle title={props.title} />
              {props.lead !== undefined && (
                <Text c="dimmed" mt={6} component="div">
                  {props.lead}
                </Text>
              )}
            </div>
            {props.children}
          </Stack>
        </Card>
      </Box>
    </Box>
  );
}
