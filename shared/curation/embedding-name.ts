import * as z from 'zod';

/** The descriptor that needs no weights; the number moves with its definition. */
export const BUILT_IN_EMBEDDING = 'built-in-1';

/**
 * What images are compared by: the built-in descriptor, `model.<id>` (an ONNX model that is installed), or `own.<name>`
 * (vectors that somebody brought).
 */
export const EmbeddingName = z
  .string()
  .max(140)
  .regex(/^(built-in-1|model\.[\w-][\w.-]*|own\.[\w-]+)$/, 'It is built-in-1, model.<id> or own.<name>.');

/** The part behind `model.` or `own.`. */
export function embeddingSource(embedding: string): { kind: 'built-in' | 'model' | 'own'; name: string } {
  const [kind, ...rest] = embedding.split('.');
  return kind === 'model' || kind === 'own'
    ? { kind, name: rest.join('.') }
    : { kind: 'built-in', name: embedding };
}
