/**
 * The one table, as both hosts create it: on demand, `ttl` in epoch seconds, two sparse indexes.
 *
 * - `queue` (queuePk, queueSk): things that wait: claimable tasks, leases by their end, tasks on the move, quarantined
 *   assets, webhook deliveries that are due.
 * - `person` (personPk, personSk): what belongs to a person: assigned tasks, memberships.
 */
export const TABLE_SCHEMA = {
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'queuePk', AttributeType: 'S' },
    { AttributeName: 'queueSk', AttributeType: 'S' },
    { AttributeName: 'personPk', AttributeType: 'S' },
    { AttributeName: 'personSk', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'queue',
      KeySchema: [
        { AttributeName: 'queuePk', KeyType: 'HASH' },
        { AttributeName: 'queueSk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
    {
      IndexName: 'person',
      KeySchema: [
        { AttributeName: 'personPk', KeyType: 'HASH' },
        { AttributeName: 'personSk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  BillingMode: 'PAY_PER_REQUEST',
} as const;

/** The attribute that DynamoDB's time to live (or the local sweep) reads: epoch seconds. */
export const TTL_ATTRIBUTE = 'ttl';
