/** Of a job's state machine, by attempt: the same attempt started twice is one execution. */
export function executionNameOf(jobId: string, attempt: number): string {
  return `${jobId.replaceAll(/[^\w-]/g, '-').slice(-70)}-${attempt}`;
}
