/** What a stable code means, and what to do about it; `docs/errors.md` is written from here. */
export interface ProblemCode {
  /** The HTTP status of the API's answer. A few come with several, by where they are met. */
  status: number;
  meaning: string;
  remedy: string;
  /** Met by commands on the machine itself; the API never answers with it. */
  isOfCommands?: true;
}

/** Every code that a problem document, a failed job or a command can name. */
export const PROBLEM_CODES: Record<string, ProblemCode> = {
  'invalid-input': {
    status: 400,
    meaning: 'A part of the request breaks a rule.',
    remedy: '`issues` lists each place and what is wrong there; mend those.',
  },
  'malformed-json': {
    status: 400,
    meaning: 'The body is not JSON.',
    remedy: 'Send valid JSON in UTF-8.',
  },
  'reason-missing': {
    status: 400,
    meaning: 'A rejection that does not say why.',
    remedy: 'Reject at least one object, or give a reason for the whole image.',
  },
  'not-signed-in': {
    status: 401,
    meaning: 'There is no session, or it has ended.',
    remedy: 'Sign in, or send a token that is still good as `Authorization: Bearer`.',
  },
  'not-allowed': {
    status: 403,
    meaning: 'Your role does not allow this.',
    remedy: 'Ask an admin or team manager of the project.',
  },
  'self-review': {
    status: 403,
    meaning: 'You worked on the labels of the task that you want to review.',
    remedy: 'Leave it to somebody else; `claim-next` gives you only tasks that you may review.',
  },
  'sign-in-step-required': {
    status: 403,
    meaning: 'Address and password are right, but the account wants a new password or a code.',
    remedy: 'Sign in again with what `details.step` names, and with `details.session`.',
  },
  'not-found': {
    status: 404,
    meaning: 'There is no such thing, or you may not see it.',
    remedy: 'Check the id; ask for a role in the project.',
  },
  'no-such-route': {
    status: 404,
    meaning: 'The API has nothing at this path.',
    remedy: '`/docs` lists what there is.',
  },
  'method-not-allowed': {
    status: 405,
    meaning: 'The path is right, the method is not.',
    remedy: 'The header `Allow` names those that work.',
  },
  'stale-revision': {
    status: 409,
    meaning: 'Somebody changed it since you read it.',
    remedy: '`details` holds the state of now: merge with it, and send again with its revision.',
  },
  'already-exists': {
    status: 409,
    meaning: 'The name or key is taken.',
    remedy: 'Choose another.',
  },
  'idempotency-conflict': {
    status: 409,
    meaning: 'The `Idempotency-Key` came with another request before, or the first one still runs.',
    remedy: 'Use a new key for a new request; wait and repeat for the same one.',
  },
  'wrong-stage': {
    status: 409,
    meaning: 'This cannot be done in the stage where the task is.',
    remedy: 'Read the task again; `GET /v1/tasks/{taskId}/route` says why it is where it is.',
  },
  'wrong-task-status': {
    status: 409,
    meaning: 'The task is done, archived, skipped or on its way, so this cannot be done now.',
    remedy: 'Read the task again. A manager can reopen it.',
  },
  'not-holder': {
    status: 409,
    meaning: 'Somebody else holds the task, or nobody does.',
    remedy: 'Claim it first.',
  },
  'lease-expired': {
    status: 409,
    meaning: 'Your hold on the task ran out, and it went back to its queue.',
    remedy: 'Claim it again; saved labels are there. Send heartbeats to keep it.',
  },
  'unresolved-rejection': {
    status: 409,
    meaning: 'The task was rejected, and reasons are open.',
    remedy: 'Resolve each, then submit.',
  },
  'slot-taken': {
    status: 409,
    meaning: 'You have a place in this consensus round already.',
    remedy: 'Leave the others to other people.',
  },
  'project-paused': {
    status: 409,
    meaning: 'The project gives out no tasks.',
    remedy: 'Wait, or ask a manager to resume it.',
  },
  'in-use': {
    status: 409,
    meaning: 'Something else rests on it; `details.users` names what.',
    remedy: 'Take it out there first.',
  },
  'job-ended': {
    status: 409,
    meaning: 'The job has ended, so nothing more is done for it.',
    remedy: 'Start another.',
  },
  'not-ready': {
    status: 409,
    meaning: 'It is still being made, or its making failed.',
    remedy: 'Look at its job; ask again when that has succeeded.',
  },
  'spend-ceiling-reached': {
    status: 409,
    meaning: 'The project has spent what it may on GPUs this month.',
    remedy: 'An admin can raise the ceiling in the settings; otherwise models rest until next month.',
  },
  'precondition-failed': {
    status: 412,
    meaning: 'A file or record is not in the state that the change was meant for.',
    remedy: 'Read it again and repeat.',
  },
  'body-too-large': {
    status: 413,
    meaning: 'The body is longer than 1 MiB (64 MiB for labels and ontologies).',
    remedy: 'Send less at once; files go through `POST /v1/uploads`.',
  },
  'unsupported-media-type': {
    status: 415,
    meaning: 'The body is not announced as JSON.',
    remedy: 'Send `Content-Type: application/json`.',
  },
  'unreachable-pathway': {
    status: 422,
    meaning: 'The stage has no pathway or target of that name.',
    remedy: 'Use a name that the workflow has.',
  },
  'stage-not-mapped': {
    status: 422,
    meaning: 'The other revision of the workflow has no place for the stage of this task.',
    remedy: 'Say which stage it goes to.',
  },
  'invalid-workflow': {
    status: 422,
    meaning: 'The graph breaks a rule.',
    remedy: '`details.problems` lists what, where, and the mend (see below).',
  },
  'model-unusable': {
    status: 422,
    meaning: "A model's files, inputs or answers are not what its description says.",
    remedy: 'Mend the description or the files; nothing was changed.',
  },
  'forbidden-target': {
    status: 422,
    meaning: 'A webhook would go into a private network.',
    remedy: 'Use a public address, or allow private targets for the installation.',
  },
  'unknown-destination': {
    status: 422,
    meaning: 'The installation names no such destination for exports.',
    remedy: '`details.known` lists those that there are; more are named at deployment.',
  },
  'precondition-required': {
    status: 428,
    meaning: 'The change does not say which revision it was made on.',
    remedy: 'Send the ETag that you read as `If-Match`.',
  },
  'too-many-requests': {
    status: 429,
    meaning: 'Too many tries in too little time.',
    remedy: 'Wait for `details.retryAfterSeconds`.',
  },
  'internal-error': {
    status: 500,
    meaning: 'A fault of Lapidary.',
    remedy: 'Try again; if it stays, look for the `requestId` in the log and report it.',
  },
  'corrupt-record': {
    status: 500,
    meaning: 'A stored record fits no version that this program knows.',
    remedy: 'Update Lapidary, or restore the record from a backup.',
  },
  'execution-failed': {
    status: 500,
    meaning: 'A state machine did not succeed; `details.error` names what it met.',
    remedy: 'Try again; the sweep drives interrupted tasks on by itself.',
  },
  'shards-failed': {
    status: 500,
    meaning: 'Parts of a job failed, more of them than it may leave out.',
    remedy: 'The message names what the parts met; mend that, and start the job again.',
  },
  'training-failed': {
    status: 500,
    meaning: 'A model could not be trained. The model in use stays.',
    remedy: 'The message holds the last lines of the training; mend what they name.',
  },
  'pull-failed': {
    status: 502,
    meaning: "A model's files could not be fetched whole.",
    remedy: 'Ask again: what has arrived is kept.',
  },
  'destination-unwritable': {
    status: 502,
    meaning: 'The destination of an export does not let Lapidary write.',
    remedy: 'Mend its permissions, then start the export again.',
  },
  'model-not-ready': {
    status: 503,
    meaning: 'The machine of the model is waking up, or others come first.',
    remedy: 'Ask again; the question stays in the queue.',
  },
  'database-unavailable': {
    status: 503,
    meaning: 'The database does not answer.',
    remedy: 'Try again; on one machine it is started anew by itself.',
  },
  'disk-full': {
    status: 507,
    meaning: 'Nothing more can be written on the machine.',
    remedy: 'Make room; what was acknowledged is safe.',
  },
  'database-damaged': {
    status: 500,
    meaning: 'The local database file has broken pages.',
    remedy: 'Restore it with `lapidary restore`, or move it away to start empty.',
    isOfCommands: true,
  },
  'host-already-running': {
    status: 409,
    meaning: 'Another Lapidary runs on this data folder.',
    remedy: 'Use that one, stop it, or start with another `--data`.',
    isOfCommands: true,
  },
  'port-taken': {
    status: 409,
    meaning: 'Another program uses the port.',
    remedy: 'Choose another with `--port`.',
    isOfCommands: true,
  },
  'folder-unreadable': {
    status: 400,
    meaning: 'A path is no folder that can be read.',
    remedy: 'Check its name and permissions.',
    isOfCommands: true,
  },
  'folder-not-empty': {
    status: 409,
    meaning: 'A folder that was to be filled holds something. Nothing was written.',
    remedy: 'Name one that is new or empty.',
    isOfCommands: true,
  },
  'backup-unusable': {
    status: 422,
    meaning: 'A folder is no backup, or not a whole one. Nothing was restored.',
    remedy: 'Name the folder that `lapidary backup` wrote.',
    isOfCommands: true,
  },
  'web-build-failed': {
    status: 500,
    meaning: 'The web app does not build.',
    remedy: 'The message holds what the builder said.',
    isOfCommands: true,
  },
  'demo-failed': {
    status: 500,
    meaning: 'The demo met an answer that it did not expect.',
    remedy: '`details.code` is the code of that answer.',
    isOfCommands: true,
  },
  'request-refused': {
    status: 502,
    meaning: 'A server refused what a command asked for.',
    remedy: "`details` holds the answer's own status and code.",
    isOfCommands: true,
  },
  'job-failed': {
    status: 502,
    meaning: 'A job that a command waited for did not succeed.',
    remedy: 'The message holds the error of the job.',
    isOfCommands: true,
  },
  'not-deployable': {
    status: 409,
    meaning: 'This shell cannot deploy to that account and region as things are.',
    remedy: 'The message says what is missing.',
    isOfCommands: true,
  },
};
