import { AlreadyExists, NotFound } from '../errors.ts';
import { getRecord } from './table/item-operations.ts';
import { keys } from './keys.ts';
import type { Page, PageRequest } from './table/page.ts';
import { queryPartitions } from './table/query-partitions.ts';
import { readRecord, writeRecord } from './table/record-format.ts';
import { User } from './records/user.ts';
import type { TableAccess } from './table/table-access.ts';
import { updateRecord } from './table/update-record.ts';
import { writeTransaction } from './table/write-transaction.ts';
import { GetCommand } from '@aws-sdk/lib-dynamodb';

const format = { noun: 'user', version: 1, schema: User };

export type UserStore = ReturnType<typeof userStore>;

/** Accounts; passwords are hashed before they come here. */
export function userStore(access: TableAccess) {
  function find(userId: string): Promise<User | undefined> {
    return getRecord(access, format, keys.user(userId));
  }

  return {
    find,

    /** @throws NotFound */
    async get(userId: string): Promise<User> {
      const user = await find(userId);
      if (!user) throw new NotFound('user', userId);
      return user;
    },

    /** The case of the letters does not matter. */
    async findByEmail(email: string): Promise<User | undefined> {
      const { Item } = await access.client.send(
        new GetCommand({ TableName: access.table, Key: keys.email(email) }),
      );
      return Item === undefined ? undefined : find(String(Item.userId));
    },

    /** @throws AlreadyExists when the email or the id is taken. */
    async create(input: Omit<User, 'createdAt' | 'updatedAt'>): Promise<User> {
      const now = access.now().toISOString();
      const user: User = { ...input, createdAt: now, updatedAt: now };
      const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };
      const failed = await writeTransaction(access, [
        {
          Put: {
            TableName: access.table,
            Item: { ...keys.user(user.id), ...writeRecord(format, user) },
            ...isNew,
          },
        },
        { Put: { TableName: access.table, Item: { ...keys.email(user.email), userId: user.id }, ...isNew } },
      ]);
      if (failed) throw new AlreadyExists('account', user.email);
      return user;
    },

    list(request: PageRequest = {}): Promise<Page<User>> {
      const partition = { pk: 'USERS', skPrefix: 'USER#' };
      return queryPartitions(access, [partition], request, (item) => readRecord(format, item));
    },

    /** @throws NotFound */
    async update(
      userId: string,
      change: Partial<
        Pick<User, 'name' | 'passwordHash' | 'isAdmin' | 'disabled' | 'preferences' | 'signedOutAt'>
      >,
    ): Promise<User> {
      const updatedAt = access.now().toISOString();
      const user = await updateRecord(access, format, keys.user(userId), (current) => ({
        ...current,
        ...change,
        updatedAt,
      }));
      if (!user) throw new NotFound('user', userId);
      return user;
    },
  };
}
