interface Documented {
  responses?: Record<string, { content?: Record<string, { examples?: Record<string, unknown> }> }>;
}

/**
 * Says what is missing when an operation of the API's document answers with a problem that the document does not
 * name; undefined when all is well, when no operation was met, or when the server itself has failed.
 */
export function undocumentedRefusal(
  document: { paths?: object },
  request: { method: string; path: string },
  answer: { status: number; code: string },
): string | undefined {
  const path = request.path.split('?')[0];
  const paths = Object.entries((document.paths ?? {}) as Record<string, Record<string, Documented>>);
  // A fixed path wins over one with a parameter in the same place.
  const matching = paths
    .filter(([pattern]) => new RegExp(`^${pattern.replace(/\{\w+\}/g, '[^/]+')}$`).test(path))
    .sort(([a], [b]) => a.split('{').length - b.split('{').length);
  const operation = matching[0]?.[1][request.method.toLowerCase()];
  if (operation === undefined || answer.status >= 500) return undefined;
  const documented = operation.responses?.[answer.status]?.content?.['application/problem+json']?.examples;
  if (documented && answer.code in documented) return undefined;
  return `${request.method} ${matching[0][0]} answers ${answer.status} ${answer.code}, which its document does not name.`;
}
