import { setOnline } from './connection';

/** What the server said instead of an answer. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** The whole body of the answer, for those who know more of it. */
  readonly body: unknown;

  constructor(status: number, code: string, message: string, body: unknown) {
    super(message);
    this.status = status;
    this.code = code;
    this.body = body;
  }

  /** Whether the server could not be reached at all. */
  get isOffline(): boolean {
    return this.status === 0;
  }
}

export interface RequestOptions {
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Sent as it is instead of JSON. */
  text?: string;
}

export interface Answer<T> {
  data: T;
  headers: Headers;
}

/** Where the studio's routes are; other paths of the server are given whole: `/api/endpoints`. */
const BASE = '/api/studio';

export function address(path: string): string {
  return path.startsWith('/api/') || path.startsWith('/endpoints/') ? path : BASE + path;
}

/** Joins parts of a path, each encoded. */
export function path(...parts: string[]): string {
  return parts.map((part) => '/' + encodeURIComponent(part)).join('');
}

async function send(method: string, where: string, body: unknown, options: RequestOptions): Promise<Response> {
  const init: RequestInit = { method, headers: { accept: 'application/json', ...options.headers }, credentials: 'same-origin' };
  if (options.signal) init.signal = options.signal;
  if (options.text !== undefined) {
    init.body = options.text;
    init.headers = { 'content-type': 'text/plain; charset=utf-8', ...init.headers };
  } else if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { 'content-type': 'application/json', ...init.headers };
  }
  try {
    const response = await fetch(address(where), init);
    setOnline(true);
    return response;
  } catch (problem) {
    if (problem instanceof DOMException && problem.name === 'AbortError') throw problem;
    setOnline(false);
    throw new ApiError(0, 'offline', 'The server can’t be reached.', null);
  }
}

async function failure(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => '');
  let body: unknown = text;
  try {
    body = JSON.parse(text);
  } catch {
    // a text is as good
  }
  const said = body as { type?: string; detail?: string } | null;
  const code = said?.type?.replace('/problems/', '') ?? 'failed';
  if (response.status === 401) window.dispatchEvent(new Event('studio:signed-out'));
  return new ApiError(response.status, code, said?.detail ?? `The server answered ${response.status}.`, body);
}

export async function ask<T>(method: string, where: string, body?: unknown, options: RequestOptions = {}): Promise<Answer<T>> {
  const response = await send(method, where, body, options);
  if (!response.ok) throw await failure(response);
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return { data: (isJson && text ? JSON.parse(text) : text) as T, headers: response.headers };
}

export const api = {
  get: async <T>(where: string, options?: RequestOptions) => (await ask<T>('GET', where, undefined, options)).data,
  post: async <T>(where: string, body?: unknown, options?: RequestOptions) => (await ask<T>('POST', where, body ?? {}, options)).data,
  put: async <T>(where: string, body?: unknown, options?: RequestOptions) => (await ask<T>('PUT', where, body ?? {}, options)).data,
  patch: async <T>(where: string, body?: unknown, options?: RequestOptions) => (await ask<T>('PATCH', where, body ?? {}, options)).data,
  del: async <T>(where: string, options?: RequestOptions) => (await ask<T>('DELETE', where, undefined, options)).data,
};

export interface ServerEvent {
  name: string;
  data: unknown;
}

/** Sends a request whose answer is a stream of events; resolves when the stream has ended. */
export async function stream(
  where: string,
  body: unknown,
  onEvent: (event: ServerEvent) => void,
  signal?: AbortSignal,
): Promise<void> {
  const options: RequestOptions = { headers: { accept: 'text/event-stream' } };
  if (signal) options.signal = signal;
  const response = await send('POST', where, body, options);
  if (!response.ok || !response.body) throw await failure(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += value;
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parseEvent(block);
      if (event) onEvent(event);
    }
  }
}

function parseEvent(block: string): ServerEvent | null {
  let name = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) name = line.slice(7);
    if (line.startsWith('data: ')) data.push(line.slice(6));
  }
  return data.length ? { name, data: JSON.parse(data.join('\n')) } : null;
}
