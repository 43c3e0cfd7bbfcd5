/** A body that works for the requests that people write first. Ids stand for those of your own things. */
export const REQUEST_EXAMPLES: Record<string, unknown> = {
  'post /v1/sessions': { email: 'ada@example.org', password: 'correct horse battery staple' },
  'post /v1/datasets': { name: 'Street crossings', description: 'Cameras 1 to 12, May' },
  'post /v1/uploads': {
    datasetId: '06h1a2dg1qdgrhw3',
    key: 'camera-1/0001.jpg',
    size: 482133,
    contentType: 'image/jpeg',
  },
  'post /v1/ontologies': {
    name: 'Traffic',
    classes: [
      { id: 'car', name: 'Car', shape: 'box', color: '#2f9e44' },
      { id: 'lane', name: 'Lane', shape: 'polyline', color: '#1971c2' },
    ],
  },
  'post /v1/workflows': {
    name: 'Draw, then check',
    stages: [
      { id: 'start', kind: 'start', name: 'Start', pathways: [{ name: 'next', to: 'draw' }] },
      { id: 'draw', kind: 'annotate', name: 'Draw', pathways: [{ name: 'submitted', to: 'check' }] },
      {
        id: 'check',
        kind: 'review',
        name: 'Check',
        pathways: [
          { name: 'approved', to: 'complete' },
          { name: 'rejected', to: 'draw' },
        ],
      },
      { id: 'complete', kind: 'complete', name: 'Complete', pathways: [] },
    ],
  },
  'post /v1/projects': {
    name: 'Crossings in May',
    datasetIds: ['06h1a2dg1qdgrhw3'],
    ontologyId: '06h1a2e08m4w6n2k',
    workflowId: '06h1a2eh3v9q5r7t',
  },
  'post /v1/tasks/claim-next': { projectId: '06h1a2f4c8x1y0z2' },
  'put /v1/tasks/{taskId}/labels': {
    objects: [
      {
        id: '06h1a2gq7b5d3f1h',
        classId: 'car',
        shape: { type: 'box', x: 120, y: 64.5, width: 210, height: 118.25 },
        attributes: {},
        source: 'manual',
        createdBy: 'ada',
        createdAt: '2026-05-04T09:30:00.000Z',
        updatedBy: 'ada',
        updatedAt: '2026-05-04T09:30:00.000Z',
      },
    ],
    classifications: [],
  },
  'post /v1/tasks/{taskId}/reject': {
    reasons: [{ objectId: '06h1a2gq7b5d3f1h', reason: 'Loose outline', comment: 'The mirror is cut off.' }],
  },
  'post /v1/snapshots': {
    projectId: '06h1a2f4c8x1y0z2',
    name: 'May',
    splits: { train: 0.8, val: 0.1, test: 0.1 },
  },
  'post /v1/exports': { projectId: '06h1a2f4c8x1y0z2', format: 'coco' },
  'post /v1/webhooks': {
    projectId: '06h1a2f4c8x1y0z2',
    url: 'https://example.org/hooks/lapidary',
    events: ['task.completed'],
  },
};
