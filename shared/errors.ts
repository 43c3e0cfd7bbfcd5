/**
 * Every error that Lapidary raises on purpose: one class per cause, each with a stable `code`.
 *
 * The class name is what `ErrorEquals` matches in the state machines, so `name` is set explicitly: minifying
 * mangles class names, and an unnamed subclass is just `Error`. `status` is the HTTP status of the problem
 * document (RFC 9457) that the API answers with. A message says what was wrong, where, and what to do; it never
 * holds a secret or a signed link.
 */
export abstract class LapidaryError extends Error {
  abstract readonly code: string;
  abstract readonly status: number;
  /** Structured facts for the client: the current revision, the offending path. Never secrets. */
  readonly details: Record<string, unknown>;

  constructor(name: string, message: string, details: Record<string, unknown> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = name;
    this.details = details;
  }
}

/** The input cannot be read or breaks a rule; `details.path` says where when it is known. */
export class InvalidInput extends LapidaryError {
  readonly code: string = 'invalid-input';
  readonly status: number = 400;
  constructor(message: string, details: Record<string, unknown> = {}, cause?: unknown) {
    super('InvalidInput', message, details, cause);
  }
}

export class NotFound extends LapidaryError {
  readonly code = 'not-found';
  readonly status = 404;
  constructor(noun: string, id: string) {
    super('NotFound', `There is no ${noun} "${id}", or you may not see it.`, { noun, id });
  }
}

export class NotSignedIn extends LapidaryError {
  readonly code = 'not-signed-in';
  readonly status = 401;
  constructor(message = 'Sign in first: the session is missing or has ended.') {
    super('NotSignedIn', message);
  }
}

/** Address and password are right, and the account wants one thing more; sign in again with it and the session. */
export class SignInStepRequired extends LapidaryError {
  readonly code = 'sign-in-step-required';
  readonly status = 403;
  constructor(step: 'newPassword' | 'code', session: string) {
    super(
      'SignInStepRequired',
      step === 'newPassword'
        ? 'Your first password has to be replaced: choose one of your own.'
        : 'Enter the code that your authenticator app shows.',
      { step, session },
    );
  }
}

export class NotAllowed extends LapidaryError {
  readonly code = 'not-allowed';
  readonly status = 403;
  constructor(message: string, details: Record<string, unknown> = {}) {
    super('NotAllowed', message, details);
  }
}

/** Somebody else changed the thing since it was read; `details` holds the current state. */
export class StaleRevision extends LapidaryError {
  readonly code = 'stale-revision';
  readonly status = 409;
  constructor(message: string, details: Record<string, unknown> = {}) {
    super('StaleRevision', message, details);
  }
}

export class AlreadyExists extends LapidaryError {
  readonly code = 'already-exists';
  readonly status = 409;
  constructor(noun: string, id: string) {
    super('AlreadyExists', `A ${noun} "${id}" exists already; choose another name.`, { noun, id });
  }
}

/** The local database file has broken pages; the host does not start on it. */
export class DatabaseDamaged extends LapidaryError {
  readonly code = 'database-damaged';
  readonly status = 500;
  constructor(file: string, fault: string, cause?: unknown) {
    super(
      'DatabaseDamaged',
      `The database ${file} is damaged (${fault}). Restore it from a backup, or move it away to start empty.`,
      { file },
      cause,
    );
  }
}

/** The program that serves the local database is missing, or does not start. */
export class DatabaseUnavailable extends LapidaryError {
  readonly code = 'database-unavailable';
  readonly status = 503;
  constructor(message: string, cause?: unknown) {
    super('DatabaseUnavailable', message, {}, cause);
  }
}

/** An update must say which revision it was made on. */
export class PreconditionRequired extends LapidaryError {
  readonly code = 'precondition-required';
  readonly status = 428;
  constructor() {
    super('PreconditionRequired', 'Say which revision you changed: send the ETag that you read as If-Match.');
  }
}

/** A stored record fits no version that this program knows. */
export class CorruptRecord extends LapidaryError {
  readonly code = 'corrupt-record';
  readonly status = 500;
  constructor(noun: string, fault: string, details: Record<string, unknown> = {}) {
    super(
      'CorruptRecord',
      `A stored ${noun} cannot be read: ${fault}. Update Lapidary or restore it.`,
      details,
    );
  }
}

