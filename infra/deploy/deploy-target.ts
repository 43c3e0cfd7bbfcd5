import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { NotDeployable } from '../../shared/errors.ts';

export interface DeployTarget {
  account: string;
  region: string;
}

/**
 * The account and region that the shell's credentials lead to.
 *
 * @throws NotDeployable when there are no credentials, no region, or the region is not bootstrapped
 */
export async function deployTarget(): Promise<DeployTarget> {
  const sts = new STSClient({});
  const region = await sts.config.region().catch((cause: unknown) => {
    throw new NotDeployable('No region is chosen: set AWS_REGION, or a region in the AWS profile.', cause);
  });
  const { Account: account } = await sts.send(new GetCallerIdentityCommand({})).catch((cause: unknown) => {
    throw new NotDeployable(
      'AWS does not accept the credentials of this shell; `aws sts get-caller-identity` has to answer first.',
      cause,
    );
  });
  sts.destroy();
  if (account === undefined) throw new NotDeployable('AWS did not say which account this is.');
  const cloudFormation = new CloudFormationClient({ region });
  await cloudFormation
    .send(new DescribeStacksCommand({ StackName: 'CDKToolkit' }))
    .catch((cause: unknown) => {
      throw new NotDeployable(
        `The region is not prepared yet. Once per account and region: npx cdk bootstrap aws://${account}/${region}`,
        cause,
      );
    });
  cloudFormation.destroy();
  return { account, region };
}
