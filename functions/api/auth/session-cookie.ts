import type { Context } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { SESSION_SECONDS } from './session-authenticator.ts';

export const SESSION_COOKIE = 'lapidary_session';

/** Scripts cannot read it, other sites cannot send it; over plain HTTP only on this machine. */
function attributes(c: Context) {
  return {
    httpOnly: true,
    sameSite: 'Strict' as const,
    path: '/',
    secure: new URL(c.req.url).protocol === 'https:',
  };
}

export function setSessionCookie(c: Context, token: string, maxAge = SESSION_SECONDS): void {
  setCookie(c, SESSION_COOKIE, token, { ...attributes(c), maxAge });
}

export function clearSessionCookie(c: Context): void {
  deleteCookie(c, SESSION_COOKIE, attributes(c));
}
