import type { AdvanceDeps } from '../../functions/advance-task/advance-deps.ts';
import type { Move, Parked } from '../../functions/advance-task/move.ts';
import { finishTask } from '../../functions/finish-task/finish-task.ts';
import { followPathway } from '../../functions/follow-pathway/follow-pathway.ts';
import { openConsensus } from '../../functions/open-consensus/open-consensus.ts';
import { parkForAnnotation } from '../../functions/park-for-annotation/park-for-annotation.ts';
import { parkForReview } from '../../functions/park-for-review/park-for-review.ts';
import { resolveConsensus } from '../../functions/resolve-consensus/resolve-consensus.ts';
import { routeByCollaborator } from '../../functions/route-by-collaborator/route-by-collaborator.ts';
import { routeByPercentage } from '../../functions/route-by-percentage/route-by-percentage.ts';
import { startAgent } from '../../functions/start-agent/start-agent.ts';
import type { LabelStore } from '../../shared/store/label-store.ts';

/** What the machine advance-task does, without the machine: thousands of times in a test. */
export async function advanceDirectly(
  taskId: string,
  deps: AdvanceDeps & { labels: LabelStore },
): Promise<Parked | undefined> {
  let move: Move = await followPathway({ taskId }, deps);
  for (let hops = 0; hops < 100; hops++) {
    switch (move.kind) {
      case 'annotate':
        return parkForAnnotation(move, deps);
      case 'review':
        return parkForReview(move, deps);
      case 'agent':
        return startAgent(move, deps);
      case 'consensus':
        return openConsensus(move, deps);
      case 'complete':
      case 'archive':
        return finishTask(move, deps);
      case 'percentageRouter':
        move = await routeByPercentage(move, deps);
        break;
      case 'collaboratorRouter':
        move = await routeByCollaborator(move, deps);
        break;
      case 'slot':
        move = await resolveConsensus(move, deps);
        break;
      default:
        return undefined;
    }
  }
  throw new Error(`The task ${taskId} went through a hundred routers.`);
}