/** A conditional write found another state than the one that it was made for. */
export class PreconditionFailed extends LapidaryError {
  readonly code = 'precondition-failed';
  readonly status = 412;
  constructor(noun: string, id: string) {
    super('PreconditionFailed', `The ${noun} "${id}" was changed or made by somebody else; read it again.`, {
      noun,
      id,
    });
  }
}

/** A state machine that was waited for did not succeed; `details.error` is the name of what it failed with. */
export class ExecutionFailed extends LapidaryError {
  readonly code = 'execution-failed';
  readonly status = 500;
  constructor(machine: string, error: string, cause: string) {
    super('ExecutionFailed', `The state machine ${machine} ended with ${error}: ${cause}`, {
      machine,
      error,
    });
  }
}

/** Too many tries in too little time; `details.retryAfterSeconds` says when to try again. */
export class TooManyRequests extends LapidaryError {
  readonly code = 'too-many-requests';
  readonly status = 429;
  constructor(message: string, retryAfterSeconds: number) {
    super('TooManyRequests', message, { retryAfterSeconds });
  }
}

/** The same `Idempotency-Key` came with another request, or while the first one is still running. */
export class IdempotencyConflict extends LapidaryError {
  readonly code = 'idempotency-conflict';
  readonly status = 409;
  constructor(message: string) {
    super('IdempotencyConflict', message);
  }
}

/** The workflow does not lead where somebody wanted to go. */
export class UnreachablePathway extends LapidaryError {
  readonly code = 'unreachable-pathway';
  readonly status = 422;
  constructor(message: string, details: Record<string, unknown> = {}) {
    super('UnreachablePathway', message, details);
  }
}

/** The task is in a stage or a status in which this cannot be done. */
export class WrongStage extends LapidaryError {
  readonly code = 'wrong-stage';
  readonly status = 409;
  constructor(message: string, details: Record<string, unknown> = {}) {
    super('WrongStage', message, details);
  }
}

export class WrongTaskStatus extends LapidaryError {
  readonly code = 'wrong-task-status';
  readonly status = 409;
  constructor(message: string, details: Record<string, unknown> = {}) {
    super('WrongTaskStatus', message, details);
  }
}

/** Somebody else works on the task. */
export class NotHolder extends LapidaryError {
  readonly code = 'not-holder';
  readonly status = 409;
  constructor(message: string, details: Record<string, unknown> = {}) {
    super('NotHolder', message, details);
  }
}

export class LeaseExpired extends LapidaryError {
  readonly code = 'lease-expired';
  readonly status = 409;
  constructor() {
    super(
      'LeaseExpired',
      'Your hold on this task has ended and it went back to the queue. Your saved labels are kept; claim it again to go on.',
    );
  }
}

export class SelfReview extends LapidaryError {
  readonly code = 'self-review';
  readonly status = 403;
  constructor() {
    super('SelfReview', 'You have worked on the labels of this task, so somebody else must review it.');
  }
}

export class UnresolvedRejection extends LapidaryError {
  readonly code = 'unresolved-rejection';
  readonly status = 409;
  constructor(open: number) {
    super(
      'UnresolvedRejection',
      `Resolve the ${open === 1 ? 'one reason' : `${open} reasons`} for which this task was rejected before you submit it again.`,
      { open },
    );
  }
}

/** A rejection says why. */
export class ReasonMissing extends LapidaryError {
  readonly code = 'reason-missing';
  readonly status = 400;
  constructor() {
    super('ReasonMissing', 'Say why: reject at least one object, or give a reason for the whole image.', {
      path: 'reasons',
    });
  }
}

/** In a consensus round one person takes one place. */
export class SlotTaken extends LapidaryError {
  readonly code = 'slot-taken';
  readonly status = 409;
  constructor() {
    super('SlotTaken', 'You have a place in this round already; the others are for other people.');
  }
}

/** A task cannot move to another revision of the workflow until somebody says which stage it goes to there. */
export class StageNotMapped extends LapidaryError {
  readonly code = 'stage-not-mapped';
  readonly status = 422;
  constructor(message: string, details: Record<string, unknown> = {}) {
    super('StageNotMapped', message, details);
  }
}

export class ProjectPaused extends LapidaryError {
  readonly code = 'project-paused';
  readonly status = 409;
  constructor() {
    super('ProjectPaused', 'The project is paused; no tasks are given out until it is resumed.');
  }
}

