import { CircleAlert, CircleCheck, Inbox, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError } from '../api/client';
import type { Resource } from '../api/resource';
import { Button } from './Button';

export function Spinner({ label = 'Loading' }: { label?: string }) {
  return <span className="spinner" role="status" aria-label={label} />;
}

export function Loading({ label = 'Loading …' }: { label?: string }) {
  return (
    <div className="loading">
      <Spinner label={label} />
      {label}
    </div>
  );
}

export function EmptyState({ icon, title, children, action }: { icon?: ReactNode; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <span className="empty-icon">{icon ?? <Inbox size={22} />}</span>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

const ICONS = { info: Info, ok: CircleCheck, warn: TriangleAlert, bad: CircleAlert };

export function Notice({ tone = 'info', children }: { tone?: keyof typeof ICONS; children: ReactNode }) {
  const Icon = ICONS[tone];
  return (
    <div className={`notice ${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
      <Icon size={16} />
      <div className="grow">{children}</div>
    </div>
  );
}

export function ErrorView({ error, retry }: { error: Error; retry?: () => void }) {
  const offline = error instanceof ApiError && error.isOffline;
  return (
    <EmptyState icon={<CircleAlert size={22} />} title={offline ? 'The server can’t be reached' : 'That did not work'} action={retry && <Button onClick={retry}>Try again</Button>}>
      {error.message}
    </EmptyState>
  );
}

/** Shows a resource when it is there, and what keeps it from being there else. */
export function Loaded<T>({ resource, children }: { resource: Resource<T>; children: (data: T) => ReactNode }) {
  if (resource.data !== undefined) return <>{children(resource.data)}</>;
  if (resource.error) return <ErrorView error={resource.error} retry={resource.reload} />;
  return <Loading />;
}
