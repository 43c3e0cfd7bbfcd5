import type * as z from 'zod';
import { InvalidInput, LapidaryError } from '../errors.ts';
import { jsonLog } from '../log.ts';
import type { Log } from '../log.ts';
import type { HandlerDefinition } from './define-handler.ts';
import { describeIssues } from './describe-issues.ts';
import { seamsFor } from './choose-seams.ts';
import type { Seams } from './seams.ts';

export interface HandlerHost {
  env: Record<string, string | undefined>;
  /** Left out: chosen from the environment (see seams.ts). */
  seams?: Seams;
  log?: Log;
}

/**
 * Binds a definition to its host: `export const handler = wrapHandler(definition)`. The environment is parsed and
 * the dependencies are made once, on the first call; a failed start is tried again by the next call.
 *
 * @throws InvalidInput when the event does not fit the input schema: a caller's fault, not worth a retry.
 */
export function wrapHandler<Env, Input, Output, Deps>(
  definition: HandlerDefinition<Env, Input, Output, Deps>,
  host: HandlerHost = { env: process.env },
): (event: unknown) => Promise<Output> {
  const log = host.log ?? jsonLog({ function: host.env.AWS_LAMBDA_FUNCTION_NAME });
  let starting: Promise<Deps> | undefined;

  async function start(): Promise<Deps> {
    const env = parse(definition.env, host.env, 'environment');
    return definition.deps(env, host.seams ?? (await seamsFor(host.env)));
  }

  return async (event) => {
    try {
      starting ??= start();
      const deps = await starting.catch((error: unknown) => {
        starting = undefined;
        throw error;
      });
      const input = parse(definition.input, event, 'input');
      return parse(definition.output, await definition.run(input, deps), 'output');
    } catch (error) {
      if (error instanceof LapidaryError) {
        log.warn(error.message, { error: error.name, code: error.code, details: error.details });
      } else {
        log.error(error instanceof Error ? error.message : String(error), {
          error: error instanceof Error ? error.name : 'unknown',
          stack: error instanceof Error ? error.stack : undefined,
        });
      }
      throw error;
    }
  };
}

function parse<T>(schema: z.ZodType<T>, value: unknown, what: 'environment' | 'input' | 'output'): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { summary, issues } = describeIssues(parsed.error);
  if (what === 'input') throw new InvalidInput(`The input is not right: ${summary}`, { issues });
  throw new Error(`The ${what} of this function is not right: ${summary}`);
}
