import { OpenAPIHono } from '@hono/zod-openapi';
import { InvalidInput } from '../../shared/errors.ts';
import { describeIssues } from '../../shared/lambda/describe-issues.ts';
import type { SignedInUser } from './authenticator.ts';

/** What a route finds in its context: `c.var.user` is there on every route that is not public. */
export interface ApiEnv {
  Variables: { requestId: string; user: SignedInUser };
}

export type ApiRouter = OpenAPIHono<ApiEnv>;

const PLACES: Record<string, string> = { json: 'body', param: 'path', query: 'query', header: 'header' };

/** An empty router. A route file exports one function `(deps: ApiDeps) => ApiRouter`; paths have no `/v1`. */
export function newRouter(): ApiRouter {
  return new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      const { summary, issues } = describeIssues(result.error);
      throw new InvalidInput(`The ${PLACES[result.target] ?? result.target} is not right: ${summary}`, {
        in: PLACES[result.target] ?? result.target,
        issues,
      });
    },
  });
}
