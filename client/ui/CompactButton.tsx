import { Button, type ButtonProps } from '@mantine/core';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import classes from './CompactButton.module.css';

/** A button of the second rank, which on a phone shows its sign alone; the name stays for those who hear it or rest on it. */
export function CompactButton({
  icon,
  name,
  ...props
}: Omit<ButtonProps, 'leftSection' | 'children'> &
  Omit<ComponentPropsWithRef<'button'>, keyof ButtonProps | 'children'> & { icon: ReactNode; name: string }) {
  return (
    <Button
      variant="default"
      title={name}
      classNames={{ root: classes.root, section: classes.section, label: classes.label }}
      leftSection={icon}
      {...props}
    >
      {name}
    </Button>
  );
}
