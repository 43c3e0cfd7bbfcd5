import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import {
  AdjustmentType,
  CfnScalingPolicy,
  ScalableTarget,
  ServiceNamespace,
  StepScalingAction,
} from 'aws-cdk-lib/aws-applicationautoscaling';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { ApplicationScalingAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import type { Construct } from 'constructs';
import { attachedSources } from '../../shared/blobs/attached-sources.ts';
import type { AttachedSource } from '../../shared/blobs/attached-sources.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { findingText } from '../constructs/finding-text.ts';
import { containerAccount, modelImageUri } from '../constructs/model-image-uri.ts';
import { packModelCode } from '../constructs/pack-model-code.ts';
import { MODEL_IMAGES } from '../model-images.ts';
import { modelNames } from '../model-names.ts';
import type { Stage } from '../stages.ts';
import { bucketName } from './data-stack.ts';
import type { DataStack } from './data-stack.ts';

const VARIANT = 'all';
/** Work that waits, per machine, before another one is added. */
const BACKLOG_PER_INSTANCE = 5;

/**
 * Models on GPUs: an asynchronous endpoint that costs nothing while nobody asks, and the role that training and
 * processing jobs run with. Deployed only with `--context gpu=on`. Holds no data.
 */
export class ModelsStack extends Stack {
  readonly #bucketArn: string;

  constructor(
    scope: Construct,
    id: string,
    { stage, data, ...props }: StackProps & { stage: Stage; data: DataStack },
  ) {
    super(scope, id, props);
    this.addStackDependency(data);
    const names = modelNames(this, stage);
    const bucket = Bucket.fromBucketName(this, 'Bucket', bucketName(this, stage));
    this.#bucketArn = bucket.bucketArn;

    const jobs = this.#role('JobRole', data, {
      roleName: names.jobRole,
      reads: ['training/', 'models/', 'images/', 'labels/', 'snapshots/', 'predictions/'],
      attached: attachedSources(stage.attachedBuckets.join()),
      writes: ['training/', 'predictions/'],
      logs: ['TrainingJobs', 'ProcessingJobs'],
    });
    const serving = this.#role('ServingRole', data, {
      reads: ['inference/', 'images/', 'models/', 'embeddings/'],
      writes: ['inference/', 'embeddings/'],
      logs: [`Endpoints/${names.endpoint}`],
    });

    const code = new Asset(this, 'ServingCode', {
      path: packModelCode('serving', 'models/sam/serve', 'code'),
    });
    this.#mayRead(serving, code);
    const training = new Asset(this, 'TrainingCode', { path: packModelCode('training', 'models/sam', '') });
    this.#mayRead(jobs, training);
    const path = packModelCode('processing', 'models/processing', '');
    this.#mayRead(jobs, new Asset(this, 'ProcessingCode', { path }));
    const model = new CfnModel(this, 'Model', {
      executionRoleArn: serving.roleArn,
      primaryContainer: {
        image: modelImageUri(this, 'serving'),
        modelDataUrl: code.s3ObjectUrl,
        environment: {
          SEGMENTER_MODEL: stage.gpu.segmenter,
          // An image of the largest size that is let in takes a while.
          SAGEMAKER_MODEL_SERVER_TIMEOUT: '900',
          SAGEMAKER_PROGRAM: 'inference.py',
        },
      },
    });
    model.node.addDependency(serving);
    const config = new CfnEndpointConfig(this, 'EndpointConfig', {
      kmsKeyId: data.key.keyArn,
      productionVariants: [
        {
          variantName: VARIANT,
          modelName: model.attrModelName,
          instanceType: stage.gpu.servingInstance,
          initialInstanceCount: 1,
          containerStartupHealthCheckTimeoutInSeconds: 900,
        },
      ],
      asyncInferenceConfig: {
        clientConfig: { maxConcurrentInvocationsPerInstance: 4 },
        outputConfig: {
          s3OutputPath: bucket.s3UrlForObject('inference/answers/'),
          s3FailurePath: bucket.s3UrlForObject('inference/failures/'),
          kmsKeyId: data.key.keyArn,
        },
      },
    });
    const endpoint = new CfnEndpoint(this, 'Endpoint', {
      endpointName: names.endpoint,
      endpointConfigName: config.attrEndpointConfigName,
    });
    this.#scaleToZero(stage, names.endpoint, endpoint);
    new CfnOutput(this, 'EndpointName', { value: names.endpoint });
    new CfnOutput(this, 'JobRoleArn', { value: jobs.roleArn });
  }

  /** This one object, not the bucket of everything that is deployed. */
  #mayRead(role: Role, { s3BucketName, s3ObjectKey }: Asset): void {
    const resource = this.formatArn({
      service: 's3',
      account: '',
      region: '',
      resource: s3BucketName,
      resourceName: s3ObjectKey,
    });
    role.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: [resource] }));
  }

  /**
   * Two policies, for each alone leaves a gap: tracking the backlog per machine divides by the number of machines and
   * so never leaves zero; the step from zero to one knows nothing of how much waits.
   */
  #scaleToZero(stage: Stage, endpointName: string, endpoint: CfnEndpoint): void {
    const target = new ScalableTarget(this, 'Instances', {
      serviceNamespace: ServiceNamespace.SAGEMAKER,
      resourceId: `endpoint/${endpointName}/variant/${VARIANT}`,
      scalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      minCapacity: 0,
      maxCapacity: stage.gpu.mostInstances,
    });
    target.node.addDependency(endpoint);
    const metric = (metricName: string): Metric =>
      new Metric({
        namespace: 'AWS/SageMaker',
        metricName,
        dimensionsMap: { EndpointName: endpointName },
        statistic: 'Average',
        period: Duration.minutes(1),
      });
    new CfnScalingPolicy(this, 'FollowBacklog', {
      policyName: `${endpointName}-follow-backlog`,
      policyType: 'TargetTrackingScaling',
      scalingTargetId: target.scalableTargetId,
      targetTrackingScalingPolicyConfiguration: {
        targetValue: BACKLOG_PER_INSTANCE,
        customizedMetricSpecification: {
          namespace: 'AWS/SageMaker',
          metricName: 'ApproximateBacklogSizePerInstance',
          dimensions: [{ name: 'EndpointName', value: endpointName }],
          statistic: 'Average',
        },
        scaleInCooldown: 600,
        scaleOutCooldown: 120,
      },
    });
    const wake = new StepScalingAction(this, 'WakeUp', {
      scalingTarget: target,
      adjustmentType: AdjustmentType.CHANGE_IN_CAPACITY,
      cooldown: Duration.minutes(5),
    });
    wake.addAdjustment({ adjustment: 1, lowerBound: 0 });
    const waiting = new Alarm(this, 'WorkWithoutMachines', {
      alarmDescription: 'Lapidary: work waits for a model and no machine runs',
      metric: metric('HasBacklogWithoutCapacity'),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.MISSING,
    });
    waiting.addAlarmAction(new ApplicationScalingAction(wake));
  }

  #role(
    id: string,
    data: DataStack,
    access: {
      roleName?: string;
      reads: string[];
      attached?: AttachedSource[];
      writes: string[];
      logs: string[];
    },
  ): Role {
    const role = new Role(this, id, {
      roleName: access.roleName,
      assumedBy: new ServicePrincipal('sagemaker.amazonaws.com'),
    });
    const objects = (prefixes: string[]): string[] =>
      prefixes.map((prefix) => `${this.#bucketArn}/${prefix}*`);
    const logGroups = access.logs.map((name) =>
      this.formatArn({ service: 'logs', resource: 'log-group:/aws/sagemaker', resourceName: `${name}*` }),
    );
    const images = [...new Set(Object.values(MODEL_IMAGES).map(({ repository }) => repository))].map(
      (resourceName) =>
        this.formatArn({
          service: 'ecr',
          account: containerAccount(this),
          resource: 'repository',
          resourceName,
        }),
    );
    const { attached = [] } = access;
    const s3 = `arn:${this.partition}:s3:::`;
    const theirs = attached.map(({ bucket, prefix }) => `${s3}${bucket}/${prefix}*`);
    const theirBuckets = [...new Set(attached.map(({ bucket }) => `${s3}${bucket}`))];
    const policy = new Policy(this, `${id}Policy`, {
      statements: [
        new PolicyStatement({ actions: ['s3:GetObject'], resources: [...objects(access.reads), ...theirs] }),
        new PolicyStatement({ actions: ['s3:PutObject'], resources: objects(access.writes) }),
        new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.#bucketArn, ...theirBuckets] }),
        new PolicyStatement({
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: [data.key.keyArn],
        }),
        new PolicyStatement({
          actions: [
            'logs:CreateLogGroup',
            'logs:CreateLogStream',
            'logs:PutLogEvents',
            'logs:DescribeLogStreams',
          ],
          resources: logGroups,
        }),
        new PolicyStatement({
          actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability'],
          resources: images,
        }),
        new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
        new PolicyStatement({
          actions: ['cloudwatch:PutMetricData'],
          resources: ['*'],
          conditions: { StringLike: { 'cloudwatch:namespace': ['/aws/sagemaker/*', 'AWS/SageMaker'] } },
        }),
      ],
    });
    policy.attachToRole(role);
    const star = (arn: string): string => `AwsSolutions-IAM5[Resource::${findingText(arn, this)}]`;
    acknowledge(policy, {
      'AwsSolutions-IAM5[Resource::*]':
        'Metrics and registry tokens know no resources; a test holds it to that.',
      ...Object.fromEntries(
        objects([...access.reads, ...access.writes]).map((arn) => [
          star(arn),
          'Every object under the prefix.',
        ]),
      ),
      ...Object.fromEntries(theirs.map((arn) => [star(arn), 'The bucket was attached to be read.'])),
      ...Object.fromEntries(
        logGroups.map((arn) => [star(arn), 'SageMaker names the streams of its jobs itself.']),
      ),
    });
    return role;
  }
}
