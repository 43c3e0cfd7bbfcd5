const YOUNG_GENERATION = '--max-semi-space-size=4';

/**
 * Replaces this process by itself with settings that keep an idle server small: a young generation of 4 MB instead of
 * 16, and two memory arenas instead of eight per core. After reading 20 photographs the host holds about 170 MB
 * instead of 230. The process keeps its id, terminal and signals; does nothing where the system cannot do this, or
 * the second time.
 */
export function restartWithLittleMemory(script: string): void {
  const isSet = process.env.MALLOC_ARENA_MAX !== undefined || process.execArgv.includes(YOUNG_GENERATION);
  if (isSet || process.platform === 'win32' || process.execve === undefined) return;
  process.execve(
    process.execPath,
    [process.execPath, YOUNG_GENERATION, ...process.execArgv, script, ...process.argv.slice(2)],
    { ...process.env, MALLOC_ARENA_MAX: '2' },
  );
}
