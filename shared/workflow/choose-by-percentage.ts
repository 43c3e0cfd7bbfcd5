import { InvalidInput } from '../errors.ts';

/** Percentages have at most two decimals, so they are whole numbers of hundredths that sum to this. */
const WHOLE = 10_000;

const sequences = new Map<string, Uint8Array>();

/**
 * Which of the pathways the task with this ordinal (0, 1, 2 …) takes, as an index into `percentages`.
 *
 * After any n tasks every pathway holds n × p within 1: Tijdeman's solution of the chairman assignment problem
 * (R. Tijdeman, "The chairman assignment problem", Discrete Mathematics 32, 1980), whose deviation is at most
 * 1 − 1/(2k − 2) for k pathways. Always taking the largest deficit, the obvious way, breaks the bound from three
 * pathways on. All in whole numbers; the sequence repeats when every share has come out exactly.
 *
 * @throws InvalidInput unless the percentages sum to exactly 100.
 */
export function chooseByPercentage(percentages: readonly number[], ordinal: number): number {
  const id = percentages.join(',');
  let sequence = sequences.get(id);
  if (!sequence) {
    sequence = layOut(percentages.map((percentage) => Math.round(percentage * 100)));
    if (sequences.size > 1000) sequences.clear();
    sequences.set(id, sequence);
  }
  return sequence[ordinal % sequence.length];
}

function layOut(weights: number[]): Uint8Array {
  if (weights.reduce((sum, weight) => sum + weight, 0) !== WHOLE || weights.some((weight) => weight < 0)) {
    throw new InvalidInput('The percentages of a router must sum to exactly 100.');
  }
  const divisor = weights.reduce(greatestCommonDivisor, WHOLE);
  const whole = WHOLE / divisor;
  const shares = weights.map((weight) => weight / divisor);
  const k = shares.filter((share) => share > 0).length;
  if (k === 1) return Uint8Array.of(shares.findIndex((share) => share > 0));

  const sequence = new Uint8Array(whole);
  const taken = shares.map(() => 0);
  for (let n = 1; n <= whole; n++) {
    let chosen = -1;
    let chosenSlack = 0;
    for (let i = 0; i < shares.length; i++) {
      const deficit = n * shares[i] - taken[i] * whole;
      if (shares[i] === 0 || deficit * (2 * k - 2) < whole) continue;
      // How far this pathway is from its deadline; the most urgent one is next.
      const slack = (whole * (2 * k - 3) - (2 * k - 2) * deficit) / shares[i];
      if (chosen < 0 || slack < chosenSlack) {
        chosen = i;
        chosenSlack = slack;
      }
    }
    sequence[n - 1] = chosen;
    taken[chosen]++;
  }
  return sequence;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
