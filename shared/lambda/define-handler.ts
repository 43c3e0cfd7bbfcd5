import type * as z from 'zod';
import type { Seams } from './seams.ts';

/**
 * A function of the house before it is bound to a host: what it reads from the environment, what it takes and gives
 * back, how its dependencies are made, and `run`, which holds the logic and is what tests call.
 */
export interface HandlerDefinition<Env, Input, Output, Deps> {
  env: z.ZodType<Env>;
  input: z.ZodType<Input>;
  output: z.ZodType<Output>;
  deps: (env: Env, seams: Seams) => Deps | Promise<Deps>;
  run: (input: Input, deps: Deps) => Promise<Output> | Output;
}

/** Keeps the types together; `handler.ts` exports the result as `definition`, for the local host. */
export function defineHandler<Env, Input, Output, Deps>(
  definition: HandlerDefinition<Env, Input, Output, Deps>,
): HandlerDefinition<Env, Input, Output, Deps> {
  return definition;
}
