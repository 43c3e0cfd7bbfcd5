import { InvalidInput } from '../errors.ts';

/**
 * The path as it is, when it stays in the folder that it is meant for, wherever the folder is copied to.
 *
 * @throws InvalidInput for `..`, `.`, a zero byte or a leading `/`
 */
export function requirePathWithin(path: string): string {
  const segments = path.split('/');
  const climbs = segments.some((segment) => segment === '..' || segment === '.');
  if (path === '' || segments[0] === '' || climbs || /[\0\\]/.test(path)) {
    throw new InvalidInput(`"${path}" cannot be written to a destination: it is no path within a folder.`, {
      path,
    });
  }
  return path;
}
