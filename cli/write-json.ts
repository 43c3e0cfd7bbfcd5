import { writeFile } from 'node:fs/promises';

/** To a file, or to standard output for "-". */
export async function writeJson(target: string, value: unknown): Promise<void> {
  const text = `${JSON.stringify(value, undefined, 2)}\n`;
  if (target === '-') process.stdout.write(text);
  else await writeFile(target, text);
}
