import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

/** Runs one conditional write; `failed` gets the item that was found instead (missing: there is none). */
export async function conditionalWrite<T>(
  write: () => Promise<T>,
  failed: (found: Record<string, unknown> | undefined) => T | Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const found = error.Item && Object.keys(error.Item).length > 0 ? unmarshall(error.Item) : undefined;
    return failed(found);
  }
}
