import type { ComponentPropsWithRef, ComponentType } from 'react';
import classes from './Controls.module.css';

interface Props extends ComponentPropsWithRef<'button'> {
  icon: ComponentType<{ size?: number; stroke?: number }>;
  label: string;
  /** What is said below the label, and to screen readers with it. */
  state?: string;
  pressed?: boolean;
  /** Off is the usual state and needs no warning colour. */
  plainOff?: boolean;
  accent?: boolean;
  danger?: boolean;
  /** A number beside the icon; what it means is for `state` to say. */
  badge?: number;
  shortcut?: string;
}

/** A button of the class: icon, name and state, large enough for a thumb. */
export function ControlButton({
  icon: Icon,
  label,
  state,
  pressed,
  plainOff,
  accent,
  danger,
  badge = 0,
  shortcut,
  className,
  ...rest
}: Props) {
  return (
    <button
      type="button"
      className={`${classes.button} ${className ?? ''}`}
      data-off={pressed === false && plainOff !== true}
      data-accent={accent === true}
      data-danger={danger === true}
      aria-label={state === undefined ? label : `${label} ${state}`}
      aria-keyshortcuts={shortcut}
      title={shortcut === undefined ? undefined : `${label} (${shortcut})`}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      {...rest}
    >
      <Icon size={24} stroke={1.7} />
      <span className={classes.label}>{label}</span>{' '}
      {badge > 0 && (
        // After the label, in the order in which the name of the button says it.
        <span className={classes.badge} aria-hidden>
          {badge > 99 ? '99+' : badge}
        </span>
      )}
    </button>
  );
}
