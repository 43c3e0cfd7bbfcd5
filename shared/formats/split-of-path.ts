/** The folder of a path that is named like a split. */
export function splitOfPath(path: string): string | undefined {
  return path
    .split('/')
    .slice(0, -1)
    .find((part) => /^(train|val|valid|validation|test|minival)(\d{4})?$/i.test(part));
}
