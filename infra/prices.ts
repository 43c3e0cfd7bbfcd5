/**
 * On-demand list prices in US dollars, region us-east-1, without any free allowance, as AWS published them in 2025-11.
 * Check them against https://aws.amazon.com/pricing before they decide anything.
 */
export const PRICES = {
  asOf: '2025-11',
  dynamo: { writeUnit: 0.625e-6, readUnit: 0.125e-6, gigabyteMonth: 0.25, recoveryGigabyteMonth: 0.2 },
  s3: { write: 5e-6, read: 0.4e-6, gigabyteMonth: 0.023 },
  lambda: { request: 0.2e-6, gigabyteSecond: 16.6667e-6 },
  httpApi: { request: 1e-6 },
  /** Express: per request, and memory by the second in steps of 64 MB. */
  express: { request: 1e-6, gigabyteSecond: 16.67e-6 },
  /** Standard: per state transition. */
  standard: { transition: 25e-6 },
  eventBridge: { scheduledInvocation: 1e-6 },
  logs: { gigabyte: 0.5 },
  xray: { trace: 5e-6 },
  kms: { keyMonth: 1, request: 3e-6 },
  /** On-demand, by the hour, of the machines that stages may name; spot trainings cost about a third of it. */
  gpuHour: {
    'ml.g4dn.xlarge': 0.7364,
    'ml.g5.xlarge': 1.408,
    'ml.g5.2xlarge': 1.515,
  } as Record<string, number>,
  alarmMonth: 0.1,
  /** Beyond the first three of an account. */
  dashboardMonth: 3,
} as const;
