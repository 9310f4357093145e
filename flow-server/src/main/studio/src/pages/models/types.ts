export interface Offering {
  name: string;
  provider: string;
  id: string;
  aliases: string[];
  region: string | null;
  model: string;
  publisher: string;
  display_name: string;
  family: string | null;
  released: string | null;
  knowledge: string | null;
  open_weights: string;
  license: string | null;
  tasks: string[];
  inputs: string[];
  outputs: string[];
  limits: { context: number | null; input: number | null; output: number | null; dimensions: number | null };
  capabilities: Record<string, string>;
  api: string | null;
  connection: string | null;
  status: string;
  deprecated_on: string | null;
  retires_on: string | null;
  replacement: string | null;
  price: ({ currency: string; from: string | null } & Record<string, unknown>) | null;
  source: string;
  captured: string | null;
}

export interface Entry {
  name: string;
  version: number;
  kind: string;
  model: string;
  connection: string | null;
  base: string | null;
  from_run: string | null;
  stage: string;
  description: string;
  tags: Record<string, string>;
  archived: boolean;
  created_by: string;
  created: string;
  used_by: string[];
}

/** Dollars for a million tokens. */
export function price(offering: Offering, rate: string): number | undefined {
  const amount = offering.price?.[rate];
  return typeof amount === 'string' ? Number(amount) : undefined;
}

export const money = (amount: number | undefined) => (amount === undefined ? '—' : `$${amount.toLocaleString('en-US', { minimumFractionDigits: Number.isInteger(amount) ? 0 : 2, maximumFractionDigits: 4 })}`);
