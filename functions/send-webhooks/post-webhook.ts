import { lookup as resolve } from 'node:dns';
import { request as requestHttp } from 'node:http';
import type { RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { ForbiddenTarget } from '../../shared/errors.ts';
import { isPrivateAddress } from './is-private-address.ts';

export interface PostOptions {
  timeoutMilliseconds: number;
  allowPrivate: boolean;
}

const MOST_ANSWER_BYTES = 16 * 1024;

/**
 * Posts a body and answers status and the start of the answer. The address is checked at the moment of connecting, so
 * a name that resolves to something else a moment later gains nothing. Redirects are not followed.
 *
 * @throws ForbiddenTarget for private addresses, and what the network throws
 */
export function postWebhook(
  target: string,
  headers: Record<string, string>,
  body: string,
  options: PostOptions,
): Promise<{ status: number; text: string }> {
  const url = new URL(target);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new ForbiddenTarget(url.host);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && isPrivateAddress(host) && !options.allowPrivate) throw new ForbiddenTarget(url.host);
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const settings: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    signal: AbortSignal.timeout(options.timeoutMilliseconds),
    agent: false,
    lookup: (name, dnsOptions, callback) => {
      resolve(name, { ...dnsOptions, all: true }, (error, addresses) => {
        if (error) return callback(error, '', 0);
        const safe = options.allowPrivate
          ? addresses
          : addresses.filter((one) => !isPrivateAddress(one.address));
        const [first] = safe;
        if (!first) return callback(new ForbiddenTarget(url.host), '', 0);
        if (dnsOptions.all) return callback(null, safe);
        return callback(null, first.address, first.family);
      });
    },
  };
  return new Promise((fulfil, reject) => {
    const sent = request(url, settings, (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MOST_ANSWER_BYTES) chunks.push(chunk);
      });
      answer.on('end', () =>
        fulfil({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
