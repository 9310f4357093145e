import { Workflow } from 'lucide-react';
import { type ComponentType, type ReactNode, lazy } from 'react';

/** A page of the studio. Its code is loaded when it is first looked at. */
export interface PageRoute {
  /** Below /studio: `/runs/:run`. */
  path: string;
  page: ComponentType;
  /** Where it stands in the navigation, if it does. */
  nav?: { group: Group; title: string; icon: ReactNode };
}

export type Group = 'Build' | 'Evaluate' | 'Operate' | 'Workspace';

export const GROUPS: Group[] = ['Build', 'Evaluate', 'Operate', 'Workspace'];

const page = (load: () => Promise<{ default: ComponentType }>) => lazy(load);
const icon = { size: 16, 'aria-hidden': true } as const;

/** All pages, a line each. */
export const ROUTES: PageRoute[] = [
  { path: '/', page: page(() => import('./pages/flows/FlowsPage')), nav: { group: 'Build', title: 'Flows', icon: <Workflow {...icon} /> } },
  { path: '/flows/*', page: page(() => import('./pages/flow/FlowPage')) },
];
