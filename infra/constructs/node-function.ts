import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { bundleFunction } from './bundle-function.ts';
import { pascalCase } from './pascal-case.ts';

export interface NodeFunctionProps {
  stage: Stage;
  /** The folder under `functions/`. */
  folder: string;
  environment: Record<string, string>;
  memoryMegabytes?: number;
  timeout?: Duration;
}

/**
 * One Lambda of the house, and the only place that knows its runtime, bundling, logs and tracing. Its role may write
 * its own log and its traces; whatever else it may do is granted by the stack that makes it.
 */
export class NodeFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, props: NodeFunctionProps) {
    super(scope, pascalCase(props.folder));
    const memorySize = props.memoryMegabytes ?? 512;
    if (!Number.isInteger(memorySize) || memorySize < 128 || memorySize > 10_240)
      throw new Error(`${props.folder} cannot have ${memorySize} MB of memory: 128 to 10240, whole.`);
    const functionName = `lapidary-${props.stage.name}-${props.folder}`;
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/lapidary/${props.stage.name}/${props.folder}`,
      retention: props.stage.logRetention,
      removalPolicy: props.stage.removal,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);

    this.lambda = new LambdaFunction(this, 'Function', {
      functionName,
      role,
      runtime: Runtime.NODEJS_24_X,
      // The native parts that are bundled are those of the machines on which they are tested.
      architecture: Architecture.X86_64,
      handler: 'index.handler',
      code: Code.fromAsset(bundleFunction(props.folder).folder),
      memorySize,
      timeout: props.timeout ?? Duration.seconds(30),
      tracing: Tracing.ACTIVE,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: { NODE_OPTIONS: '--enable-source-maps', ...props.environment },
    });
  }

  allow(actions: string[], resources: string[], conditions?: Record<string, unknown>): void {
    this.lambda.addToRolePolicy(new PolicyStatement({ actions, resources, conditions }));
  }
}
