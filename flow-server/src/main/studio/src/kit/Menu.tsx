import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button, IconButton } from './Button';

export interface MenuItem {
  label: ReactNode;
  icon?: ReactNode;
  disabled?: boolean;
  onSelect: () => void;
}

/** A button with a list of things to do. */
export function Menu({ label, icon, items, bare, size }: { label: string; icon: ReactNode; items: MenuItem[]; bare?: boolean; size?: 'small' }) {
  const [open, setOpen] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const close = (event: Event) => {
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : !element.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    element.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close);
    };
  }, [open]);
  const toggle = { 'aria-haspopup': 'menu' as const, 'aria-expanded': open, onClick: () => setOpen(!open) };
  return (
    <div className="menu" ref={element}>
      {bare ? <IconButton label={label} icon={icon} size={size} {...toggle} /> : <Button icon={icon} size={size} {...toggle}>{label}</Button>}
      {open && (
        <div className="menu-list" role="menu" aria-label={label}>
          {items.map((item, index) => (
            <button
              type="button"
              role="menuitem"
              key={index}
              disabled={item.disabled}
              onClick={() => {
                setOpen(false);
                item.onSelect();
              }}
            >
              {item.icon}
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
