/** Who did how much; burndown and forecast. Days are UTC dates. */
export interface ProjectNumbers {
  people: {
    userId: string;
    tasks: number;
    objects: number;
    seconds: number;
    medianSecondsPerTask: number | null;
    medianSecondsPerObject: number | null;
    /** 0–1 */
    rejectionRate: number | null;
    /** With others in consensus rounds, 0–1. */
    agreement: number | null;
  }[];
  burndown: { day: string; ended: number; remaining: number }[];
  forecast: { perDay: number; daysLeft: number; endsOn: string } | null;
}
