const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission is missing',
  EISDIR: 'it is a folder',
};

/** Why the system could not open a file, in words; its own code when it is a rare one. */
export function whyUnreadable(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? (code || message);
}
