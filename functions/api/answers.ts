import type * as z from 'zod';
import { Problem } from '../../shared/lambda/problem.ts';

/** A JSON request body that must be there. */
export function jsonBody<S extends z.ZodType>(schema: S) {
  return { required: true as const, content: { 'application/json': { schema } } };
}

/** A JSON answer. */
export function json<S extends z.ZodType>(schema: S, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** An answer without a body. */
export function empty(description: string) {
  return { description };
}

/** `...problems` in every route's `responses`: the document of the API puts its statuses and codes in this place. */
export const problems = {
  '4XX': {
    description: 'The request cannot be served as it is; `code` says why.',
    content: { 'application/problem+json': { schema: Problem } },
  },
};
