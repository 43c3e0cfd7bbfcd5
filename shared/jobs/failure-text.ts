/** What a state machine's Catch leaves behind: the name of an error's class and what it said. */
export interface StepFailure {
  Error: string;
  Cause: string;
}

/** `NotFound` → `not-found` */
export function failureCode({ Error: name }: StepFailure): string {
  return name
    .replaceAll(/[^A-Za-z]+/g, '-')
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

/** A plain message on one machine; in AWS JSON with `errorMessage` (or a plain one, when Lambda itself fails). */
export function failureMessage({ Cause: cause }: StepFailure): string {
  try {
    const parsed = JSON.parse(cause) as { errorMessage?: unknown } | null;
    if (typeof parsed?.errorMessage === 'string') return parsed.errorMessage;
  } catch {
    // Not JSON: the message itself.
  }
  return cause === '' ? 'A step of the job failed without saying why.' : cause;
}
