/**
 * The Content-Security-Policy of the web app, the same on one machine and in AWS but for where images come from:
 * `imageOrigins` beyond the app's own origin.
 */
export function pagePolicy(imageOrigins: string[] = []): string {
  const elsewhere = imageOrigins.map((origin) => ` ${origin}`).join('');
  return [
    "default-src 'none'",
    // WebAssembly is compiled in workers; no inline script runs, whatever gets into a page.
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self' blob:",
    // The component library writes style elements.
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' blob: data:${elsewhere}`,
    "font-src 'self'",
    `connect-src 'self' blob: data:${elsewhere}`,
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
