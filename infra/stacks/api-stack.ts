import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { CfnStage, HttpRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AccountRecovery, CfnUserPoolGroup, FeaturePlan, Mfa, UserPool } from 'aws-cdk-lib/aws-cognito';
import type { UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge.ts';
import type { Stage } from '../stages.ts';
import type { PipelineStack } from './pipeline-stack.ts';

/** Routes that answer without a session: they tell nothing about anybody. */
const OPEN_ROUTES = ['/v1/health', '/v1/openapi.json', '/docs'];
/** Where a session begins; throttled apart, so that guessing passwords stays slow. */
const SIGN_IN = { path: '/v1/sessions', requestsPerSecond: 5, burst: 20 };
/** A working day; who is disabled is refused at the next request all the same. */
const SESSION_HOURS = 12;

const ADMIN_GROUP = 'admins';

/** The HTTP API in front of the one router, with accounts in Cognito. */
export class ApiStack extends Stack {
  readonly api: HttpApi;
  readonly users: UserPool;
  readonly client: UserPoolClient;

  constructor(
    scope: Construct,
    id: string,
    { stage, pipeline, ...props }: StackProps & { stage: Stage; pipeline: PipelineStack },
  ) {
    super(scope, id, props);
    this.users = new UserPool(this, 'Users', {
      signInAliases: { email: true },
      // Accounts are made by an admin: nobody signs themselves up to somebody else's images.
      selfSignUpEnabled: false,
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
      },
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: stage.isProtected,
      removalPolicy: stage.removal,
    });
    acknowledge(this.users, {
      'AwsSolutions-COG2':
        'A second factor is offered, not forced: teams of annotators share no phones or tokens.',
      'AwsSolutions-COG3':
        'Threat protection belongs to a paid plan per user; sign-in is throttled by Cognito anyway.',
      'AwsSolutions-COG8': 'The Plus plan costs per user and month; Essentials has what the app uses.',
    });
    this.users.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `lapidary-${stage.name}-${this.account}` },
    });
    this.client = this.users.addClient('Web', {
      authFlows: { userSrp: true, userPassword: true },
      preventUserExistenceErrors: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(SESSION_HOURS),
      refreshTokenValidity: Duration.days(7),
    });

    const issuer = `https://cognito-idp.${this.region}.amazonaws.com/${this.users.userPoolId}`;
    const authorizer = new HttpJwtAuthorizer('Jwt', issuer, { jwtAudience: [this.client.userPoolClientId] });
    const router = pipeline.makeFunction(this, 'api', {
      AUTH_ISSUER: issuer,
      AUTH_CLIENT_ID: this.client.userPoolClientId,
      AUTH_ADMIN_GROUP: ADMIN_GROUP,
    });
    new CfnUserPoolGroup(this, 'Admins', {
      userPoolId: this.users.userPoolId,
      groupName: ADMIN_GROUP,
      description: 'May do everything in this installation',
    });
    const integration = new HttpLambdaIntegration('Router', router.lambda);
    this.api = new HttpApi(this, 'HttpApi', { apiName: `lapidary-${stage.name}`, createDefaultStage: true });
    for (const path of OPEN_ROUTES) this.api.addRoutes({ path, methods: [HttpMethod.GET], integration });
    const [signIn] = this.api.addRoutes({ path: SIGN_IN.path, methods: [HttpMethod.POST], integration });
    this.api.addRoutes({
      path: '/v1/{path+}',
      methods: [HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE],
      integration,
      authorizer,
    });
    acknowledge(this.api, {
      'AwsSolutions-APIG4': `Open on purpose, and nothing else is: ${OPEN_ROUTES.join(', ')}, and signing in.`,
    });
    this.#throttleAndLog(stage, signIn);
    new CfnOutput(this, 'Url', { value: this.api.apiEndpoint });
    new CfnOutput(this, 'UserPoolId', { value: this.users.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: this.client.userPoolClientId });
  }

  #throttleAndLog(stage: Stage, signIn: HttpRoute): void {
    const accessLog = new LogGroup(this, 'AccessLog', {
      logGroupName: `/lapidary/${stage.name}/api-access`,
      retention: stage.logRetention,
      removalPolicy: stage.removal,
    });
    const defaultStage = this.api.defaultStage?.node.defaultChild as CfnStage;
    defaultStage.defaultRouteSettings = {
      throttlingRateLimit: stage.api.requestsPerSecond,
      throttlingBurstLimit: stage.api.burst,
    };
    defaultStage.routeSettings = {
      [`POST ${SIGN_IN.path}`]: {
        ThrottlingRateLimit: SIGN_IN.requestsPerSecond,
        ThrottlingBurstLimit: SIGN_IN.burst,
      },
    };
    defaultStage.node.addDependency(signIn);
    defaultStage.accessLogSettings = {
      destinationArn: accessLog.logGroupArn,
      // No path parameters' values beyond the route, no headers: nothing secret reaches the log.
      format: JSON.stringify({
        requestId: '$context.requestId',
        time: '$context.requestTime',
        route: '$context.routeKey',
        status: '$context.status',
        ms: '$context.responseLatency',
        ip: '$context.identity.sourceIp',
        user: '$context.authorizer.claims.sub',
      }),
    };
  }
}
