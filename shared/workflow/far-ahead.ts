const FAR_MILLISECONDS = 60 * 60_000;

/**
 * Nothing that this program holds or promises for a while lasts as long as this. A time beyond it was written by a clock
 * that ran ahead and has been set back since: waiting for it could take years.
 */
export function farAhead(now: Date): Date {
  return new Date(now.getTime() + FAR_MILLISECONDS);
}
