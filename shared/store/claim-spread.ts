/** How long a claim counts as "somebody is claiming here". */
const WINDOW_MS = 60_000;
const PER_CLAIMER = 4;
const WIDEST = 400;

/**
 * How far from the head of a queue a claimer looks. Everybody taking the head costs one try per claimer; choosing at
 * random among the first four tasks per claimer costs about 1.2 (facts.md §5). Claimers are counted in this process;
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
    return Math.min(WIDEST, Math.ceil(PER_CLAIMER * seen.size * (this.#boost.get(queue) ?? 1)));
  }

  collided(queue: string): void {
    this.#boost.set(queue, Math.min(100, (this.#boost.get(queue) ?? 1) * 1.5));
  }

  succeeded(queue: string): void {
    this.#boost.set(queue, Math.max(1, (this.#boost.get(queue) ?? 1) * 0.95));
  }

  /** `false` when somebody in this process reaches for the task already. */
  reach(taskId: string): boolean {
    if (this.#reachedFor.has(taskId)) return false;
    this.#reachedFor.add(taskId);
    return true;
  }

  isReachedFor(taskId: string): boolean {
    return this.#reachedFor.has(taskId);
  }

  letGo(taskId: string): void {
    this.#reachedFor.delete(taskId);
  }
}
