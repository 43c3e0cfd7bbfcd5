/** What a project has spent on GPUs this month, and the most that it may; dollars. */
export interface GpuBudget {
  projectId: string;
  /** null: no ceiling. */
  dollarsPerMonth: number | null;
  spent: { month: string; dollars: number; seconds: number; calls: number };
  isReached: boolean;
  prices: { trainingDollarsPerHour: number; servingDollarsPerHour: number; asOf?: string };
}
