/** What a run asked of AWS, in the units that AWS bills. */
export interface CallCounts {
  /** DynamoDB: units of 1 KB written and 4 KB read, indexes and transactions included. */
  writeUnits: number;
  readUnits: number;
  /** S3: PUT, COPY and LIST on one side, GET and HEAD on the other. */
  blobWrites: number;
  blobReads: number;
  apiRequests: number;
  /** Function calls by folder; `api` is one per request. */
  functions: Record<string, number>;
  /** Executions by machine. */
  executions: Record<string, number>;
}

export function noCalls(): CallCounts {
  return {
    writeUnits: 0,
    readUnits: 0,
    blobWrites: 0,
    blobReads: 0,
    apiRequests: 0,
    functions: {},
    executions: {},
  };
}
