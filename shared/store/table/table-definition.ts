/**
 * The one table, as data: the CDK stack and the local host both create it from here.
 *
 * Items have `pk` and `sk`. Two sparse indexes: `gsi1` holds what waits in a queue (claimable tasks, queue
 * messages), `gsi2` what belongs to a person. `ttl` is the moment in Unix seconds after which an item is gone.
 */
export const TABLE_DEFINITION = {
  partitionKey: 'pk',
  sortKey: 'sk',
  ttlAttribute: 'ttl',
  indexes: [
    { name: 'gsi1', partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    { name: 'gsi2', partitionKey: 'gsi2pk', sortKey: 'gsi2sk' },
  ],
} as const;
