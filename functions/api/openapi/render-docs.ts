import type { Operation } from './operation.ts';

interface Document {
  info: { title: string; description?: string };
  tags?: { name: string; description?: string }[];
  paths?: Record<string, unknown>;
  components?: { schemas?: Record<string, unknown> };
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const STYLE = `
:root{color-scheme:light dark;--line:light-dark(#ddd,#333);--soft:light-dark(#f6f6f4,#1d1d1f);--accent:light-dark(#0b6e69,#4fc3bc)}
body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:2rem 1rem}
h2{border-bottom:1px solid var(--line);padding-bottom:.2rem;margin-top:2.5rem}
details{border:1px solid var(--line);border-radius:6px;margin:.5rem 0}
summary{cursor:pointer;padding:.5rem .8rem}details>div{padding:0 1rem 1rem}
code,pre{font:13px/1.5 ui-monospace,monospace}pre{background:var(--soft);padding:.8rem;border-radius:6px;overflow:auto}
b.method{color:var(--accent);display:inline-block;min-width:4.5rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;border-top:1px solid var(--line);padding:.3rem .5rem;vertical-align:top}
nav{display:flex;flex-wrap:wrap;gap:.2rem 1rem}a{color:var(--accent)}`;

/** The OpenAPI document as one page that needs no script and nothing from elsewhere. */
export function renderDocs(document: object): string {
  const { info, tags: described = [], paths = {}, components } = document as Document;
  const about = new Map(described.map(({ name, description }) => [name, description ?? '']));
  const groups = new Map<string, string[]>();
  for (const [path, item] of Object.entries(paths)) {
    for (const method of METHODS) {
      const operation = (item as Record<string, Operation | undefined>)[method];
      if (!operation) continue;
      const tag = operation.tags?.[0] ?? 'other';
      groups.set(tag, [...(groups.get(tag) ?? []), renderOperation(method, path, operation)]);
    }
  }
  const tags = [...groups.keys()].sort();
  const schemas = Object.entries(components?.schemas ?? {});
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(info.title)} API</title><style>${STYLE}</style></head><body>
<h1>${escape(info.title)} API</h1><p>${inline(info.description ?? '')}</p>
<p>The same as a file: <a href="/v1/openapi.json">OpenAPI 3.1</a></p>
<nav>${tags.map((tag) => `<a href="#${escape(tag)}">${escape(tag)}</a>`).join('')}<a href="#schemas">schemas</a></nav>
${tags.map((tag) => `<h2 id="${escape(tag)}">${escape(tag)}</h2><p>${inline(about.get(tag) ?? '')}</p>${(groups.get(tag) ?? []).join('')}`).join('')}
<h2 id="schemas">schemas</h2>
${schemas.map(([name, schema]) => `<details id="schema-${escape(name)}"><summary><code>${escape(name)}</code></summary><div>${code(schema)}</div></details>`).join('')}
</body></html>`;
}

function renderOperation(method: string, path: string, operation: Operation): string {
  const { summary = '', description, parameters = [], requestBody, responses = {}, security } = operation;
  const rows = parameters.map(
    (p) =>
      `<tr><td><code>${escape(p.name)}</code></td><td>${escape(p.in)}${p.required ? ', required' : ''}</td><td>${inline(p.description ?? '')} <code>${escape(compact(p.schema))}</code></td></tr>`,
  );
  const isRefusal = (status: string) => status.startsWith('4') || status.startsWith('5');
  const refusals = Object.entries(responses)
    .filter(([status]) => isRefusal(status))
    .map(
      ([status, answer]) => `<tr><td>${escape(status)}</td><td>${inline(answer.description ?? '')}</td></tr>`,
    );
  const answers = Object.entries(responses).map(([status, answer]) => {
    if (isRefusal(status)) return '';
    const schema = schemaOf(answer.content);
    return `<h4>${escape(status)}: ${inline(answer.description ?? '')}</h4>${schema === undefined ? '' : code(schema)}`;
  });
  const body = schemaOf(requestBody?.content);
  const example = Object.values(requestBody?.content ?? {})[0]?.example;
  return `<details><summary><b class="method">${method.toUpperCase()}</b> <code>${escape(path)}</code> ${inline(summary)}</summary><div>
${description ? `<p>${inline(description)}</p>` : ''}${security?.length === 0 ? '<p>Served to anybody.</p>' : ''}
${rows.length > 0 ? `<table>${rows.join('')}</table>` : ''}
${body === undefined ? '' : `<h4>Body</h4>${code(body)}`}${example === undefined ? '' : `<h4>For example</h4>${code(example)}`}${answers.join('')}
${refusals.length > 0 ? `<h4>Refusals</h4><table>${refusals.join('')}</table>` : ''}</div></details>`;
}

function schemaOf(content: Record<string, { schema?: unknown }> | undefined): unknown {
  return Object.values(content ?? {})[0]?.schema;
}

function compact(schema: unknown): string {
  return JSON.stringify(schema ?? {});
}

/** References become links to the schema further down. */
function code(schema: unknown): string {
  const text = escape(JSON.stringify(schema, undefined, 2));
  return `<pre>${text.replaceAll(
    /&quot;\$ref&quot;: &quot;#\/components\/schemas\/([\w.-]+)&quot;/g,
    '<a href="#schema-$1">$1</a>',
  )}</pre>`;
}

/** Backticks mark code. */
function inline(text: string): string {
  return escape(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
