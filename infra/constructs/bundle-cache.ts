import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** By file: size and time of change of what a bundle was made from. */
type Inputs = Record<string, [size: number, changedAt: number]>;

/** Whether a bundle is still what would be made now; `note` is where `rememberBundle` wrote down what it came from. */
export function isBundleFresh(note: string): boolean {
  if (!existsSync(note)) return false;
  try {
    const inputs = JSON.parse(readFileSync(note, 'utf8')) as Inputs;
    return Object.entries(inputs).every(([file, [size, changedAt]]) => {
      const now = statSync(file, { throwIfNoEntry: false });
      return now?.size === size && now.mtimeMs === changedAt;
    });
  } catch {
    // Cut off in the middle of writing.
    return false;
  }
}

/** Written last, so that a bundle that was cut off is made anew. Folders stand for all files in them. */
export function rememberBundle(note: string, files: readonly string[]): void {
  const inputs: Inputs = {};
  for (const file of files.flatMap(filesIn)) {
    const { size, mtimeMs } = statSync(file);
    inputs[file] = [size, mtimeMs];
  }
  writeFileSync(note, JSON.stringify(inputs));
}

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
