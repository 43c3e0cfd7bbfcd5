/** What is wrong with a graph: a stable code, where, and a sentence with the fix. */
export interface WorkflowProblem {
  code: string;
  stageId?: string;
  pathway?: string;
  message: string;
}
