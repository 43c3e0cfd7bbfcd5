import type { MiddlewareHandler } from 'hono';
import { InvalidInput } from '../../shared/errors.ts';
import type { ApiEnv } from './router.ts';

/**
 * Refuses a JSON body that nests deeper than `limit` arrays and objects, before a recursive schema walks down it and
 * runs out of stack. Strings are skipped; what is no JSON is left to the parser.
 */
export function refuseDeepBody(limit: number): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const text = await c.req.text();
    let depth = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x22) {
        for (at++; at < text.length && text.charCodeAt(at) !== 0x22; at++)
          if (text.charCodeAt(at) === 0x5c) at++;
      } else if (code === 0x5b || code === 0x7b) {
        if (++depth > limit) throw new InvalidInput(`The body nests deeper than ${limit} levels.`);
      } else if (code === 0x5d || code === 0x7d) depth--;
    }
    await next();
  };
}
