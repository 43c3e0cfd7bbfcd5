/** How long a claim counts as "somebody is claiming here". */
const WINDOW_MS = 60_000;
const PER_CLAIMER = 2;
const NARROWEST = 4;
/** An index may show a task as it was for about this long. */
const STALE_MS = 5_000;
const WIDEST = 400;

/**
 * How far from the head of a queue a claimer looks. Everybody taking the head costs one try per claimer; choosing at
 * random among the first few tasks per claimer costs little more than one. Claimers are counted in this process;
 * what other processes do shows as collisions, which widen the choice for a while. Tasks that somebody in this process
 * is reaching for are left alone.
 */
export class ClaimSpread {
  readonly #claimers = new Map<string, Map<string, number>>();
  readonly #boost = new Map<string, number>();
  readonly #reachedFor = new Set<string>();

  /** How many tasks from the head to choose among. */
  widthFor(queue: string, userId: string, now: number): number {
    const seen = this.#claimers.get(queue) ?? new Map<string, number>();
    this.#claimers.set(queue, seen);
    seen.set(userId, now);
    for (const [user, at] of seen) if (now - at > WINDOW_MS) seen.delete(user);
    const width = PER_CLAIMER * seen.size * (this.#boost.get(queue) ?? 1);
    return Math.min(WIDEST, Math.max(NARROWEST, Math.ceil(width)));
  }

  collided(queue: string): void {
    this.#boost.set(queue, Math.min(100, (this.#boost.get(queue) ?? 1) * 1.5));
  }

  succeeded(queue: string): void {
    this.#boost.set(queue, Math.max(1, (this.#boost.get(queue) ?? 1) * 0.95));
  }

  /** `false` when somebody in this process reaches for this very state of the task already, or has just got it. */
  reach(task: { id: string; rev: number }): boolean {
    if (this.isReachedFor(task)) return false;
    this.#reachedFor.add(stateOf(task));
    return true;
  }

  isReachedFor(task: { id: string; rev: number }): boolean {
    return this.#reachedFor.has(stateOf(task));
  }

  /** A state that was claimed never comes back, though the index may go on showing it for a moment. */
  letGo(task: { id: string; rev: number }, isClaimed: boolean): void {
    if (isClaimed) setTimeout(() => this.#reachedFor.delete(stateOf(task)), STALE_MS).unref();
    else this.#reachedFor.delete(stateOf(task));
  }
}

function stateOf(task: { id: string; rev: number }): string {
  return `${task.id} ${task.rev}`;
}
