import { createInterface } from 'node:readline/promises';
import { InvalidInput } from '../../shared/errors.ts';

/**
 * Lets a person type the name of what is to be deleted.
 *
 * @throws InvalidInput when another name was typed, or when nobody is there to type one
 */
export async function confirmByName(name: string, warning: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new InvalidInput(`${warning}\nNothing was deleted: nobody is there to confirm it. Add --yes.`);
  }
  console.error(warning);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const typed = await terminal.question(`Type its name to go on (${name}): `);
    if (typed.trim() !== name) throw new InvalidInput('That is another name; nothing was deleted.');
  } finally {
    terminal.close();
  }
}
