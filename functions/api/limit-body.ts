import type { MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ApiEnv } from './router.ts';

/**
 * Refuses bodies of more than so many bytes, also when they come without a length. Hono's own limit makes a new
 * Request for those, which the node server's lightweight requests do not allow.
 */
export function limitBody(mostBytesOf: (path: string) => number): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const most = mostBytesOf(c.req.path);
    const declared = c.req.header('content-length');
    if (declared !== undefined) {
      if (!/^\d+$/.test(declared) || Number(declared) > most) throw tooLarge();
      return next();
    }
    const { body } = c.req.raw;
    if (body === null) return next();
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (size > most) throw tooLarge();
      chunks.push(chunk);
    }
    const bytes = new Uint8Array(size);
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.byteLength;
    }
    // Where `c.req.json()` and its kin look first; they expect a promise, whatever the type says.
    Object.assign(c.req.bodyCache, { arrayBuffer: Promise.resolve(bytes.buffer) });
    return next();
  };
}

function tooLarge(): HTTPException {
  return new HTTPException(413, { message: 'The body is too large for this request.' });
}
