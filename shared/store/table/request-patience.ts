/**
 * How long a request to the table may take before it is given up and sent again, in milliseconds. Without it, one
 * answer that never comes holds its request, or the start of a host, for ever.
 */
export const REQUEST_PATIENCE = {
  connectionTimeout: 5_000,
  requestTimeout: 15_000,
  throwOnRequestTimeout: true,
};
