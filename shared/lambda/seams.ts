import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Blobs } from '../blobs/blobs.ts';
import type { Queue } from '../queue/queue.ts';
import type { TableAccess } from '../store/table-access.ts';
import type { Workflows } from '../workflows/workflows.ts';

/** Everything outside the process that a function may ask for; made on first use. */
export interface Seams {
  readonly store: TableAccess;
  readonly blobs: Blobs;
  readonly workflows: Workflows;
  /** By its short name: `webhooks`, `predictions`. */
  queue(name: string): Queue;
}

export type SeamsFactory = (env: Record<string, string | undefined>) => Seams;

let localSeams: SeamsFactory | undefined;

/** The local host registers its implementations once, before the first handler is bound. */
export function registerLocalSeams(factory: SeamsFactory): void {
  localSeams = factory;
}

/** `LAPIDARY_HOST=local` asks for what the local host registered; otherwise the AWS implementations. */
export async function seamsFor(env: Record<string, string | undefined>): Promise<Seams> {
  if (env.LAPIDARY_HOST !== 'local') return (await import('./aws-seams.ts')).awsSeams(env);
  if (!localSeams) throw new Error('LAPIDARY_HOST is "local", but no local host has registered its seams.');
  return localSeams(env);
}

/** A document client as all stores expect it: undefined fields are left out, empty strings stay. */
export function documentClient(client: DynamoDBClient): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
