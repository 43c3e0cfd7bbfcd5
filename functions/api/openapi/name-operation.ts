/** Where the rule would make a name that nobody would look for. */
const NAMES: Record<string, string> = {
  'get /v1/health': 'getHealth',
  'get /v1/me': 'getMe',
  'patch /v1/me': 'changeMe',
  'post /v1/sessions': 'signIn',
  'post /v1/sessions/link': 'signInByLink',
  'delete /v1/sessions': 'signOutEverywhere',
  'delete /v1/sessions/current': 'signOut',
  'post /v1/uploads/arrived': 'findArrivedUploads',
  'post /v1/tasks/bulk': 'changeTasks',
  'get /v1/tasks/next': 'peekNextTask',
  'post /v1/tasks/{taskId}/embedding': 'embedTaskImage',
  'get /v1/projects/{projectId}/numbers.csv': 'getProjectNumbersAsCsv',
  'get /v1/exports/{jobId}/files': 'listExportFiles',
  'post /v1/projects/{projectId}/workflow-preview': 'previewWorkflow',
  'post /v1/ontologies/{ontologyId}/impact': 'previewOntology',
  'post /v1/curations/{curationId}/similar': 'findSimilarImages',
  'post /v1/curations/{curationId}/micro-models': 'teachClasses',
  'put /v1/models/in-use': 'useModel',
  'post /v1/models/in-use/roll-back': 'rollBackModel',
};

const VERBS: Record<string, string> = { get: 'get', put: 'save', patch: 'change', delete: 'delete' };

/**
 * The name of an operation, for programs that make a client from the document: `listTasks`, `getTask`, `submitTask`.
 *
 * @param path with `/v1` and parameters in braces
 * @param isList whether it answers a page of things
 */
export function nameOperation(method: string, path: string, isList: boolean): string {
  const known = NAMES[`${method} ${path}`];
  if (known !== undefined) return known;
  const parts = path.split('/').slice(2);
  const nouns = parts.filter((part) => !part.startsWith('{'));
  const last = nouns[nouns.length - 1];
  const owners = nouns.slice(0, -1).map((noun) => pascal(singular(noun)));
  if (parts[parts.length - 1].startsWith('{'))
    return [VERBS[method], ...owners, pascal(singular(last))].join('');
  if (method === 'post') {
    const isThing = last.endsWith('s') || last === 'link';
    return isThing
      ? ['create', ...owners, pascal(singular(last))].join('')
      : [camel(last), ...owners].join('');
  }
  return [isList ? 'list' : VERBS[method], ...owners, pascal(last)].join('');
}

function singular(noun: string): string {
  return noun.endsWith('ies') ? `${noun.slice(0, -3)}y` : noun.replace(/s$/, '');
}

function pascal(words: string): string {
  return words
    .split('-')
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join('');
}

function camel(words: string): string {
  const name = pascal(words);
  return name[0].toLowerCase() + name.slice(1);
}
