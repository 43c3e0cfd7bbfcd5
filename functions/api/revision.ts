import { InvalidInput, PreconditionRequired } from '../../shared/errors.ts';

/** The ETag of a revision: the number in quotes. */
export function etagOf(revision: number): string {
  return `"${revision}"`;
}

/**
 * The revision that an update was made on, from `If-Match: "7"`.
 *
 * @throws PreconditionRequired without the header, InvalidInput when it holds no revision.
 */
export function requireIfMatch(header: string | undefined): number {
  if (header === undefined) throw new PreconditionRequired();
  const match = /^(?:W\/)?"?(\d{1,12})"?$/.exec(header.trim());
  if (!match)
    throw new InvalidInput('The header If-Match must hold a revision number in quotes, such as "7".');
  return Number(match[1]);
}
