import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { InvalidInput } from '../errors.ts';

const Record = z.object({ modelId: z.string(), before: z.array(z.string()).default([]) });

/** What answers clicks unless a request names another model; the bundled one until somebody promotes another. */
export const BUNDLED_MODEL_ID = 'nano';

/** Which model is in use on this machine, with what was in use before, newest last. */
export function activeModel(folder: string) {
  const file = join(folder, 'active.json');

  async function read(): Promise<z.infer<typeof Record>> {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    return text === undefined ? { modelId: BUNDLED_MODEL_ID, before: [] } : Record.parse(JSON.parse(text));
  }
  async function write(record: z.infer<typeof Record>): Promise<void> {
    await mkdir(folder, { recursive: true });
    await writeFile(`${file}.new`, JSON.stringify(record));
    await rename(`${file}.new`, file);
  }

  return {
    get: async (): Promise<string> => (await read()).modelId,
    /** From the next click on. */
    async promote(modelId: string): Promise<void> {
      const { modelId: current, before } = await read();
      if (modelId !== current) await write({ modelId, before: [...before, current].slice(-50) });
    },
    /** Back to what was in use before. @throws InvalidInput when nothing was */
    async rollBack(): Promise<string> {
      const { before } = await read();
      const previous = before.at(-1);
      if (previous === undefined)
        throw new InvalidInput('No other model was in use here before: there is nothing to go back to.');
      await write({ modelId: previous, before: before.slice(0, -1) });
      return previous;
    },
  };
}
