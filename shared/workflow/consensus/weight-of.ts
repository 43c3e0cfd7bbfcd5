/** Somebody of whom nothing is known yet counts as agreeing so often, as if measured in so many rounds. */
const USUAL_AGREEMENT = 0.75;
const USUAL_ROUNDS = 5;
/** Nobody is ignored, and nobody decides alone against two who are good. */
const LEAST = 0.55;
const MOST = 0.95;

/**
 * How much an annotator's word counts: the log-odds of being right, which is the best weight for independent voters
 * (L. Shapley, B. Grofman, Public Choice 43, 1984), with the measured agreement with others in place of the unknown
 * rate of being right. Scaled so that a newcomer has the weight 1.
 */
export function weightOf({ rounds, sum }: { rounds: number; sum: number }): number {
  const rate = (sum + USUAL_AGREEMENT * USUAL_ROUNDS) / (rounds + USUAL_ROUNDS);
  return logOdds(Math.min(MOST, Math.max(LEAST, rate))) / logOdds(USUAL_AGREEMENT);
}

function logOdds(rate: number): number {
  return Math.log(rate / (1 - rate));
}
