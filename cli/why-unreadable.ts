const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission is missing',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'there is no room left for this user',
  EROFS: 'the disk is read-only',
  ENOTDIR: 'a file lies where a folder is needed',
  EEXIST: 'a file lies where a folder is needed',
};

/** Why the system could not read or write a file, in words; its own code when it is a rare one. */
export function whyUnreadable(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? (code || message);
}
