/** What the process tells its caller; others rely on these numbers. */
export const EXIT = { done: 0, checkFailed: 1, wrongUse: 2 } as const;
