/** Queues by short name; each has a dead-letter queue `<name>-dead`. */
export const QUEUES = ['object-events', 'webhooks'] as const;

/** What the clock runs. */
export const SCHEDULES: { folder: string; everyMinutes: number; isAwsOnly?: boolean }[] = [
  { folder: 'sweep-tasks', everyMinutes: 5 },
  { folder: 'redrive-jobs', everyMinutes: 5 },
  { folder: 'send-webhooks', everyMinutes: 1 },
  { folder: 'run-agents', everyMinutes: 1 },
  { folder: 'schedule-curations', everyMinutes: 15 },
  { folder: 'retry-object-events', everyMinutes: 15, isAwsOnly: true },
];
