import type { ComponentProps, ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';

interface Look {
  primary?: boolean;
  plain?: boolean;
  wide?: boolean;
  icon?: IconName;
  children: ReactNode;
}

interface ButtonProps extends Look, Omit<ComponentProps<'button'>, 'children'> {
  /** The deed is on its way: keeps focus and place, takes no second press. */
  busy?: boolean;
}

export function Button({
  primary,
  plain,
  wide,
  icon,
  busy = false,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass({ primary, plain, wide }, rest.className)}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <span className="spinner" /> : icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

export function buttonClass(look: Pick<Look, 'primary' | 'plain' | 'wide'>, more?: string): string {
  return [
    'button',
    look.primary ? 'is-primary' : '',
    look.plain ? 'is-plain' : '',
    look.wide ? 'is-wide' : '',
    more ?? '',
  ]
    .filter(Boolean)
    .join(' ');
}

export function IconButton({
  icon,
  label,
  ...rest
}: { icon: IconName; label: string } & Omit<ComponentProps<'button'>, 'children' | 'aria-label'>) {
  return (
    <button type="button" {...rest} className={`icon-button ${rest.className ?? ''}`} aria-label={label}>
      <Icon name={icon} />
    </button>
  );
}
