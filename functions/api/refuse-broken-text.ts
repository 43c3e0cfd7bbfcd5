import type { MiddlewareHandler } from 'hono';
import { InvalidInput } from '../../shared/errors.ts';
import type { ApiEnv } from './router.ts';

/** Half of a surrogate pair can be written in JSON only as an escape; UTF-8 itself cannot hold one. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

/**
 * Refuses JSON whose strings or names hold half a character (`"\ud800"`): JSON allows it, but it can be stored nowhere, as
 * it has no bytes.
 *
 * @throws InvalidInput
 */
export const refuseBrokenText: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const isJson = c.req.header('content-type')?.includes('json') ?? false;
  if (!isJson || c.req.method === 'GET' || c.req.method === 'HEAD') return next();
  // The text stays cached, for the route to parse.
  const text = await c.req.text();
  if (SURROGATE_ESCAPE.test(text) && isBroken(parse(text))) {
    throw new InvalidInput(
      'The body holds half a character (a lone surrogate such as "\\ud800"); send whole ones.',
    );
  }
  return next();
};

/** What is no JSON at all is for the route to refuse. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isBroken(value: unknown): boolean {
  const waiting = [value];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one === 'string' && !one.isWellFormed()) return true;
    if (typeof one !== 'object' || one === null) continue;
    for (const [name, inner] of Object.entries(one)) {
      if (!name.isWellFormed()) return true;
      waiting.push(inner);
    }
  }
  return false;
}
