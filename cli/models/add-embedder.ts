import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { InvalidInput } from '../../shared/errors.ts';
import { embedImage } from '../../shared/models/embed-image.ts';
import { EmbedderDescription } from '../../shared/models/embedder-description.ts';
import { onnxEngine } from '../../shared/models/onnx-engine.ts';

/** What a `--config` file may say. */
const EmbedderConfig = EmbedderDescription.pick({
  input: true,
  output: true,
  side: true,
  fit: true,
  resize: true,
  mean: true,
  std: true,
  pooling: true,
}).partial();

/**
 * Adds an ONNX encoder to a folder of models, after it has looked at one image.
 *
 * @throws InvalidInput @throws ModelUnusable when graph and configuration do not fit
 */
export async function addEmbedder(
  folder: string,
  id: string,
  options: { model: string; config?: string; licence: string },
): Promise<void> {
  const config = options.config === undefined ? {} : await readConfig(options.config);
  const files = { model: { name: 'model.onnx' } };
  const description = EmbedderDescription.safeParse({
    id,
    name: id,
    kind: 'embedder',
    licence: options.licence,
    files,
    ...config,
  });
  if (!description.success)
    throw new InvalidInput('A model id has 1 to 128 letters, digits, ".", "-" or "_".', { id });
  const engine = onnxEngine();
  let length: number;
  try {
    const image = { width: 64, height: 64, data: new Uint8Array(64 * 64 * 3).fill(114) };
    const embedder = { description: description.data, embedderFile: resolve(options.model) };
    length = (await embedImage(embedder, image, engine, 'batch')).vector.length;
  } finally {
    await engine.close();
  }
  const home = join(folder, id);
  await mkdir(home, { recursive: true });
  await copyFile(resolve(options.model), join(home, 'model.onnx'));
  await writeFile(join(home, 'model.json'), `${JSON.stringify(description.data, null, 2)}\n`);
  console.log(`${id} is ready: vectors of ${length} numbers; curations call it model.${id}.`);
}

async function readConfig(file: string): Promise<z.infer<typeof EmbedderConfig>> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(resolve(file), 'utf8'));
  } catch (error) {
    throw new InvalidInput(`${file} cannot be read as JSON.`, { file }, error);
  }
  const config = EmbedderConfig.safeParse(value);
  if (!config.success) throw new InvalidInput(`${file}: ${z.prettifyError(config.error)}`, { file });
  return config.data;
}
