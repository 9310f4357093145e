import { BookCopy, Boxes, Database, FlaskConical, GitCommitHorizontal, Library, PlugZap, PlayCircle, Rocket, Ruler, ScrollText, Split, Workflow } from 'lucide-react';
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
  { path: '/gallery', page: page(() => import('./pages/gallery/GalleryPage')), nav: { group: 'Build', title: 'Gallery', icon: <Library {...icon} /> } },
  { path: '/variants', page: page(() => import('./pages/variants/VariantsPage')), nav: { group: 'Build', title: 'Variants', icon: <Split {...icon} /> } },
  { path: '/runs', page: page(() => import('./pages/runs/RunsPage')), nav: { group: 'Evaluate', title: 'Runs', icon: <PlayCircle {...icon} /> } },
  { path: '/runs/:run', page: page(() => import('./pages/runs/RunPage')) },
  { path: '/comparisons', page: page(() => import('./pages/compare/ComparisonsPage')), nav: { group: 'Evaluate', title: 'Comparisons', icon: <FlaskConical {...icon} /> } },
  { path: '/comparisons/:id', page: page(() => import('./pages/compare/ComparisonPage')) },
  { path: '/compare', page: page(() => import('./pages/compare/FinishedPage')) },
  { path: '/data', page: page(() => import('./pages/data/DataPage')), nav: { group: 'Evaluate', title: 'Data sets', icon: <Database {...icon} /> } },
  { path: '/data/rows', page: page(() => import('./pages/data/DataRowsPage')) },
  { path: '/evaluators', page: page(() => import('./pages/evaluators/EvaluatorsPage')), nav: { group: 'Evaluate', title: 'Evaluators', icon: <Ruler {...icon} /> } },
  { path: '/evaluators/:name', page: page(() => import('./pages/evaluators/EvaluatorPage')) },
  { path: '/endpoints', page: page(() => import('./pages/endpoints/EndpointsPage')), nav: { group: 'Operate', title: 'Endpoints', icon: <Rocket {...icon} /> } },
  { path: '/endpoints/:name', page: page(() => import('./pages/endpoints/EndpointPage')) },
  { path: '/catalog', page: page(() => import('./pages/models/CatalogPage')), nav: { group: 'Workspace', title: 'Model catalog', icon: <BookCopy {...icon} /> } },
  { path: '/models', page: page(() => import('./pages/models/ModelsPage')), nav: { group: 'Workspace', title: 'Registered models', icon: <Boxes {...icon} /> } },
  { path: '/models/:name', page: page(() => import('./pages/models/ModelPage')) },
  { path: '/connections', page: page(() => import('./pages/connections/ConnectionsPage')), nav: { group: 'Workspace', title: 'Connections', icon: <PlugZap {...icon} /> } },
  { path: '/changes', page: page(() => import('./pages/changes/ChangesPage')), nav: { group: 'Workspace', title: 'Changes', icon: <GitCommitHorizontal {...icon} /> } },
  { path: '/audit', page: page(() => import('./pages/audit/AuditPage')), nav: { group: 'Workspace', title: 'Audit log', icon: <ScrollText {...icon} /> } },
];
