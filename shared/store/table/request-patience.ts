/**
 * How long a request to the table may take before it is given up and sent again, in milliseconds. Without it, one
 * answer that never comes holds its request, or the start of a host, for ever. Long, because the time in which a
 * thousand requests wait for a free connection counts, too.
 */
export const REQUEST_PATIENCE = {
  requestTimeout: 30_000,
  throwOnRequestTimeout: true,
};