/** The graph breaks a rule; `details.problems` lists every finding. */
export class InvalidWorkflow extends LapidaryError {
  readonly code = 'invalid-workflow';
  readonly status = 422;
  constructor(message: string, problems: unknown[]) {
    super('InvalidWorkflow', message, { problems });
  }
}

/** Another host uses the data folder; two of them would spoil it. */
export class HostAlreadyRunning extends LapidaryError {
  readonly code = 'host-already-running';
  readonly status = 409;
  constructor(folder: string, holder: { pid?: number; url?: string }, cause?: unknown) {
    const at = holder.url === undefined ? '' : ` at ${holder.url}`;
    const who = holder.pid === undefined ? '' : ` (process ${holder.pid})`;
    super(
      'HostAlreadyRunning',
      `Lapidary is already running on ${folder}${at}${who}. Use that one, stop it, or start with --data ANOTHER-FOLDER.`,
      { folder, ...holder },
      cause,
    );
  }
}

/** The port that was asked for is in use by another program. */
export class PortTaken extends LapidaryError {
  readonly code = 'port-taken';
  readonly status = 409;
  constructor(port: number, cause?: unknown) {
    super(
      'PortTaken',
      `Port ${port} is in use by another program. Choose another with --port.`,
      { port },
      cause,
    );
  }
}

/** A path that was given on the command line is no folder that can be read. */
export class FolderUnreadable extends LapidaryError {
  readonly code = 'folder-unreadable';
  readonly status = 400;
  constructor(path: string, cause?: unknown) {
    super(
      'FolderUnreadable',
      `${path} is not a folder that can be read. Check its name and permissions.`,
      { path },
      cause,
    );
  }
}

/** A model's files, inputs or outputs are not what its description says; nothing was changed. */
export class ModelUnusable extends LapidaryError {
  readonly code = 'model-unusable';
  readonly status = 422;
  constructor(message: string, details: Record<string, unknown> = {}, cause?: unknown) {
    super('ModelUnusable', message, details, cause);
  }
}

/** A model that runs elsewhere has not answered yet: its machine is waking up, or others come first. Ask again. */
export class ModelNotReady extends LapidaryError {
  readonly code = 'model-not-ready';
  readonly status = 503;
  constructor(modelId: string) {
    super(
      'ModelNotReady',
      `"${modelId}" has not answered yet: its machine takes up to ten minutes to start. The question stays; ask again.`,
      { modelId },
    );
  }
}

/** A model's files could not be fetched whole; what arrived is kept for the next try. */
export class PullFailed extends LapidaryError {
  readonly code = 'pull-failed';
  readonly status = 502;
  constructor(message: string, details: Record<string, unknown> = {}, cause?: unknown) {
    super('PullFailed', message, details, cause);
  }
}

/** It cannot go while something else rests on it. */
export class InUse extends LapidaryError {
  readonly code = 'in-use';
  readonly status = 409;
  constructor(what: string, users: string[]) {
    super('InUse', `${what} is used by ${users.slice(0, 3).join(', ')}; take it out there first.`, { users });
  }
}

/** The web app does not build; `details.output` holds what the builder said. */
export class WebBuildFailed extends LapidaryError {
  readonly code = 'web-build-failed';
  readonly status = 500;
  constructor(output: string) {
    super('WebBuildFailed', `The web app cannot be built:\n${output}`, { output });
  }
}

/** The job was cancelled, or has ended otherwise: its steps stop. */
export class JobEnded extends LapidaryError {
  readonly code = 'job-ended';
  readonly status = 409;
  constructor(jobId: string, status: string) {
    super('JobEnded', `The job is ${status}; nothing more is done for it.`, { jobId, status });
  }
}

/** It is still being made, or its making has failed. */
export class NotReady extends LapidaryError {
  readonly code = 'not-ready';
  readonly status = 409;
  constructor(what: string, status: string) {
    super('NotReady', `${what} is not ready: its status is "${status}".`, { status });
  }
}

/** The demo met an answer that it did not expect; `details.code` is the problem's own code. */
export class DemoFailed extends LapidaryError {
  readonly code = 'demo-failed';
  readonly status = 500;
  constructor(message: string, details: Record<string, unknown> = {}) {
    super('DemoFailed', message, details);
  }
}

