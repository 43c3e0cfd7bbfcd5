import { createRecord, deleteRecord, getRecord } from './table/item-operations.ts';
import { keys } from './keys.ts';
import { Session } from './records/session.ts';
import type { TableAccess } from './table/table-access.ts';
import { updateRecord } from './table/update-record.ts';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';

const format = { noun: 'session', version: 1, schema: Session };

export type SessionStore = ReturnType<typeof sessionStore>;

/** Sessions and one-time sign-in links, both known by the hash of their token only; ended ones are as good as gone. */
export function sessionStore(access: TableAccess) {
  const ttl = (expiresAt: string) => ({ ttl: Math.ceil(Date.parse(expiresAt) / 1000) });
  const alive = (session: Session | undefined) =>
    session && session.expiresAt > access.now().toISOString() ? session : undefined;

  return {
    async start(session: { tokenHash: string; userId: string; expiresAt: string }): Promise<Session> {
      const record = { ...session, createdAt: access.now().toISOString() };
      await createRecord(access, format, keys.session(session.tokenHash), record, ttl(session.expiresAt));
      return record;
    },

    async find(tokenHash: string): Promise<Session | undefined> {
      return alive(await getRecord(access, format, keys.session(tokenHash)));
    },

    /** Pushes the end of a session in use further away; one that was signed out meanwhile stays ended. */
    async extend(session: Session, expiresAt: string): Promise<void> {
      const key = keys.session(session.tokenHash);
      await updateRecord(
        access,
        format,
        key,
        (current) => ({ ...current, expiresAt }),
        () => ttl(expiresAt),
      );
    },

    end(tokenHash: string): Promise<boolean> {
      return deleteRecord(access, keys.session(tokenHash));
    },

    async offerLink(link: { tokenHash: string; userId: string; expiresAt: string }): Promise<void> {
      const record = { ...link, createdAt: access.now().toISOString() };
      await createRecord(access, format, keys.signInLink(link.tokenHash), record, ttl(link.expiresAt));
    },

    /** Works once: the link is gone afterwards. Answers whom it signs in. */
    async redeemLink(tokenHash: string): Promise<string | undefined> {
      const { Attributes } = await access.client.send(
        new DeleteCommand({
          TableName: access.table,
          Key: keys.signInLink(tokenHash),
          ReturnValues: 'ALL_OLD',
        }),
      );
      if (!Attributes || String(Attributes.expiresAt) <= access.now().toISOString()) return undefined;
      return String(Attributes.userId);
    },
  };
}
