import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { App, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { beforeAll, describe, expect, test } from 'vitest';
import { addStage } from '../../infra/app.ts';
import { canTimeOut } from '../../infra/constructs/can-time-out.ts';
import { pascalCase } from '../../infra/constructs/pascal-case.ts';
import { FEATURE_FLAGS } from '../../infra/feature-flags.ts';
import { FUNCTION_ACCESS } from '../../infra/function-access.ts';
import { MACHINE_TYPES } from '../../infra/machines.ts';
import { STAGES } from '../../infra/stages.ts';
import { SCHEDULES } from '../../infra/triggers.ts';
import { expectedRights } from './expected-rights.ts';

const root = join(import.meta.dirname, '..', '..');

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: unknown;
}

function statementsOf(template: Template): { role: string; statement: Statement }[] {
  return Object.entries(template.findResources('AWS::IAM::Policy')).flatMap(([role, policy]) =>
    (policy.Properties.PolicyDocument.Statement as Statement[]).map((statement) => ({ role, statement })),
  );
}
const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

test('every function has a row of what it may touch, and every machine a type', () => {
  const folders = readdirSync(join(root, 'functions'), { withFileTypes: true })
    .filter((entry) => existsSync(join(root, 'functions', entry.name, 'handler.ts')))
    .map((entry) => entry.name);
  expect(Object.keys(FUNCTION_ACCESS).sort()).toEqual(folders.sort());
  const machines = readdirSync(join(root, 'statemachines'))
    .filter((name) => name.endsWith('.asl.json'))
    .map((name) => name.replace('.asl.json', ''));
  expect(Object.keys(MACHINE_TYPES).sort()).toEqual(machines.sort());
});

