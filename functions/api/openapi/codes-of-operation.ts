import { REFUSALS } from './refusals.ts';
import type { Operation } from './operation.ts';

/** Every code that an operation can answer with, beyond faults of the server. */
export function codesOfOperation(method: string, path: string, operation: Operation): string[] {
  const codes = new Set(REFUSALS[`${method} ${path}`] ?? []);
  const parameters = operation.parameters ?? [];
  const body = operation.requestBody?.content;
  if (body !== undefined) {
    for (const code of ['malformed-json', 'body-too-large', 'unsupported-media-type']) codes.add(code);
  }
  if (body !== undefined || parameters.length > 0) codes.add('invalid-input');
  if (operation.security?.length !== 0) {
    codes.add('not-signed-in');
    // A GET of your own things is refused to nobody; what belongs to others is hidden or refused.
    if (method !== 'get' || parameters.length > 0) codes.add('not-allowed');
    // What names a thing, by a field here or in a schema that is written elsewhere, can name one that is not there.
    if (path.includes('{') || /Ids?"|"\$ref"/.test(JSON.stringify([parameters, body])))
      codes.add('not-found');
    if (method === 'post') codes.add('idempotency-conflict');
  }
  return [...codes];
}
