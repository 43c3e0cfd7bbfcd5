import type { CallResult, NamedCall } from './simulated-person.ts';

/** A call with a session; no answer is status 0, never an exception. `told` hears of every request. */
export function personCall(
  url: () => string,
  token: string,
  told?: (name: string, milliseconds: number, result: CallResult) => void,
): NamedCall {
  return async (name, method, path, body, headers = {}) => {
    const startedAt = performance.now();
    let result: CallResult;
    try {
      const response = await fetch(`${url()}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(60_000),
      });
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      result = {
        status: response.status,
        etag: response.headers.get('etag') ?? '',
        body: isJson ? JSON.parse(text) : text,
      };
    } catch (error) {
      result = { status: 0, etag: '', body: String(error) };
    }
    told?.(name, performance.now() - startedAt, result);
    return result;
  };
}

/** A project whose images are drawn, then checked, with its people signed in. */
export async function makeGemProject(
  admin: NamedCall,
  people: number,
  shape: 'box' | 'polygon' = 'box',
): Promise<{ datasetId: string; projectId: string; people: { id: string; token: string }[] }> {
  async function create(path: string, body: unknown, status = 201): Promise<CallResult['body']> {
    const made = await admin('setup', 'POST', `/v1/${path}`, body);
    if (made.status !== status) throw new Error(`${path}: ${made.status} ${JSON.stringify(made.body)}`);
    return made.body;
  }
  const dataset = await create('datasets', { name: 'Stones' });
  const ontology = await create('ontologies', {
    name: 'Stones',
    classes: [{ id: 'gem', name: 'gem', shape, color: '#1f77b4' }],
  });
  const workflow = await create('workflows', {
    name: 'Draw, check',
    stages: [
      { id: 'start', kind: 'start', name: 'Start', pathways: [{ name: 'next', to: 'draw' }] },
      { id: 'draw', kind: 'annotate', name: 'Draw', pathways: [{ name: 'submitted', to: 'check' }] },
      {
        id: 'check',
        kind: 'review',
        name: 'Check',
        pathways: [
          { name: 'approved', to: 'done' },
          { name: 'rejected', to: 'draw' },
        ],
      },
      { id: 'done', kind: 'complete', name: 'Complete', pathways: [] },
    ],
  });
  const project = await create('projects', {
    name: 'Stones',
    datasetIds: [dataset.id],
    ontologyId: ontology.id,
    workflowId: workflow.id,
  });
  const made: { id: string; token: string }[] = [];
  for (let number = 0; number < people; number++) {
    const { user, linkToken } = await create('users', {
      email: `p${number}@example.com`,
      name: `Person ${number}`,
    });
    const session = await create('sessions/link', { token: linkToken });
    const member = await admin('setup', 'PUT', `/v1/members/${project.id}/${user.id}`, {
      role: 'annotatorReviewer',
    });
    if (member.status !== 200) throw new Error(`member: ${member.status} ${JSON.stringify(member.body)}`);
    made.push({ id: user.id, token: session.token });
  }
  return { datasetId: dataset.id, projectId: project.id, people: made };
}
