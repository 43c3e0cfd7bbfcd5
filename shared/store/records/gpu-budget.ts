import * as z from 'zod';

/** What a project may spend on GPUs in a calendar month (UTC). */
export const GpuBudget = z.object({
  projectId: z.string(),
  /** Missing: as much as it takes. */
  dollarsPerMonth: z.number().min(0).optional(),
});
export type GpuBudget = z.infer<typeof GpuBudget>;
