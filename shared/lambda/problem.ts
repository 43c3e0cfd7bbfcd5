import { HTTPException } from 'hono/http-exception';
import * as z from 'zod';
import { DiskFull, LapidaryError } from '../errors.ts';

/** RFC 9457 with a stable `code`; what the API answers whenever something is not right. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    /** Stable: programs may branch on it. */
    code: z.string(),
    /** A sentence for a person: what was wrong, where, and what to do. */
    detail: z.string(),
    requestId: z.string().optional(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

const TITLES: Record<number, string> = {
  400: 'The request is not right',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  412: 'Precondition failed',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Cannot be processed',
  428: 'Precondition required',
  429: 'Too many requests',
  500: 'Something went wrong on our side',
  503: 'Busy',
  507: 'Disk full',
};

const HTTP_EXCEPTIONS: Record<number, { code: string; detail?: string }> = {
  400: { code: 'malformed-json', detail: 'The body is not valid JSON.' },
  413: { code: 'body-too-large' },
  415: {
    code: 'unsupported-media-type',
    detail: 'Send the body as JSON, with the header "Content-Type: application/json".',
  },
};

/** The one place where an error becomes HTTP. Whatever is not known becomes a 500 that tells nothing about the inside. */
export function problemOf(error: unknown, requestId?: string): Problem {
  if (error instanceof LapidaryError) {
    const { issues, ...details } = error.details;
    return problem(error.status, error.code, error.message, {
      requestId,
      ...(Array.isArray(issues) ? { issues: issues as Problem['issues'] } : {}),
      ...(Object.keys(details).length > 0 ? { details } : {}),
    });
  }
  if (error instanceof HTTPException && error.status < 500) {
    const known = HTTP_EXCEPTIONS[error.status];
    return problem(error.status, known?.code ?? 'invalid-input', known?.detail ?? error.message, {
      requestId,
    });
  }
  if (isDiskFull(error)) return problemOf(new DiskFull(error), requestId);
  return problem(
    500,
    'internal-error',
    'Something went wrong on our side. Try again; if it stays, look for this request id in the log.',
    { requestId },
  );
}

/** As the file system says it, and as the database does. */
function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT' || /\bdisk is full\b/.test(error.message);
}

function problem(status: number, code: string, detail: string, more: Partial<Problem>): Problem {
  return {
    type: `urn:lapidary:problem:${code}`,
    title: TITLES[status] ?? 'Error',
    status,
    code,
    detail,
    ...more,
  };
}
