import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SingleBar } from 'cli-progress';
import { InvalidArgumentError, type Command } from 'commander';
import { EXIT } from '../exit-codes.ts';

interface DemoOptions {
  images: number;
  seed: number;
  json?: string;
  keep: boolean;
}

/** `lapidary demo`: the whole loop unattended, on a host of its own. */
export function register(program: Command): void {
  program
    .command('demo')
    .description('Run the whole loop unattended on rendered gemstones and report what happened.')
    .option('--images <number>', 'how many images, 1 to 2,000', wholeNumber(1, 2000), 60)
    .option('--seed <number>', 'another seed, other trays and other slips', wholeNumber(0, 1_000_000), 7)
    .option('--json <file>', 'write the result as JSON; - writes it to standard output')
    .option('--keep', 'keep the data, to look around in it afterwards', false)
    .action(demo);
}

async function demo(options: DemoOptions): Promise<void> {
  const { runDemo } = await import('../../infra/local/demo/run-demo.ts');
  const { demoReport } = await import('../../infra/local/demo/demo-report.ts');
  const { WEB_FOLDER } = await import('../../infra/local/build-web.ts');
  const { terminalLog } = await import('../../infra/local/terminal-log.ts');
  const bar = new SingleBar({
    format: '  {phase} {bar} {value}/{total}',
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
    noTTYOutput: false,
  });
  const isTerminal = process.stderr.isTTY;
  if (isTerminal) bar.start(options.images, 0, { phase: 'Starting'.padEnd(24) });
  try {
    const result = await runDemo({
      ...options,
      webFolder: WEB_FOLDER,
      log: terminalLog((line) => process.stderr.write(line)),
      onProgress: (phase, done, total) => {
        if (!isTerminal) return;
        bar.setTotal(total);
        bar.update(done, { phase: phase.padEnd(24) });
      },
    });
    bar.stop();
    if (options.json === '-') process.stdout.write(`${JSON.stringify(result)}\n`);
    else if (options.json !== undefined)
      await writeFile(resolve(options.json), `${JSON.stringify(result, null, 2)}\n`);
    const say = options.json === '-' ? console.error : console.log;
    say(demoReport(result));
    const ended = (result.tasks.complete ?? 0) + (result.tasks.archive ?? 0);
    if (ended !== result.images - result.quarantined) process.exitCode = EXIT.checkFailed;
  } finally {
    bar.stop();
  }
}

function wholeNumber(least: number, most: number) {
  return (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}
