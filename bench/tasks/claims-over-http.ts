/**
 * 50 people claim at once from a running host, over HTTP: is any task given twice, and how many writes does a claim cost?
 *   node bench/tasks/claims-over-http.ts [people=50] [claims per person=8]
 * The writes are counted between the host and its database, whoever makes them.
 */
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { taskIdOf } from '../../shared/store/keys.ts';
import { makeGemProject, personCall } from '../../test/support/gem-project.ts';
import { emptyDataFolder, spawnHost } from '../../test/support/spawn-host.ts';
import { startDynamo } from '../../test/support/start-dynamo.ts';
import { countWrites } from './count-writes.ts';

const [people = 50, each = 8] = process.argv.slice(2).map(Number);
const dynamo = await startDynamo();
const proxy = await countWrites(dynamo.endpoint);
process.env.LAPIDARY_DYNAMODB_ENDPOINT = proxy.endpoint;
const data = await emptyDataFolder();
const host = await spawnHost(data.folder);
const url = () => host.url;

const session = await personCall(url, '')('setup', 'POST', '/v1/sessions/link', { token: host.token });
const admin = personCall(url, session.body.token);
const project = await makeGemProject(admin, people);
const { projectId, datasetId } = project;
const { workflowId, workflowRevision } = (await admin('setup', 'GET', `/v1/projects/${projectId}`)).body;
const tasks = taskStore({ client: dynamo.client, table: dynamo.table, now: () => new Date() });
// As many as are claimed and some more: an empty queue would be another benchmark.
const total = people * each + 4 * people;
const addTask = (n: number) =>
  tasks.create(
    {
      id: taskIdOf(projectId, `${datasetId}.${n}`),
      projectId,
      assetId: `${datasetId}.${n}`,
      datasetId,
      imageName: `${n}.jpg`,
      stageId: 'draw',
      stageKind: 'annotate',
      status: 'open',
      priority: 50,
      labelRevision: 0,
      workflowId,
      workflowRevision,
      contributors: [],
      classIds: [],
      consensusRound: 0,
      activeSeconds: 0,
    },
    { actor: 'system', action: 'task.created' },
  );
for (let n = 0; n < total; n += 20)
  await Promise.all(Array.from({ length: Math.min(20, total - n) }, (_, i) => addTask(n + i)));

const claimed: string[] = [];
const milliseconds: number[] = [];
let refused = 0;
proxy.reset();
const started = performance.now();
await Promise.all(
  project.people.map(async ({ id, token }) => {
    const call = personCall(url, token, (_, took) => milliseconds.push(took));
    for (let k = 0; k < each; k++) {
      const { status, body } = await call('claim', 'POST', '/v1/tasks/claim-next', { projectId });
      if (status === 200 && body.assigneeId === id) claimed.push(body.id);
      else refused++;
    }
  }),
);
const seconds = (performance.now() - started) / 1000;
const writes = proxy.writes();
await host.end('SIGTERM');
await proxy.close();
await dynamo.stop();
await data.remove();

milliseconds.sort((a, b) => a - b);
const result = {
  people,
  claims: claimed.length,
  refused,
  claimedTwice: claimed.length - new Set(claimed).size,
  writesPerClaim: Math.round((writes / claimed.length) * 1000) / 1000,
  claimsPerSecond: Math.round(claimed.length / seconds),
  medianMilliseconds: Math.round(milliseconds[Math.floor(milliseconds.length / 2)]),
};
console.log(JSON.stringify(result, undefined, 2));
if (result.claimedTwice > 0 || result.writesPerClaim > 1.2 || refused > 0) process.exitCode = 1;
