import type { Command } from 'commander';
import { InvalidInput } from '../../shared/errors.ts';
import { apiClient, signInByLink } from '../../shared/client/api-client.ts';
import { keepCredentials } from '../server/credentials.ts';

/** `lapidary login`: remembers a server and a token of its own for the other commands. */
export function register(program: Command): void {
  program
    .command('login')
    .description('Sign the command line in to a running Lapidary.')
    .argument('<link>', 'the link that "lapidary up" prints, or the address of the server with --token')
    .option('--token <token>', 'an API token made before')
    .option('--days <n>', 'how long the sign-in lasts', '90')
    .action(async (link: string, options: { token?: string; days: string }) => {
      const url = URL.parse(link);
      if (url === null) throw new InvalidInput(`"${link}" is no link.`);
      const secret = url.hash.slice(1);
      if (options.token === undefined && secret === '') {
        throw new InvalidInput(
          'The link has no sign-in token; use the whole link that is printed, or --token.',
        );
      }
      const person =
        options.token === undefined
          ? await signInByLink(url.origin, secret)
          : apiClient(url.origin, options.token, 'me');
      const { body: me } = await person.call<{ name: string }>('GET', 'me');
      let kept: { token: string; expiresAt?: string } = { token: options.token ?? '' };
      if (options.token === undefined) {
        const made = await person.call<{ token: string; expiresAt: string }>('POST', 'sessions/tokens', {
          days: Number(options.days),
        });
        kept = { token: made.body.token, expiresAt: made.body.expiresAt };
      }
      const file = await keepCredentials({ url: url.origin, ...kept });
      console.log(`Signed in to ${url.origin} as ${me.name}. The token is kept in ${file}.`);
    });
}
