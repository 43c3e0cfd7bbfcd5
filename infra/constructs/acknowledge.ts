import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Records why a finding of the security checks does not apply to a construct, rule by rule. */
export function acknowledge(construct: IConstruct, reasons: Record<string, string>): void {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(construct).acknowledge({ id, reason });
}
