import * as z from 'zod';

/**
 * A segmenter that runs elsewhere, behind an asynchronous endpoint: it has no files here. An answer may take as long as
 * its machine takes to start, so it does batch work (agents, outlines, evaluations) and answers no clicks.
 */
export const EndpointDescription = z.strictObject({
  id: z.string().regex(/^[\w.-]{1,128}$/),
  name: z.string(),
  kind: z.literal('endpoint'),
  /** SPDX. */
  licence: z.string(),
});
export type EndpointDescription = z.infer<typeof EndpointDescription>;
