import { App, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { beforeAll, describe, expect, test } from 'vitest';
import { attachedSources } from '../../shared/blobs/attached-sources.ts';
import { addStage } from '../../infra/app.ts';
import { FEATURE_FLAGS } from '../../infra/feature-flags.ts';
import { FUNCTION_ACCESS } from '../../infra/function-access.ts';
import { MODEL_IMAGES } from '../../infra/model-images.ts';
import { STAGES } from '../../infra/stages.ts';

const withModels = {
  ...STAGES.dev,
  attachedBuckets: ['photos', 'archive/2024/'],
  destinations: { trainers: 's3://training-data/lapidary', vault: 's3://vault' },
  gpu: { ...STAGES.dev.gpu, isOn: true },
};

function synthesize(context: Record<string, string>, stage = withModels) {
  const app = new App({ postCliContext: { ...FEATURE_FLAGS, ...context } });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stacks = addStage(app, stage);
  // Throws when a finding of the AWS Solutions checks is open.
  app.synth();
  return stacks;
}

test('without being asked for, there is no models stack, and no function may train', () => {
  const stacks = addStage(new App({ postCliContext: FEATURE_FLAGS }), STAGES.dev);
  expect(stacks.models).toBeUndefined();
  expect(JSON.stringify(Template.fromStack(stacks.pipeline).toJSON())).not.toContain('sagemaker');
}, 900_000);

describe('models on GPUs have no open finding of the AWS Solutions checks, and', () => {
  let models: Template;
  let pipeline: Template;
  let api: Template;
  beforeAll(() => {
    const stacks = synthesize({});
    api = Template.fromStack(stacks.api);
    models = Template.fromStack(stacks.models!);
    pipeline = Template.fromStack(stacks.pipeline);
  }, 900_000);

  test('the endpoint is asynchronous, encrypted, and answers into the bucket', () => {
    models.hasResourceProperties('AWS::SageMaker::EndpointConfig', {
      KmsKeyId: Match.anyValue(),
      AsyncInferenceConfig: {
        OutputConfig: {
          KmsKeyId: Match.anyValue(),
          S3OutputPath: Match.anyValue(),
          S3FailurePath: Match.anyValue(),
        },
      },
    });
    models.hasResourceProperties('AWS::SageMaker::Endpoint', { EndpointName: 'lapidary-dev-segmenter' });
  });

  test('it goes to zero and comes back from zero: one policy follows the backlog, one wakes the first machine', () => {
    models.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
      MinCapacity: 0,
      MaxCapacity: STAGES.dev.gpu.mostInstances,
      ResourceId: 'endpoint/lapidary-dev-segmenter/variant/all',
      ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
    });
    models.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        CustomizedMetricSpecification: {
          MetricName: 'ApproximateBacklogSizePerInstance',
          Dimensions: [{ Name: 'EndpointName', Value: 'lapidary-dev-segmenter' }],
        },
      },
    });
    const [wake] = Object.keys(
      models.findResources('AWS::ApplicationAutoScaling::ScalingPolicy', {
        Properties: {
          PolicyType: 'StepScaling',
          StepScalingPolicyConfiguration: {
            AdjustmentType: 'ChangeInCapacity',
            StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
          },
        },
      }),
    );
    models.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'HasBacklogWithoutCapacity',
      Threshold: 1,
      AlarmActions: [{ Ref: wake }],
    });
  });

  test('functions that ask models know the endpoint and its model, and may ask nothing else', () => {
    const asking = Object.values(FUNCTION_ACCESS).filter(({ asksModels }) => asksModels === true).length;
    const told = Object.values(
      pipeline.findResources('AWS::Lambda::Function', {
        Properties: {
          Environment: {
            Variables: {
              MODELS_ENDPOINT: 'lapidary-dev-segmenter',
              MODELS_ENDPOINT_MODEL: STAGES.dev.gpu.segmenter,
            },
          },
        },
      }),
    );
    // The API lives in a stack of its own.
    expect(told).toHaveLength(asking - 1);
    for (const policy of Object.values(pipeline.findResources('AWS::IAM::Policy'))) {
      for (const { Action, Resource } of policy.Properties.PolicyDocument.Statement) {
        if ([Action].flat().includes('sagemaker:InvokeEndpointAsync'))
          expect(JSON.stringify(Resource)).toContain('endpoint/lapidary-dev-segmenter');
      }
    }
  });

  test('containers come from the account of the region, pinned, unless another one is named', () => {
    const image = JSON.stringify(models.findResources('AWS::SageMaker::Model'));
    expect(image).toContain(`${MODEL_IMAGES.serving.repository}:${MODEL_IMAGES.serving.tag}`);
    expect(image).toContain('Fn::FindInMap');
    const own = synthesize({
      servingImage: '1.dkr.ecr.example/own:1',
      trainingImage: '1.dkr.ecr.example/train:1',
    });
    Template.fromStack(own.models!).hasResourceProperties('AWS::SageMaker::Model', {
      PrimaryContainer: { Image: '1.dkr.ecr.example/own:1' },
    });
    expect(JSON.stringify(Template.fromStack(own.pipeline).toJSON())).toContain('1.dkr.ecr.example/train:1');
  }, 120_000);

  test('destinations are written by the one function that writes exports, under their prefixes, and read by nobody', () => {
    const found: unknown[] = [];
    for (const stack of [pipeline, api]) {
      for (const [id, policy] of Object.entries(stack.findResources('AWS::IAM::Policy'))) {
        for (const { Action, Resource } of policy.Properties.PolicyDocument.Statement) {
          // Rights of one kind are put together in one statement.
          const there = [Resource]
            .flat()
            .filter((one) => /s3:::(training-data|vault)/.test(JSON.stringify(one)));
          if (there.length === 0) continue;
          found.push({ id: id.replace(/RoleDefault.*/, ''), actions: Action, there });
        }
      }
    }
    const arn = (tail: string) => ({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::${tail}`]],
    });
    expect(found).toEqual([
      {
        id: 'AssembleExport',
        actions: ['s3:AbortMultipartUpload', 's3:PutObject'],
        there: [arn('training-data/lapidary/*'), arn('vault/*')],
      },
    ]);
    const knowing = [pipeline, api].flatMap((stack) =>
      Object.entries(stack.findResources('AWS::Lambda::Function'))
        .filter(([, { Properties }]) => Properties.Environment?.Variables?.EXPORT_DESTINATIONS !== undefined)
        .map(([id, { Properties }]) => [
          id.replace(/Function[0-9A-F]{8}$/, ''),
          Properties.Environment.Variables.EXPORT_DESTINATIONS,
        ]),
    );
    const list = 'trainers=s3://training-data/lapidary,vault=s3://vault';
    expect(knowing).toEqual([
      ['AssembleExport', list],
      ['Api', list],
    ]);
  });

  test('attached buckets are read by those that read images, written by nobody, and tell of their files', () => {
    const [photos, archive] = attachedSources(withModels.attachedBuckets.join());
    const policies = JSON.stringify(pipeline.findResources('AWS::IAM::Policy'));
    const readers = Object.values(FUNCTION_ACCESS).filter(({ reads }) => reads?.includes('images/'));
    // The API is in a stack of its own.
    expect(policies.split(':s3:::archive/2024/*').length - 1).toBe(readers.length - 1);
    for (const policy of Object.values(pipeline.findResources('AWS::IAM::Policy'))) {
      for (const { Action, Resource } of policy.Properties.PolicyDocument.Statement) {
        if (!/s3:::(photos|archive)/.test(JSON.stringify(Resource))) continue;
        expect(['s3:GetObject', 's3:ListBucket']).toContain(Action);
      }
    }
    for (const [bucket, key, datasetId] of [
      ['photos', undefined, photos.datasetId],
      ['archive', [{ prefix: '2024/' }], archive.datasetId],
    ] as const) {
      pipeline.hasResourceProperties('AWS::Events::Rule', {
        EventPattern: {
          'detail-type': ['Object Created'],
          detail: { bucket: { name: [bucket] }, ...(key === undefined ? {} : { object: { key } }) },
        },
        Targets: [
          Match.objectLike({
            DeadLetterConfig: Match.anyValue(),
            InputTransformer: {
              InputPathsMap: Match.anyValue(),
              InputTemplate: `{"type":"created","key":"images/${datasetId}/<detail-object-key>"}`,
            },
          }),
        ],
      });
    }
  });

  test('functions that use GPUs know what an hour costs, so that the ceilings of projects hold', () => {
    pipeline.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          TRAINING_INSTANCE: 'ml.g5.xlarge',
          GPU_TRAINING_DOLLARS_PER_HOUR: '1.408',
          GPU_PRICES_AS_OF: Match.stringLikeRegexp('^20\\d\\d-\\d\\d$'),
        }),
      },
    });
  });

  test('the machine of evaluations runs processing jobs of this stage to their end, and stops them', () => {
    const statements = Object.values(pipeline.findResources('AWS::IAM::Policy')).flatMap(
      (policy) => policy.Properties.PolicyDocument.Statement as { Action: string[]; Resource: unknown }[],
    );
    const resourcesOf = (action: string) =>
      statements
        .filter(({ Action }) => [Action].flat().includes(action))
        .map(({ Resource }) => JSON.stringify(Resource));
    for (const action of ['sagemaker:CreateProcessingJob', 'sagemaker:StopProcessingJob'])
      expect(resourcesOf(action)).toEqual([expect.stringContaining(':processing-job/lapidary-dev-*')]);
    expect(resourcesOf('events:PutRule')).toEqual([
      expect.stringContaining(':rule/StepFunctionsGetEventsForSageMakerProcessingJobsRule'),
    ]);
    pipeline.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          PROCESSING_INSTANCE: 'ml.g5.xlarge',
          PROCESSING_DOLLARS_PER_HOUR: '1.408',
          PROCESSING_MOST_INSTANCES: '1',
        }),
      },
    });
    expect(JSON.stringify(pipeline.toJSON())).toContain('createProcessingJob.sync');
  });

  test('only functions that train, and the machine of evaluations, may start jobs, with this one role, and jobs reach only their prefixes', () => {
    const trainers = Object.values(FUNCTION_ACCESS).filter(({ trains }) => trains === true).length;
    const passing = Object.values(pipeline.findResources('AWS::IAM::Policy')).flatMap((policy) =>
      (policy.Properties.PolicyDocument.Statement as Record<string, unknown>[]).filter(
        ({ Action }) => Action === 'iam:PassRole',
      ),
    );
    expect(trainers).toBeGreaterThan(0);
    expect(passing).toHaveLength(trainers + 1);
    for (const statement of passing) {
      expect(statement.Condition).toEqual({
        StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' },
      });
      expect(JSON.stringify(statement.Resource)).toContain('role/lapidary-dev-model-jobs');
    }
    for (const policy of Object.values(models.findResources('AWS::IAM::Policy'))) {
      for (const { Action, Resource } of policy.Properties.PolicyDocument.Statement) {
        for (const action of [Action].flat() as string[]) {
          expect(action).not.toMatch(/\*$/);
          if (Resource === '*')
            expect(action).toMatch(/^(ecr:GetAuthorizationToken|cloudwatch:PutMetricData)$/);
        }
      }
    }
  });
});
