import type { MiddlewareHandler } from 'hono';
import { InvalidInput } from '../../shared/errors.ts';
import type { ApiEnv } from './router.ts';

/** Half of a surrogate pair can be written in JSON only as an escape; UTF-8 itself cannot hold one. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;
/** As plain text, or with any of its letters as an escape. */
const SPECIAL_NAME = /__proto__|constructor|\\u00/;
/** Every object has them already: as names of data they would change what others read from it. */
const SPECIAL = new Set(['__proto__', 'constructor']);

/**
 * Refuses JSON whose strings or names hold half a character (`"\ud800"`): JSON allows it, but it can be stored nowhere, as
 * it has no bytes. And names that mean something else in JavaScript, wherever they stand.
 *
 * @throws InvalidInput
 */
export const refuseBrokenText: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const isJson = c.req.header('content-type')?.includes('json') ?? false;
  if (!isJson || c.req.method === 'GET' || c.req.method === 'HEAD') return next();
  // The text stays cached, for the route to parse.
  const text = await c.req.text();
  const isSuspicious = SURROGATE_ESCAPE.test(text) || SPECIAL_NAME.test(text);
  const fault = isSuspicious ? faultOf(parse(text)) : undefined;
  if (fault === 'name') {
    throw new InvalidInput('No name in the body may be "__proto__" or "constructor"; choose others.');
  }
  if (fault === 'text') {
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

function faultOf(value: unknown): 'text' | 'name' | undefined {
  const waiting = [value];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one === 'string' && !one.isWellFormed()) return 'text';
    if (typeof one !== 'object' || one === null) continue;
    for (const [name, inner] of Object.entries(one)) {
      if (!name.isWellFormed()) return 'text';
      if (SPECIAL.has(name)) return 'name';
      waiting.push(inner);
    }
  }
  return undefined;
}
