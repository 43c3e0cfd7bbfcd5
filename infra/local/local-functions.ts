import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import type { HandlerDefinition } from '../../shared/lambda/define-handler.ts';
import type { HandlerHost } from '../../shared/lambda/wrap-handler.ts';
import { NotFound } from '../../shared/errors.ts';

const FUNCTIONS_FOLDER = fileURLToPath(new URL('../../functions', import.meta.url));

type AnyDefinition = HandlerDefinition<unknown, unknown, unknown, unknown>;

/**
 * Calls `functions/<folder>` in this process: the same definition that the Lambda has, bound to the local seams.
 * Each is loaded when it is first called, so starting does not wait for what may never be needed.
 */
export function localFunctions(host: HandlerHost): (folder: string, input: unknown) => Promise<unknown> {
  const bound = new Map<string, Promise<(input: unknown) => Promise<unknown>>>();

  async function bind(folder: string) {
    const file = join(FUNCTIONS_FOLDER, folder, 'handler.ts');
    if (!existsSync(file)) throw new NotFound('function', folder);
    const module = (await import(file)) as { definition: AnyDefinition };
    return wrapHandler(module.definition, host);
  }

  return async (folder, input) => {
    let handler = bound.get(folder);
    if (handler === undefined) {
      handler = bind(folder);
      bound.set(folder, handler);
      handler.catch(() => bound.delete(folder));
    }
    return (await handler)(input);
  };
}
