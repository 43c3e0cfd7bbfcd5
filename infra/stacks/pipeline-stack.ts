import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { attachedSources } from '../../shared/blobs/attached-sources.ts';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import { bucketPlaces } from '../../shared/destinations/bucket-places.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { AslMachine } from '../constructs/asl-machine.ts';
import { canTimeOut } from '../constructs/can-time-out.ts';
import { ClockTick } from '../constructs/clock-tick.ts';
import { grantAccess } from '../constructs/grant-access.ts';
import type { Granted } from '../constructs/grant-access.ts';
import { modelImageUri } from '../constructs/model-image-uri.ts';
import { refuseLoops } from '../constructs/refuse-loops.ts';
import { packModelCode } from '../constructs/pack-model-code.ts';
import { OperationsDashboard } from '../constructs/operations-dashboard.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { FUNCTION_ACCESS } from '../function-access.ts';
import type { FunctionAccess } from '../function-access.ts';
import { modelNames } from '../model-names.ts';
import { MACHINE_TYPES } from '../machines.ts';
import { PRICES } from '../prices.ts';
import { QUEUES, SCHEDULES } from '../triggers.ts';
import type { Stage } from '../stages.ts';
import { bucketName } from './data-stack.ts';
import type { DataStack } from './data-stack.ts';

/** Functions, machines, queues, rules and schedules: everything between an image's arrival and its export. Holds no data. */
export class PipelineStack extends Stack {
  readonly functions: Record<string, NodeFunction> = {};
  readonly machines: Record<string, AslMachine> = {};
  readonly alarms: Topic;
  readonly #queues: Record<string, Queue> = {};
  readonly #stage: Stage;
  readonly #granted: Granted;
  #code: Asset | undefined;

  constructor(
    scope: Construct,
    id: string,
    { stage, data, ...props }: StackProps & { stage: Stage; data: DataStack },
  ) {
    super(scope, id, props);
    this.addStackDependency(data);
    this.alarms = new Topic(this, 'Alarms', { enforceSSL: true, masterKey: data.key });
    data.key.grantEncryptDecrypt(new ServicePrincipal('cloudwatch.amazonaws.com'));
    if (stage.alarmEmail !== undefined) this.alarms.addSubscription(new EmailSubscription(stage.alarmEmail));

    for (const name of QUEUES) this.#addQueue(name);
    this.#stage = stage;
    this.#granted = {
      table: data.table,
      // By name: a reference to the other stack's bucket would pin its ARN as an export that no update may change.
      bucket: Bucket.fromBucketName(this, 'Bucket', bucketName(this, stage)),
      key: data.key,
      queues: this.#queues,
      machineArn: (name) => this.#statesArn('stateMachine', `lapidary-${stage.name}-${name}`),
      executionArn: (name) => this.#statesArn('execution', `lapidary-${stage.name}-${name}:*`),
      attached: attachedSources(stage.attachedBuckets.join()),
      destinations: bucketPlaces(destinationList(stage)),
      models: stage.gpu.isOn ? modelNames(this, stage) : undefined,
    };
    refuseLoops(this.#granted.destinations, this.#granted.attached, stage.name);
    for (const folder of Object.keys(FUNCTION_ACCESS)) {
      if (folder !== 'api') this.functions[folder] = this.makeFunction(this, folder);
    }
    for (const name of Object.keys(MACHINE_TYPES)) {
      const made = new AslMachine(this, {
        stage,
        name,
        functions: this.functions,
        models: this.#granted.models,
      });
      this.machines[name] = made;
      this.#alarm(`${name} fails`, made.machine.metricFailed({ period: Duration.minutes(5) }), 1);
      // An alarm costs by the month, whether it can go off or not.
      if (canTimeOut(name))
        this.#alarm(`${name} times out`, made.machine.metricTimedOut({ period: Duration.minutes(5) }), 1);
    }
    this.#onObjects(stage);
    if (stage.hasDashboard) this.#addDashboard(stage);
    for (const { folder, everyMinutes } of SCHEDULES)
      new ClockTick(this, { folder, lambda: this.functions[folder].lambda, everyMinutes });
  }

