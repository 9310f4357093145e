export interface Deployment {
  name: string;
  description: string;
  version: string;
  variants: Record<string, string>;
  use_model: string | null;
  data_collector: { sampling_rate: number; inputs: boolean; outputs: boolean; redact: string[] };
  created: string;
}

export interface Endpoint {
  name: string;
  description: string;
  tags: Record<string, string>;
  traffic: Record<string, number>;
  mirror_traffic: Record<string, number>;
  default_deployment: string | null;
  deployments: Record<string, Deployment>;
  created: string;
  serving: { traffic?: Record<string, number>; loaded?: Record<string, { version: string; variants: string; calls: number }>; failed?: Record<string, string> };
}

export interface Figures {
  since: string;
  step_ms: number;
  deployments: Record<string, { calls: number[]; failed: number[]; total: number; total_failed: number; mirrored: number; tokens: number; p50_ms: number; p95_ms: number }>;
}

export interface Sample {
  served: { request_id: string; deployment: string; version: string; role: string; time: string; took_ms: number; tokens: number; error: string | null };
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  feedback: unknown[];
}
