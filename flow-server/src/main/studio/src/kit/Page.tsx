import { type ReactNode, useEffect } from 'react';

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Promptflow4j`;
  }, [title]);
}

/** A page with its title, what it is for, and what can be done with it. */
export function Page({ title, about, actions, wide, children }: { title: string; about?: ReactNode; actions?: ReactNode; wide?: boolean; children: ReactNode }) {
  useTitle(title);
  return (
    <div className={wide ? 'page wide' : 'page'}>
      <div className="page-head">
        <div>
          <h1>{title}</h1>
          {about && <p>{about}</p>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </div>
      {children}
    </div>
  );
}
