import { setTimeout as sleep } from 'node:timers/promises';
import { RequestRefused } from '../errors.ts';

export interface ApiAnswer<T> {
  status: number;
  headers: Headers;
  body: T;
}

/** One person at the API. */
export interface ApiClient {
  url: string;
  userId: string;
  /** @throws RequestRefused with the problem's code and sentence when the answer is no success */
  call: <T>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<ApiAnswer<T>>;
}

interface Problem {
  code?: string;
  detail?: string;
}

/**
 * A client of `<url>/v1` with a bearer token. Answers 429 and 503 are waited out: programs drive the API harder than
 * people do.
 */
export function apiClient(url: string, token: string, userId: string): ApiClient {
  return {
    url,
    userId,
    async call<T>(
      method: string,
      path: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ): Promise<ApiAnswer<T>> {
      for (let attempt = 0; ; attempt++) {
        const response = await fetch(`${url}/v1/${path}`, {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          body: body === undefined ? undefined : JSON.stringify(body),
        });
        if ((response.status === 429 || response.status === 503) && attempt < 5) {
          await sleep(200 * 2 ** attempt);
          continue;
        }
        const text = await response.text();
        const answer = (text === '' ? undefined : JSON.parse(text)) as T;
        if (response.ok) return { status: response.status, headers: response.headers, body: answer };
        const problem = (answer ?? {}) as Problem;
        throw new RequestRefused(`${method} ${path}: ${problem.detail ?? response.statusText}`, {
          status: response.status,
          code: problem.code,
        });
      }
    },
  };
}

/** Signs in with the token of a link. */
export async function signInByLink(url: string, linkToken: string): Promise<ApiClient> {
  const response = await fetch(`${url}/v1/sessions/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: linkToken }),
  });
  if (!response.ok)
    throw new RequestRefused('The sign-in link is used up or wrong: start Lapidary again for a new one.', {
      status: response.status,
    });
  const { token, user } = (await response.json()) as { token: string; user: { id: string } };
  return apiClient(url, token, user.id);
}
