import { Box, Group, Text, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import classes from './Hero.module.css';

/** The one thing to do now: what it is, when, and the button that does it; less pressing ones may follow below. */
export function Hero(props: {
  when: string;
  title: string;
  about: string;
  /** Whether it is happening at this moment. */
  live?: boolean;
  action?: ReactNode;
  children?: ReactNode;
}) {
  const id = useId();
  return (
    <section className={classes.card} data-live={props.live === true || undefined} aria-labelledby={id}>
      <Group justify="space-between" gap="lg">
        <Box miw={0}>
          <Text size="sm" fw={600} className={classes.when}>
            {props.when}
          </Text>
          <Title order={2} id={id} fz="h1">
            {props.title}
          </Title>
          <Text>{props.about}</Text>
        </Box>
        {props.action !== undefined && <div className={classes.action}>{props.action}</div>}
      </Group>
      {props.children}
    </section>
  );
}
