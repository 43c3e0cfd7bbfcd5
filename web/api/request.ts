import { ApiProblem } from './api-problem.ts';

interface RequestOptions {
  body?: unknown;
  /** A revision number; sent as `If-Match: "n"`. */
  ifMatch?: number;
  query?: Record<string, string | number | undefined>;
  signal?: AbortSignal;
  keepalive?: boolean;
}

/** What came back; `data` is undefined for 204. */
export interface Answer<T> {
  data: T;
  status: number;
  etag: string | undefined;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

function withQuery(path: string, query: RequestOptions['query']): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return `/v1/${path}${text === '' ? '' : `?${text}`}`;
}

async function readProblem(response: Response): Promise<ApiProblem> {
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const text = [body.detail, body.title].find((value) => typeof value === 'string');
  return new ApiProblem(
    response.status,
    typeof body.code === 'string' ? body.code : `http-${response.status}`,
    text ?? `The server answered ${response.status}.`,
    body,
  );
}

/**
 * One call of the API with the session cookie. Throws `ApiProblem`: the server's problem document, or `offline` when
 * no answer came at all.
 */
export async function requestWithMeta<T>(
  method: Method,
  path: string,
  options: RequestOptions = {},
): Promise<Answer<T>> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  if (options.ifMatch !== undefined) headers['if-match'] = `"${options.ifMatch}"`;
  if (method === 'POST') headers['idempotency-key'] = crypto.randomUUID();
  let response: Response;
  try {
    response = await fetch(withQuery(path, options.query), {
      method,
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      credentials: 'same-origin',
      signal: options.signal,
      keepalive: options.keepalive,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem(0, 'offline', 'The server cannot be reached. Your work is kept on this machine.');
  }
  if (!response.ok) throw await readProblem(response);
  const text = response.status === 204 ? '' : await response.text();
  return {
    data: (text === '' ? undefined : JSON.parse(text)) as T,
    status: response.status,
    etag: response.headers.get('etag') ?? undefined,
  };
}

/** The same, only the data. */
export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  return (await requestWithMeta<T>(method, path, options)).data;
}
