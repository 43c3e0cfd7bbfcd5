import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** Every difference between stages; all else is the same in each. */
export interface Stage {
  name: 'dev' | 'prod';
  /** What happens to the table, the bucket and the key when their stack is deleted. */
  removal: RemovalPolicy;
  /** Whether a stack that holds data refuses to be deleted. */
  isProtected: boolean;
  logRetention: RetentionDays;
  api: { requestsPerSecond: number; burst: number };
  sweepEveryMinutes: number;
  /** Replaced versions of an object are kept this long, as the last rescue from a mistake. */
  keepReplacedDays: number;
  /**
   * Memory of the last step of a curation, which holds all images of a project at once: 3,008 MB, which every account
   * allows, do for some 400,000 images, 10,240, the most that there is, for 1.2 million; `--context curationMemory=10240`.
   */
  curationMemoryMegabytes: number;
  /** $3 a month unless it is among the first three of the account. */
  hasDashboard: boolean;
  /** Models on GPUs; off unless `--context gpu=on`, for they cost by the hour while they work. */
  gpu: {
    isOn: boolean;
    segmenter: string;
    /** SPDX; shown beside the model. */
    segmenterLicence: string;
    servingInstance: string;
    trainingInstance: string;
    /** Runs detectors over many images; up to `mostInstances` of them. */
    processingInstance: string;
    /** The endpoint grows to this many machines, and shrinks to none; a processing job has at most as many. */
    mostInstances: number;
  };
  /**
   * Buckets of this account and region, or prefixes of them, that are read and never written, such as
   * `photos` or `archive/2024/`; `--context attachBuckets=photos,archive/2024/`.
   */
  attachedBuckets: string[];
  /**
   * Buckets, or prefixes of them, that exports may be written to and that are never read, by the name that people choose:
   * `{ trainers: 's3://training-data/lapidary/' }`; `--context destinations=trainers=s3://training-data/lapidary/`.
   */
  destinations: Record<string, string>;
  /** Webhooks may go to addresses inside the network; `--context privateWebhooks=on`. */
  allowsPrivateWebhooks: boolean;
  /** Alarms go here when given; `--context alarmEmail=…` gives it, too. */
  alarmEmail: string | undefined;
}

const GPU = {
  isOn: false,
  segmenter: 'facebook/sam2.1-hiera-base-plus',
  segmenterLicence: 'Apache-2.0',
  servingInstance: 'ml.g5.xlarge',
  trainingInstance: 'ml.g5.xlarge',
  processingInstance: 'ml.g5.xlarge',
};

export const STAGES: Record<Stage['name'], Stage> = {
  dev: {
    name: 'dev',
    removal: RemovalPolicy.RETAIN,
    isProtected: false,
    logRetention: RetentionDays.ONE_WEEK,
    api: { requestsPerSecond: 50, burst: 100 },
    sweepEveryMinutes: 5,
    keepReplacedDays: 7,
    curationMemoryMegabytes: 3_008,
    hasDashboard: false,
    gpu: { ...GPU, mostInstances: 1 },
    attachedBuckets: [],
    destinations: {},
    allowsPrivateWebhooks: false,
    alarmEmail: undefined,
  },
  prod: {
    name: 'prod',
    removal: RemovalPolicy.RETAIN,
    isProtected: true,
    logRetention: RetentionDays.THREE_MONTHS,
    api: { requestsPerSecond: 500, burst: 1_000 },
    sweepEveryMinutes: 5,
    keepReplacedDays: 30,
    curationMemoryMegabytes: 3_008,
    hasDashboard: true,
    gpu: { ...GPU, mostInstances: 4 },
    attachedBuckets: [],
    destinations: {},
    allowsPrivateWebhooks: false,
    alarmEmail: undefined,
  },
};