describe('the stacks of a protected stage have no open finding of the AWS Solutions checks, and', () => {
  let data: Template;
  let pipeline: Template;
  let api: Template;
  let web: Template;

  beforeAll(() => {
    const app = new App({ postCliContext: FEATURE_FLAGS });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const stacks = addStage(app, { ...STAGES.prod, curationMemoryMegabytes: 10_240 });
    // Throws when a finding of the AWS Solutions checks is open.
    app.synth();
    data = Template.fromStack(stacks.data);
    pipeline = Template.fromStack(stacks.pipeline);
    api = Template.fromStack(stacks.api);
    web = Template.fromStack(stacks.web);
  }, 900_000);

  test('the table and the bucket are kept, encrypted, recoverable', () => {
    data.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    });
    data.allResources('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: Match.objectLike({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      }),
    });
    data.resourceCountIs('AWS::S3::Bucket', 2);
    data.hasResourceProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
        ],
      },
    });
    data.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Retain', Properties: { EnableKeyRotation: true } });
  });

  test('every bucket refuses plain HTTP', () => {
    const policies = Object.values(data.findResources('AWS::S3::BucketPolicy'));
    expect(policies).toHaveLength(2);
    for (const policy of policies) {
      expect(policy.Properties.PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      );
    }
  });

  test('no policy allows every action, and a star as resource stands only where AWS knows no resources', () => {
    const withoutResources =
      /^(xray:Put|xray:GetSampling|logs:(\w+LogDelivery|ListLogDeliveries|\w+ResourcePolic(y|ies)|DescribeLogGroups)$)/;
    for (const { role, statement } of [
      ...statementsOf(data),
      ...statementsOf(pipeline),
      ...statementsOf(api),
    ]) {
      for (const action of list(statement.Action)) {
        expect(action, role).not.toMatch(/\*/);
        for (const resource of list(statement.Resource).map((each) => JSON.stringify(each))) {
          if (resource === '"*"') expect(action, role).toMatch(withoutResources);
          // Otherwise a star ends a prefix of keys, the executions of one machine, or what a log group holds.
          else if (resource.includes('*'))
            expect(resource, role).toMatch(
              /\/(images|thumbnails|labels|imports|snapshots|exports|predictions|evaluations|curations|embeddings|models|training)(\/\w+)?\/\*|:\*"|:execution:lapidary-prod-[a-z-]+\/\*"/,
            );
        }
      }
    }
  });

  test('only those that write the table may write it, and nobody may scan or change it', () => {
    const writers = new Set<string>();
    for (const { role, statement } of [...statementsOf(pipeline), ...statementsOf(api)]) {
      for (const action of list(statement.Action)) {
        if (!action.startsWith('dynamodb:')) continue;
        expect(action).toMatch(
          /^dynamodb:(GetItem|BatchGetItem|Query|ConditionCheckItem|PutItem|UpdateItem|DeleteItem|BatchWriteItem)$/,
        );
        if (/Put|Update|Delete|Write/.test(action)) writers.add(role);
      }
    }
    const expected = Object.values(FUNCTION_ACCESS).filter((access) => access.table === 'write');
    expect(writers.size).toBe(expected.length);
  });

  test.each(Object.entries(FUNCTION_ACCESS))(
    '%s may do what its row says, and nothing else',
    (folder, access) => {
      const id = pascalCase(folder);
      const all = [...statementsOf(pipeline), ...statementsOf(api)].filter(({ role }) =>
        role.startsWith(`${id}RoleDefaultPolicy`),
      );
      const { actions, prefixes } = expectedRights(access);
      expect(new Set(all.flatMap(({ statement }) => list(statement.Action)))).toEqual(actions);
      for (const [action, expected] of Object.entries(prefixes)) {
        const resources = all
          .filter(({ statement }) => list(statement.Action).includes(action))
          .flatMap(({ statement }) => list(statement.Resource).map((each) => JSON.stringify(each)));
        const given = resources.map((each) => /"\/([^"]*)\*"/.exec(each)?.[1] ?? each);
        expect(given.sort(), action).toEqual([...expected].sort());
      }
    },
  );

  test('a machine with a distributed Map may start and stop executions of itself only; others start none', () => {
    const files = Object.keys(MACHINE_TYPES).map((name) => ({
      name,
      isDistributed: readFileSync(join(root, 'statemachines', `${name}.asl.json`), 'utf8').includes(
        'DISTRIBUTED',
      ),
    }));
    expect(
      files
        .filter(({ isDistributed }) => isDistributed)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['curate', 'evaluate', 'export-labels', 'freeze-snapshot', 'import-labels']);
    for (const { name, isDistributed } of files) {
      // Of the machine's own role; a rule that starts it has another.
      const rights = statementsOf(pipeline)
        .filter(({ role }) => role.startsWith(`${pascalCase(name)}Machine`) && !role.includes('EventsRole'))
        .flatMap(({ statement }) =>
          list(statement.Action)
            .filter((action) => action.startsWith('states:'))
            .map((action) => ({ action, resource: JSON.stringify(statement.Resource) })),
        );
      if (!isDistributed) {
        expect(rights, name).toEqual([]);
        continue;
      }
      expect(rights.map(({ action }) => action).sort()).toEqual([
        'states:DescribeExecution',
        'states:StartExecution',
        'states:StopExecution',
      ]);
      for (const { action, resource } of rights) {
        if (action === 'states:StartExecution') expect(resource).toContain(`${pascalCase(name)}Machine`);
        else expect(resource).toContain(`:lapidary-prod-${name}/*`);
      }
    }
  });

  test('functions run on Node 24 with tracing, and every log ends some day', () => {
    pipeline.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      TracingConfig: { Mode: 'Active' },
    });
    for (const template of [pipeline, api]) {
      template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: Match.anyValue() });
    }
  });

  test('the step that compares all images has the memory that the stage gives it', () => {
    const memoryOf = (folder: string, MemorySize: number) =>
      pipeline.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName: `lapidary-prod-${folder}`,
        MemorySize,
      });
    memoryOf('summarize-curation', 10_240);
    memoryOf('summarize-evaluation', 3_008);
    // Every account allows it.
    for (const stage of Object.values(STAGES)) expect(stage.curationMemoryMegabytes).toBe(3_008);
  });

  test('images that arrive or go away start ingest-asset, and what cannot start is parked', () => {
    for (const detailType of ['Object Created', 'Object Deleted']) {
      pipeline.hasResourceProperties('AWS::Events::Rule', {
        EventPattern: Match.objectLike({ 'detail-type': [detailType], source: ['aws.s3'] }),
        Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
      });
    }
  });

  test('the clock starts what the triggers name, each as often as they say', () => {
    pipeline.resourceCountIs('AWS::Scheduler::Schedule', SCHEDULES.length);
    for (const { folder, everyMinutes } of SCHEDULES)
      pipeline.hasResourceProperties('AWS::Scheduler::Schedule', {
        Description: `Runs ${folder}`,
        ScheduleExpression: everyMinutes === 1 ? 'rate(1 minute)' : `rate(${everyMinutes} minutes)`,
        State: 'ENABLED',
        Target: Match.objectLike({
          RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 },
        }),
      });
  });

  test('only schedules of this account may take the role of a tick, which calls one function and nothing else', () => {
    for (const { folder } of SCHEDULES) {
      const rights = statementsOf(pipeline).filter(({ role }) =>
        role.startsWith(`${pascalCase(folder)}Tick`),
      );
      expect(
        rights.map(({ statement }) => statement),
        folder,
      ).toEqual([
        {
          Effect: 'Allow',
          Action: 'lambda:InvokeFunction',
          Resource: {
            'Fn::GetAtt': [expect.stringMatching(`^${pascalCase(folder)}Function[0-9A-F]{8}$`), 'Arn'],
          },
        },
      ]);
    }
    const roles = Object.entries(pipeline.findResources('AWS::IAM::Role')).filter(([id]) =>
      /TickRole/.test(id),
    );
    expect(roles).toHaveLength(SCHEDULES.length);
    for (const [id, { Properties }] of roles)
      expect(Properties.AssumeRolePolicyDocument.Statement, id).toMatchObject([
        {
          Principal: { Service: 'scheduler.amazonaws.com' },
          Condition: {
            StringEquals: {
              'aws:SourceAccount': { Ref: 'AWS::AccountId' },
              'aws:SourceArn': { 'Fn::Join': ['', expect.arrayContaining([':schedule-group/default'])] },
            },
          },
        },
      ]);
  });

  test('every machine is traced, logs its errors, and has an alarm for failures, and for timeouts where there can be any', () => {
    pipeline.allResourcesProperties('AWS::StepFunctions::StateMachine', {
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: Match.objectLike({ Level: 'ERROR', IncludeExecutionData: false }),
    });
    const alarmsOn = (metric: string) =>
      Object.keys(pipeline.findResources('AWS::CloudWatch::Alarm', { Properties: { MetricName: metric } }));
    const machines = Object.keys(MACHINE_TYPES);
    expect(alarmsOn('ExecutionsFailed')).toHaveLength(machines.length);
    expect(alarmsOn('ExecutionsTimedOut')).toHaveLength(machines.filter(canTimeOut).length);
    expect(machines.filter(canTimeOut)).toContain('ingest-asset');
    // Queues of what could not be delivered, and of what waits too long.
    const queues = Object.values(pipeline.findResources('AWS::SQS::Queue'));
    const deadLetters = queues.filter(({ Properties }) => Properties.RedrivePolicy === undefined);
    expect(alarmsOn('ApproximateNumberOfMessagesVisible')).toHaveLength(deadLetters.length);
    expect(alarmsOn('ApproximateAgeOfOldestMessage')).toHaveLength(queues.length - deadLetters.length);
    pipeline.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  });

  test('the API asks for a token everywhere but where nothing is told about anybody, and is throttled', () => {
    const routes = Object.values(api.findResources('AWS::ApiGatewayV2::Route'));
    const open = routes
      .filter((route) => route.Properties.AuthorizationType !== 'JWT')
      .map((route) => route.Properties.RouteKey as string);
    expect(open.sort()).toEqual(['GET /docs', 'GET /v1/health', 'GET /v1/openapi.json', 'POST /v1/sessions']);
    expect(routes.length).toBeGreaterThan(open.length);
    api.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1_000 },
    });
    api.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: 'ACTIVE',
    });
  });

  test('signing in is throttled apart, and its token is the session of a working day', () => {
    api.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      RouteSettings: { 'POST /v1/sessions': { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 20 } },
    });
    api.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      IdTokenValidity: 720,
      ExplicitAuthFlows: Match.arrayWith(['ALLOW_USER_PASSWORD_AUTH']),
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  test('the app comes from a private bucket that only its distribution reads', () => {
    web.hasResourceProperties('AWS::CloudFront::OriginAccessControl', {
      OriginAccessControlConfig: { SigningBehavior: 'always', OriginAccessControlOriginType: 's3' },
    });
    const [policy] = Object.values(web.findResources('AWS::S3::BucketPolicy'));
    const allowed = (policy.Properties.PolicyDocument.Statement as Statement[]).filter(
      ({ Effect }) => Effect === 'Allow',
    );
    expect(allowed).toMatchObject([
      {
        Action: 's3:GetObject',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Condition: { StringEquals: { 'AWS:SourceArn': expect.anything() } },
      },
    ]);
  });

  test('pages carry the policy that keeps foreign scripts out, and the API is under the same origin, uncached', () => {
    web.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        SecurityHeadersConfig: {
          ContentSecurityPolicy: { Override: true },
          StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000 },
          FrameOptions: { FrameOption: 'DENY' },
        },
      },
    });
    const [distribution] = Object.values(web.findResources('AWS::CloudFront::Distribution'));
    const { DefaultCacheBehavior: pages, CacheBehaviors: others } =
      distribution.Properties.DistributionConfig;
    expect(pages).toMatchObject({ ViewerProtocolPolicy: 'redirect-to-https', Compress: true });
    // AWS's own policies: CachingDisabled and AllViewerExceptHostHeader.
    for (const behaviour of others) {
      expect(behaviour).toMatchObject({
        CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
        OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
        ViewerProtocolPolicy: 'https-only',
      });
    }
    expect(others.map((each: { PathPattern: string }) => each.PathPattern)).toEqual(['/v1/*', '/docs']);
  });

  test('at the edge, the session of the cookie becomes the header that the gateway reads', () => {
    const code = Object.entries(web.findResources('AWS::CloudFront::Function')).map(
      ([id, { Properties }]) => [id, Properties.FunctionCode as string] as const,
    );
    const run = (name: string, request: object) => {
      const [, source] = code.find(([id]) => id.startsWith(name)) ?? [];
      return runInNewContext(`${source}; handler({ request })`, { request });
    };
    const session = { cookies: { lapidary_session: { value: 'a.b.c' } } };
    expect(run('CookieToHeader', { ...session, headers: {} }).headers).toEqual({
      authorization: { value: 'Bearer a.b.c' },
    });
    const own = { authorization: { value: 'Bearer mine' } };
    expect(run('CookieToHeader', { ...session, headers: { ...own } }).headers).toEqual(own);
    expect(run('CookieToHeader', { cookies: {}, headers: {} }).headers).toEqual({});
    expect(run('ServeThePage', { uri: '/projects/p/tasks' }).uri).toBe('/index.html');
    expect(run('ServeThePage', { uri: '/assets/index-4f.js' }).uri).toBe('/assets/index-4f.js');
  });
});
