import { NotSignedIn } from '../../shared/errors.ts';
import { apiClient } from '../../shared/client/api-client.ts';
import type { ApiClient } from '../../shared/client/api-client.ts';
import { readCredentials } from './credentials.ts';

/** The server of LAPIDARY_URL and LAPIDARY_TOKEN, or the one that `lapidary login` remembered. @throws NotSignedIn */
export async function connect(): Promise<ApiClient> {
  const credentials = await readCredentials();
  if (credentials === undefined) {
    throw new NotSignedIn(
      'No server is known. Run "lapidary login LINK" with the link that "lapidary up" prints, or set LAPIDARY_URL and LAPIDARY_TOKEN.',
    );
  }
  return apiClient(credentials.url, credentials.token, 'me');
}
