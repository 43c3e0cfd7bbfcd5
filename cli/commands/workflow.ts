import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { readWorkflowFile } from '../workflow/read-workflow-file.ts';
import { writeJson } from '../write-json.ts';
import { simulateWorkflow } from '../../shared/workflow/simulate-workflow.ts';
import type { Simulation } from '../../shared/workflow/simulate-workflow.ts';
import { validateWorkflow } from '../../shared/workflow/validate-workflow.ts';
import type { WorkflowProblem } from '../../shared/workflow/workflow-problem.ts';
import type { WorkflowDocument } from '../../shared/workflow/workflow-document.ts';

interface SimulateOptions {
  tasks: number;
  rejectionRate: number;
  agreementRate: number;
  annotators?: string;
  json?: string;
}

export function register(program: Command): void {
  const workflow = program
    .command('workflow')
    .description('Check a workflow file, or see where tasks would go.');

  workflow
    .command('validate')
    .argument('<file>', 'a workflow as YAML or JSON')
    .description('Says what keeps a workflow from being published; exit code 1 when something does.')
    .option('--json <file>', 'write the findings as JSON; "-" for standard output')
    .action(async (file: string, options: { json?: string }) => {
      const read = await readWorkflowFile(file);
      const problems = read.document ? validateWorkflow(read.document) : read.problems;
      const result = { valid: problems.length === 0, problems };
      if (options.json !== undefined) await writeJson(options.json, result);
      if (options.json !== '-') printProblems(file, problems, read.document);
      if (!result.valid) process.exitCode = EXIT.checkFailed;
    });

  workflow
    .command('simulate')
    .argument('<file>', 'a workflow as YAML or JSON')
    .description('Sends sample tasks through a workflow and counts where they go.')
    .option('--tasks <n>', 'sample tasks', wholeNumber, 1000)
    .option('--rejection-rate <share>', 'share of reviews that reject, 0–1', share, 0.2)
    .option('--agreement-rate <share>', 'share of consensus rounds that agree, 0–1', share, 0.8)
    .option('--annotators <ids>', 'who annotates in turn, separated by commas')
    .option('--json <file>', 'write the counts as JSON; "-" for standard output')
    .action(async (file: string, options: SimulateOptions) => {
      const { document, problems } = await readWorkflowFile(file);
      const found = document ? validateWorkflow(document) : problems;
      if (!document || found.length > 0) {
        if (options.json !== undefined) await writeJson(options.json, { valid: false, problems: found });
        if (options.json !== '-') printProblems(file, found, document);
        process.exitCode = EXIT.checkFailed;
        return;
      }
      const simulation = simulateWorkflow(document, {
        tasks: options.tasks,
        rejectionRate: options.rejectionRate,
        agreementRate: options.agreementRate,
        ...(options.annotators === undefined ? {} : { annotators: options.annotators.split(',') }),
      });
      if (options.json !== undefined) await writeJson(options.json, simulation);
      if (options.json !== '-') printSimulation(document, simulation);
    });
}

function printProblems(
  file: string,
  problems: WorkflowProblem[],
  document: WorkflowDocument | undefined,
): void {
  if (problems.length === 0) {
    console.log(`${file}: “${document?.name}” is sound: ${document?.stages.length} stages.`);
    return;
  }
  console.log(`${file}: ${problems.length === 1 ? 'one thing is' : `${problems.length} things are`} wrong.`);
  for (const { code, message } of problems) console.log(`  ${message} [${code}]`);
}

function printSimulation(document: WorkflowDocument, simulation: Simulation): void {
  const width = Math.max(...document.stages.map((stage) => stage.name.length));
  console.log(`${simulation.tasks} tasks through “${document.name}”:`);
  for (const stage of document.stages) {
    const { entered, ended } = simulation.stages[stage.id];
    const ways = Object.entries(simulation.pathways[stage.id]).map(([name, n]) => `${name} ${n}`);
    const end = ended > 0 ? `${ended} end here` : ways.join(', ');
    console.log(`  ${stage.name.padEnd(width)}  ${String(entered).padStart(8)} in  ${end}`);
  }
  console.log(`The longest way has ${simulation.longestWay} hops.`);
  if (simulation.unfinished > 0)
    console.log(`${simulation.unfinished} tasks were still going round after 1,000 hops.`);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 10_000_000) {
    throw new InvalidArgumentError('A whole number from 1 to 10,000,000 is needed.');
  }
  return value;
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('A number from 0 to 1 is needed.');
  return value;
}
