import type { RouterRoute } from 'hono/types';

/** The methods that some route answers at this path; empty when the path is unknown. */
export function allowedMethods(routes: readonly RouterRoute[], path: string): string[] {
  const methods = new Set<string>();
  for (const route of routes) {
    if (route.method !== 'ALL' && patternOf(route.path).test(path)) methods.add(route.method);
  }
  return [...methods].sort();
}

function patternOf(path: string): RegExp {
  const source = path
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)))
    .join('/');
  return new RegExp(`^${source}$`);
}
