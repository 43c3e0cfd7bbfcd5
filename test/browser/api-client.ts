/** The API as a test calls it: with a session of its own, failing loudly. */
export interface ApiClient {
  call: <T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<T>;
  /** For a browser context. */
  cookie: { name: string; value: string; url: string };
}

interface Session {
  token: string;
}

/** Signs in by e-mail and password, or by the token of a printed link. */
export async function apiClient(
  origin: string,
  credentials: { email: string; password: string } | { token: string },
): Promise<ApiClient> {
  const path = 'token' in credentials ? 'sessions/link' : 'sessions';
  const response = await fetch(`${origin}/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(credentials),
  });
  if (!response.ok) throw new Error(`Signing in failed: ${response.status} ${await response.text()}`);
  const { token } = (await response.json()) as Session;
  return {
    cookie: { name: 'lapidary_session', value: token, url: origin },
    async call<T>(method: string, at: string, body?: unknown, headers: Record<string, string> = {}) {
      const answer = await fetch(`${origin}/v1/${at}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${at}: ${answer.status} ${text}`);
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
  };
}
