import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { IdempotencyConflict, InvalidInput } from '../../shared/errors.ts';
import { idempotencyStore } from '../../shared/store/idempotency-store.ts';
import type { ApiDeps } from './api-deps.ts';
import type { ApiEnv } from './router.ts';

/** A request that has not answered by then was cut off, and its key may be tried again. */
const PENDING_MS = 60_000;
/** Longer answers are not kept (an item holds 400 KB); none of a create is. */
const MOST_ANSWER_BYTES = 256 * 1024;

/** A POST with an `Idempotency-Key` is carried out once; whoever repeats it within a day gets the first answer. */
export function idempotency(deps: ApiDeps): MiddlewareHandler<ApiEnv> {
  const answers = idempotencyStore(deps.store);
  return async (c, next) => {
    const key = c.req.header('idempotency-key');
    const user = c.get('user') as ApiEnv['Variables']['user'] | undefined;
    if (c.req.method !== 'POST' || key === undefined || user === undefined) return next();
    if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
      throw new InvalidInput(
        'An Idempotency-Key is 1 to 255 visible ASCII characters; a UUID is a good one.',
      );
    }
    const body = Buffer.from(await c.req.arrayBuffer());
    const fingerprint = createHash('sha256').update(`${c.req.path}\n`).update(body).digest('hex');
    const earlier = await answers.begin(user.id, key, fingerprint);
    if (earlier) {
      if (earlier.fingerprint !== fingerprint) {
        throw new IdempotencyConflict(
          'This Idempotency-Key came with another request before; use a new one.',
        );
      }
      if (earlier.status !== undefined) {
        c.header('idempotent-replay', 'true');
        const headers = earlier.body === undefined ? undefined : { 'content-type': 'application/json' };
        return c.newResponse(earlier.body ?? null, earlier.status as 200, headers);
      }
      if (deps.store.now().getTime() - Date.parse(earlier.startedAt) < PENDING_MS) {
        throw new IdempotencyConflict(
          'The first request with this Idempotency-Key is still running; wait for it.',
        );
      }
    }
    await next();
    const text = await c.res.clone().text();
    // Problems are not kept: what was refused may be put right and sent again under the same key.
    if (c.res.status >= 300 || text.length > MOST_ANSWER_BYTES) {
      await answers.forget(user.id, key);
      return;
    }
    await answers.finish(user.id, key, {
      fingerprint,
      status: c.res.status,
      ...(text === '' ? {} : { body: text }),
      startedAt: deps.store.now().toISOString(),
    });
  };
}
