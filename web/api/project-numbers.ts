/** Who did how much; burndown and forecast. Days are UTC dates. */
export interface ProjectNumbers {
  people: {
    userId: string;
    tasks: number;
    objects: number;
    seconds: number;
    medianSecondsPerTask: number | null;
    /** 0–1 */
    rejectionRate: number | null;
  }[];
  burndown: { day: string; ended: number; remaining: number }[];
  forecast: { perDay: number; daysLeft: number; endsOn: string } | null;
}
