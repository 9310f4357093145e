import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Link } from 'react-router';

interface Look {
  kind?: 'primary' | 'danger' | 'ghost' | undefined;
  size?: 'small' | undefined;
  icon?: ReactNode;
}

function classes(look: Look, bare: boolean, more = ''): string {
  return ['btn', look.kind, look.size, bare ? 'icon' : '', more].filter(Boolean).join(' ');
}

export function Button({ kind, size, icon, children, className, ...rest }: Look & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type="button" {...rest} className={classes({ kind, size }, false, className)}>
      {icon}
      {children}
    </button>
  );
}

/** A button that shows an icon alone; `label` is its name. */
export function IconButton({ label, kind = 'ghost', size, icon, className, ...rest }: Look & { label: string } & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type="button" aria-label={label} title={label} {...rest} className={classes({ kind, size }, true, className)}>
      {icon}
    </button>
  );
}

export function ButtonLink({ to, kind, size, icon, children }: Look & { to: string; children: ReactNode }) {
  return (
    <Link to={to} className={classes({ kind, size }, false)}>
      {icon}
      {children}
    </Link>
  );
}
