import { type KeyboardEvent, type ReactNode, useId } from 'react';

export interface Tab {
  id: string;
  title: ReactNode;
}

interface Props {
  label: string;
  tabs: Tab[];
  active: string;
  onChange: (id: string) => void;
  children?: ReactNode;
}

/** Tabs and, as children, the panel of the active one. */
export function Tabs({ label, tabs, active, onChange, children }: Props) {
  const name = useId();
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    const at = tabs.findIndex((tab) => tab.id === active);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (next) {
      onChange(next.id);
      document.getElementById(`${name}-${next.id}`)?.focus();
    }
  };
  return (
    <>
      <div className="tabs" role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            type="button"
            role="tab"
            key={tab.id}
            id={`${name}-${tab.id}`}
            aria-selected={tab.id === active}
            aria-controls={tab.id === active && children !== undefined ? `${name}-panel` : undefined}
            tabIndex={tab.id === active ? 0 : -1}
            onClick={() => onChange(tab.id)}
          >
            {tab.title}
          </button>
        ))}
      </div>
      {children !== undefined && (
        <div role="tabpanel" id={`${name}-panel`} aria-labelledby={`${name}-${active}`} className="tab-panel">
          {children}
        </div>
      )}
    </>
  );
}
