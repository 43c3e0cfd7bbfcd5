import { getCookie } from 'hono/cookie';
import type { MiddlewareHandler } from 'hono';
import { NotAllowed, NotSignedIn } from '../../shared/errors.ts';
import type { ApiDeps } from './api-deps.ts';
import { SESSION_COOKIE } from './auth/session-cookie.ts';
import type { ApiEnv } from './router.ts';

/** Served to anybody. */
const PUBLIC = new Set([
  'GET /v1/health',
  'GET /v1/openapi.json',
  'POST /v1/sessions',
  'POST /v1/sessions/link',
]);

/**
 * Sets `c.var.user`, or answers 401. Against forged requests from other sites: the cookie is SameSite=Strict, bodies
 * must be JSON (which a form cannot send), and what a browser marks as cross-site is refused outright.
 */
export function requireSession(deps: ApiDeps): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const site = c.req.header('sec-fetch-site');
    if (
      c.req.method !== 'GET' &&
      c.req.method !== 'HEAD' &&
      (site === 'cross-site' || site === 'same-site')
    ) {
      throw new NotAllowed('This request comes from another site; it was refused.');
    }
    if (PUBLIC.has(`${c.req.method} ${c.req.path}`)) return next();
    const [scheme, token] = (c.req.header('authorization') ?? '').split(' ');
    const user = await deps.authenticator.authenticate({
      bearer: scheme.toLowerCase() === 'bearer' && token ? token : undefined,
      cookie: getCookie(c, SESSION_COOKIE),
    });
    if (!user) throw new NotSignedIn();
    c.set('user', user);
    return next();
  };
}
