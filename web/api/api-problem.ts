/** What the API answered instead of a result: an RFC 9457 problem document, or no answer at all (`status` 0). */
export class ApiProblem extends Error {
  readonly status: number;
  /** Stable: `stale-revision`, `not-signed-in`, …; `offline` when no answer came. */
  readonly code: string;
  /** The whole problem document. */
  readonly body: Record<string, unknown>;

  constructor(status: number, code: string, message: string, body: Record<string, unknown> = {}) {
    super(message);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.body = body;
  }

  get isOffline(): boolean {
    return this.status === 0;
  }
}
