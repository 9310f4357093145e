import type { Tone } from '../../kit';

export interface Evaluator {
  name: string;
  title: string;
  description: string;
  kind: string;
  inputs: { name: string; description: string; also: string[]; optional: boolean }[];
  outputs: { name: string; description: string; kind: string; direction: string; min?: number; max?: number }[];
  metrics: Record<string, string>;
  needs: string[];
  source: string;
  tags: string[];
  files?: { path: string; text: string }[];
}

export const KINDS: Record<string, [string, Tone]> = { code: ['computed', 'ok'], judge: ['judge', 'accent'], pairwise: ['pairwise judge', 'accent'], bundle: ['bundle', 'info'] };
