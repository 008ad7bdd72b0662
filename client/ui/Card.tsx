import { Paper, type PaperProps } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Card.module.css';

/** A soft card with a hairline border: what stands together. */
export function Card({ children, ...props }: PaperProps & { children: ReactNode }) {
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} className={classes.card} {...props}>
      {children}
    </Paper>
  );
}
