/**
 * The token of a printed sign-in link, `/welcome#<token>`. It leaves the address bar and the history at once, so that
 * it is neither seen over a shoulder nor kept by the browser.
 */
export function takeLinkToken(): string | undefined {
  const token = decodeURIComponent(location.hash.replace(/^#/, '').replace(/^token=/, ''));
  if (location.hash !== '') history.replaceState(history.state, '', location.pathname);
  return token === '' ? undefined : token;
}
