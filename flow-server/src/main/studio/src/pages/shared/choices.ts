import { useResource } from '../../api/resource';

export interface NamedData {
  name: string;
  version: number;
  path: string;
  digest: string;
  rows: number;
  description: string;
  tags: Record<string, string>;
  created: string;
}

export interface DataList {
  named: NamedData[];
  files: { path: string; size: number; changed: string }[];
}

export interface VariantNode {
  node: string;
  standard: string | null;
  variants: { id: string; description: string }[];
}

/** The paths of all flows of the workspace. */
export function useFlows(): string[] {
  const flows = useResource<{ flows: { path: string }[] }>('/flows');
  return flows.data?.flows.map((flow) => (flow.path.endsWith(FILE) ? flow.path.slice(0, -FILE.length) : flow.path)) ?? [];
}

const FILE = '/flow.dag.yaml';

/** Where a flow is shown, given its folder or its file. */
export function flowPage(flow: string): string {
  const file = /\.(ya?ml|prompty)$/i.test(flow) ? flow : flow + FILE;
  return `/flows/${file.split('/').map(encodeURIComponent).join('/')}`;
}
