import { Paper, type PaperProps } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Card.module.css';

/** A soft card with a hairline border: what stands together. */
export function Card({ children, className, component = 'div', ...props }: CardProps) {
  return (
    <Paper
      p={{ base: 'md', sm: 'lg' }}
      component={component}
      className={className === undefined ? classes.card : `${classes.card} ${className}`}
      {...props}
    >
      {children}
    </Paper>
  );
}

interface CardProps extends PaperProps {
  component?: 'div' | 'ul' | 'section';
  children: ReactNode;
}
