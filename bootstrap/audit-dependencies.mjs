// Asks the registry for known holes in what users install. Fails on high and critical ones; a registry that does not
// answer such questions is said so, and fails nothing.
import { spawnSync } from 'node:child_process';

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' });
let report = {};
try {
  report = JSON.parse(stdout);
} catch {
  // Looked at below.
}
const found = report.metadata?.vulnerabilities;
if (found === undefined) {
  console.warn(
    `The registry does not say what it knows of holes in dependencies: ${report.error?.summary || report.message || 'no answer'}`,
  );
} else {
  console.log(
    `Known holes in dependencies: ${found.critical} critical, ${found.high} high, ${found.moderate} moderate, ${found.low} low.`,
  );
  if (found.critical + found.high > 0) {
    console.error('Run npm audit to see them.');
    process.exitCode = 1;
  }
}
