import * as z from 'zod';
import { attachedSources } from '../../shared/blobs/attached-sources.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { jsonLog } from '../../shared/log.ts';
import { RetriedObjectEvents, retryObjectEvents, RetryObjectEventsInput } from './retry-object-events.ts';

/** Called by the clock in AWS; the local host's own queue gives every event its second chance. */
export const definition = defineHandler({
  env: z.object({ ATTACHED_BUCKETS: z.string().optional() }),
  input: RetryObjectEventsInput,
  output: RetriedObjectEvents,
  deps: (env, seams) => ({
    parked: seams.queue('object-events'),
    machines: seams.workflows,
    sources: attachedSources(env.ATTACHED_BUCKETS),
    log: jsonLog({ function: 'retry-object-events' }),
  }),
  run: retryObjectEvents,
});

export const handler = wrapHandler(definition);
