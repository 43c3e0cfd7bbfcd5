import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';

/** Where a signed-in command line talks to, and as whom. */
export const Credentials = z.object({
  url: z.url(),
  token: z.string().min(1),
  expiresAt: z.string().optional(),
});
export type Credentials = z.infer<typeof Credentials>;

/** `$XDG_CONFIG_HOME/lapidary/credentials.json`, by default below `~/.config`. */
export function credentialsFile(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'lapidary', 'credentials.json');
}

/** `LAPIDARY_URL` and `LAPIDARY_TOKEN` win over the file, so that a CI job needs no file. */
export async function readCredentials(
  env: NodeJS.ProcessEnv = process.env,
): Promise<Credentials | undefined> {
  const kept = Credentials.safeParse(
    await readFile(credentialsFile(env), 'utf8')
      .then((text) => JSON.parse(text) as unknown)
      .catch(() => undefined),
  );
  const url = env.LAPIDARY_URL ?? kept.data?.url;
  const token = env.LAPIDARY_TOKEN ?? kept.data?.token;
  return url === undefined || token === undefined ? undefined : { url: url.replace(/\/+$/, ''), token };
}

/** Readable by its owner only; whole or not at all. */
export async function keepCredentials(
  credentials: Credentials,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const file = credentialsFile(env);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, `${JSON.stringify(credentials, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return file;
}
