/** How many tasks each stage holds, whatever their status. */
export function tasksByStage(counts: Record<string, Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(counts).map(([stage, byStatus]) => [
      stage,
      Object.values(byStatus).reduce((sum, tasks) => sum + tasks, 0),
    ]),
  );
}