  #addDashboard(stage: Stage): void {
    const machines = Object.values(this.machines).map(({ machine }) => machine);
    const functions = Object.values(this.functions).map(({ lambda }) => lambda);
    const queues = Object.values(this.#queues);
    new OperationsDashboard(this, {
      stage,
      graphs: [
        { title: 'Executions started', metrics: machines.map((each) => each.metricStarted()) },
        { title: 'Executions failed', metrics: machines.map((each) => each.metricFailed()) },
        { title: 'Function errors', metrics: functions.map((each) => each.metricErrors()) },
        {
          title: 'Function duration, 95 of 100',
          metrics: functions.map((each) => each.metricDuration({ statistic: 'p95' })),
        },
        {
          title: 'Messages waiting',
          metrics: queues.map((each) => each.metricApproximateNumberOfMessagesVisible()),
        },
        {
          title: 'Table, units consumed',
          metrics: [
            this.#granted.table.metricConsumedReadCapacityUnits(),
            this.#granted.table.metricConsumedWriteCapacityUnits(),
          ],
        },
      ],
    });
  }

  /** One function of the house with what its row in `FUNCTION_ACCESS` gives it. */
  makeFunction(scope: Construct, folder: string, environment: Record<string, string> = {}): NodeFunction {
    const access = FUNCTION_ACCESS[folder];
    const made = new NodeFunction(scope, {
      stage: this.#stage,
      folder,
      environment: {
        TABLE_NAME: this.#granted.table.tableName,
        BUCKET_NAME: this.#granted.bucket.bucketName,
        ...(this.#stage.attachedBuckets.length > 0
          ? { ATTACHED_BUCKETS: this.#stage.attachedBuckets.join() }
          : {}),
        ...(access.destinations !== undefined && this.#granted.destinations.length > 0
          ? { EXPORT_DESTINATIONS: destinationList(this.#stage) }
          : {}),
        MACHINE_ARN_PREFIX: this.#statesArn('stateMachine', `lapidary-${this.#stage.name}-`),
        ...(access.callsOut === true && this.#stage.allowsPrivateWebhooks
          ? { WEBHOOKS_ALLOW_PRIVATE: 'true' }
          : {}),
        ...this.#modelEnvironment(access),
        ...this.#queueUrls([...(access.sendsTo ?? []), ...(access.receivesFrom ?? [])]),
        ...environment,
      },
      memoryMegabytes:
        typeof access.memoryMegabytes === 'string'
          ? this.#stage[access.memoryMegabytes]
          : access.memoryMegabytes,
      timeout: Duration.seconds(access.timeoutSeconds ?? 30),
    });
    grantAccess(made, access, this.#granted);
    return made;
  }

  /** What functions need to know of the models stack. */
  #modelEnvironment(access: FunctionAccess): Record<string, string> {
    const { models } = this.#granted;
    if (models === undefined) return {};
    const { gpu } = this.#stage;
    return {
      ...(access.asksModels === true || access.trains === true
        ? {
            GPU_TRAINING_DOLLARS_PER_HOUR: String(gpuHour(gpu.trainingInstance)),
            GPU_SERVING_DOLLARS_PER_HOUR: String(gpuHour(gpu.servingInstance)),
            GPU_PRICES_AS_OF: PRICES.asOf,
          }
        : {}),
      ...(access.asksModels === true
        ? {
            MODELS_ENDPOINT: models.endpoint,
            MODELS_ENDPOINT_MODEL: gpu.segmenter,
            MODELS_ENDPOINT_LICENCE: gpu.segmenterLicence,
          }
        : {}),
      ...(access.trains === true
        ? {
            TRAINING_JOB_PREFIX: models.jobPrefix,
            TRAINING_ROLE_ARN: models.jobRoleArn,
            TRAINING_IMAGE: modelImageUri(this, 'training'),
            TRAINING_INSTANCE: gpu.trainingInstance,
            TRAINING_CODE_URL: this.#trainingCode().s3ObjectUrl,
            TRAINING_KEY_ARN: this.#granted.key.keyArn,
          }
        : {}),
      ...(access.laysOutProcessing === true
        ? {
            PROCESSING_JOB_PREFIX: models.jobPrefix,
            PROCESSING_ROLE_ARN: models.jobRoleArn,
            PROCESSING_IMAGE: modelImageUri(this, 'processing'),
            PROCESSING_INSTANCE: gpu.processingInstance,
            PROCESSING_MOST_INSTANCES: String(gpu.mostInstances),
            PROCESSING_DOLLARS_PER_HOUR: String(gpuHour(gpu.processingInstance)),
            PROCESSING_CODE_URL: this.#processingCode().s3ObjectUrl,
            PROCESSING_KEY_ARN: this.#granted.key.keyArn,
          }
        : {}),
    };
  }

  /** The scripts that a training job runs: the very ones of the local host. */
  #trainingCode(): Asset {
    this.#code ??= new Asset(this, 'TrainingCode', { path: packModelCode('training', 'models/sam', '') });
    return this.#code;
  }

  /** The script that a processing job runs over the images of an evaluation. */
  #processingCode(): Asset {
    return new Asset(this, 'ProcessingCode', { path: packModelCode('processing', 'models/processing', '') });
  }

  /** A file of a dataset that arrives or goes away starts ingest-asset; what cannot be started is parked, not lost. */
  #onObjects(stage: Stage): void {
    const parked = this.#queues['object-events'];
    const key = EventField.fromPath('$.detail.object.key');
    const own = { id: '', bucket: bucketName(this, stage), prefix: 'images/', key };
    const others = this.#granted.attached.map(({ datasetId, bucket, prefix }) => {
      return { id: datasetId, bucket, prefix, key: blobKeys.image(datasetId, key) };
    });
    for (const { id, bucket, prefix, key: input } of [own, ...others]) {
      for (const [detailType, type] of [
        ['Object Created', 'created'],
        ['Object Deleted', 'deleted'],
      ]) {
        new Rule(this, `${type}Objects${id}`, {
          description: `${detailType} under ${prefix === '' ? bucket : prefix} starts ingest-asset`,
          eventPattern: {
            source: ['aws.s3'],
            detailType: [detailType],
            detail: {
              bucket: { name: [bucket] },
              ...(prefix === '' ? {} : { object: { key: [{ prefix }] } }),
            },
          },
          targets: [
            new SfnStateMachine(this.machines['ingest-asset'].machine, {
              deadLetterQueue: parked,
              retryAttempts: 20,
              maxEventAge: Duration.hours(12),
              input: RuleTargetInput.fromObject({ type, key: input }),
            }),
          ],
        });
      }
    }
  }

  #addQueue(name: string): void {
    const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    const dead = new Queue(this, `${name}-dead`, { ...common, retentionPeriod: Duration.days(14) });
    acknowledge(dead, { 'AwsSolutions-SQS3': 'This is a dead-letter queue itself.' });
    this.#queues[name] = new Queue(this, name, {
      ...common,
      visibilityTimeout: Duration.minutes(3),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: dead, maxReceiveCount: 8 },
    });
    this.#queues[`${name}-dead`] = dead;
    this.#alarm(`${name} has dead letters`, dead.metricApproximateNumberOfMessagesVisible(), 1);
    this.#alarm(
      `${name} lags`,
      this.#queues[name].metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5) }),
      3_600,
    );
  }

  #queueUrls(names: string[]): Record<string, string> {
    return Object.fromEntries(
      names.flatMap((name) => {
        const suffix = name.toUpperCase().replaceAll('-', '_');
        return [
          [`QUEUE_URL_${suffix}`, this.#queues[name].queueUrl],
          [`DEAD_LETTER_URL_${suffix}`, this.#queues[`${name}-dead`].queueUrl],
        ];
      }),
    );
  }

  #alarm(title: string, metric: IMetric, threshold: number): void {
    const alarm = new Alarm(this, `Alarm ${title}`.replaceAll(/[^A-Za-z0-9]+/g, ' '), {
      alarmDescription: `Lapidary: ${title}`,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.alarms));
  }

  /** Machines have fixed names, so a function may start one that calls it without the two waiting for each other. */
  #statesArn(resource: string, resourceName: string): string {
    return this.formatArn({
      service: 'states',
      resource,
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}

/** As the functions' environment holds it. */
function destinationList({ destinations }: Stage): string {
  return Object.entries(destinations)
    .map(([name, place]) => `${name}=${place}`)
    .join();
}

/** Without a price, the ceilings of projects would count nothing. */
function gpuHour(instance: string): number {
  const dollars = PRICES.gpuHour[instance];
  if (dollars === undefined)
    throw new Error(`What does an hour of ${instance} cost? Add it to infra/prices.ts.`);
  return dollars;
}
