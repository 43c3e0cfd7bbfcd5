import type { Stack } from 'aws-cdk-lib';

/**
 * An ARN as the security checks print it in a finding: references to the account and the like as `<AWS::AccountId>`,
 * joins put together. Only ARNs made of names and pseudo parameters have such a text before synthesis.
 */
export function findingText(arn: string, stack: Stack): string {
  const flatten = (value: unknown): string => {
    if (typeof value === 'string') return value;
    const [[kind, argument]] = Object.entries(value as Record<string, unknown>);
    if (kind === 'Ref') return `<${String(argument)}>`;
    if (kind === 'Fn::Join') return (argument as [string, unknown[]])[1].map(flatten).join('');
    throw new Error(`${kind} in an ARN has no text before synthesis.`);
  };
  return flatten(stack.resolve(arn));
}
