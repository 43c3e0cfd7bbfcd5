import { ApiProblem } from '../../api/api-problem.ts';

/** What an account wants beyond address and password. */
export interface SignInStep {
  step: 'newPassword' | 'code';
  /** To be sent back with the answer. */
  session: string;
}

export function signInStepOf(error: unknown): SignInStep | undefined {
  if (!(error instanceof ApiProblem) || error.code !== 'sign-in-step-required') return undefined;
  return error.body.details as SignInStep;
}