/** Exports go to the places that whoever runs the installation has named, and nowhere else. */
export class UnknownDestination extends LapidaryError {
  readonly code = 'unknown-destination';
  readonly status = 422;
  constructor(name: string, known: string[]) {
    const which = known.length === 0 ? 'This installation has none.' : `There are: ${known.join(', ')}.`;
    super('UnknownDestination', `No destination is named "${name}". ${which}`, { destination: name, known });
  }
}

/** The place that an export is to be written to does not take it. */
export class DestinationUnwritable extends LapidaryError {
  readonly code = 'destination-unwritable';
  readonly status = 502;
  constructor(name: string, cause: Error) {
    super(
      'DestinationUnwritable',
      `The destination "${name}" could not be written to: ${cause.message}`,
      { destination: name },
      cause,
    );
  }
}

/** Webhooks must not reach into the network that Lapidary runs in. */
export class ForbiddenTarget extends LapidaryError {
  readonly code = 'forbidden-target';
  readonly status = 422;
  constructor(host: string) {
    super(
      'ForbiddenTarget',
      `${host} is in a private address range, where webhooks may not go. Use a public address, or allow private targets in the settings of this installation.`,
      { host },
    );
  }
}

/** A model could not be trained; nothing was registered and the model in use stays. */
export class TrainingFailed extends LapidaryError {
  readonly code = 'training-failed';
  readonly status = 500;
  constructor(message: string, details: Record<string, unknown> = {}) {
    super('TrainingFailed', message, details);
  }
}

/** A project has spent on GPUs what it may in a month: trainings and calls of the endpoint rest. */
export class SpendCeilingReached extends LapidaryError {
  readonly code = 'spend-ceiling-reached';
  readonly status = 409;
  constructor(dollars: number, ceiling: number, month: string) {
    super(
      'SpendCeilingReached',
      `This project has spent $${dollars.toFixed(2)} of its $${ceiling.toFixed(2)} for GPUs in ${month}, so models rest. An admin can raise the ceiling in the settings of the project; otherwise they go on next month.`,
      { dollars, ceiling, month },
    );
  }
}

/** Lapidary cannot be deployed from this shell to that account and region as things are. */
export class NotDeployable extends LapidaryError {
  readonly code = 'not-deployable';
  readonly status = 409;
  constructor(message: string, cause?: unknown) {
    super('NotDeployable', message, {}, cause);
  }
}

/** A server answered a request with a problem; `details` has its status and code. */
export class RequestRefused extends LapidaryError {
  readonly code = 'request-refused';
  readonly status = 502;
  constructor(message: string, details: Record<string, unknown> = {}) {
    super('RequestRefused', message, details);
  }
}

/** A job that a program waited for did not succeed. */
export class JobFailed extends LapidaryError {
  readonly code = 'job-failed';
  readonly status = 502;
  constructor(message: string, details: Record<string, unknown> = {}) {
    super('JobFailed', message, details);
  }
}

/** A folder that was to be filled holds something already; nothing was written. */
export class FolderNotEmpty extends LapidaryError {
  readonly code = 'folder-not-empty';
  readonly status = 409;
  constructor(folder: string) {
    super('FolderNotEmpty', `${folder} holds something already. Name a folder that is new or empty.`, {
      folder,
    });
  }
}

/** A folder is no backup, or not a whole one; nothing was restored. */
export class BackupUnusable extends LapidaryError {
  readonly code = 'backup-unusable';
  readonly status = 422;
  constructor(folder: string, reason: string, cause?: unknown) {
    super('BackupUnusable', `${folder} cannot be restored: ${reason}`, { folder }, cause);
  }
}

/** More shards of a job failed, or failed for good, than its work can do without. `name`: when all failed of one kind. */
export class ShardsFailed extends LapidaryError {
  readonly code = 'shards-failed';
  readonly status = 500;
  constructor(jobId: string, reasons: string, name = 'ShardsFailed') {
    super(name, reasons, { jobId });
  }
}

/** Nothing more can be written on this machine; what was acknowledged is safe. */
export class DiskFull extends LapidaryError {
  readonly code = 'disk-full';
  readonly status = 507;
  constructor(cause?: unknown) {
    super(
      'DiskFull',
      'The disk is full. Make room on it and try again; nothing that was saved is lost.',
      {},
      cause,
    );
  }
}
