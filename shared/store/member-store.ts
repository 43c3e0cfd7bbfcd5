import type { Role } from '../workflow/role.ts';
import { deleteRecord, getRecord, putRecord } from './table/item-operations.ts';
import { keys, personKeys } from './keys.ts';
import type { Page, PageRequest } from './table/page.ts';
import { queryPartitions } from './table/query-partitions.ts';
import { readRecord } from './table/record-format.ts';
import { Member } from './records/member.ts';
import type { TableAccess } from './table/table-access.ts';

const format = { noun: 'member', version: 1, schema: Member };

export type MemberStore = ReturnType<typeof memberStore>;

export function memberStore(access: TableAccess) {
  return {
    /** Adds a person, or changes their role. */
    async put(input: { projectId: string; userId: string; role: Role; by: string }): Promise<Member> {
      const { projectId, userId, role, by } = input;
      const member = { projectId, userId, role, addedBy: by, addedAt: access.now().toISOString() };
      await putRecord(
        access,
        format,
        keys.member(projectId, userId),
        member,
        personKeys.membership(userId, projectId),
      );
      return member;
    },

    async roleOf(projectId: string, userId: string): Promise<Role | undefined> {
      return (await getRecord(access, format, keys.member(projectId, userId)))?.role;
    },

    list(query: PageRequest & { projectId: string }): Promise<Page<Member>> {
      const { pk, sk } = keys.member(query.projectId, '');
      return queryPartitions(access, [{ pk, skPrefix: sk }], query, (item) => readRecord(format, item));
    },

    /** The projects of a person. */
    listOfUser(query: PageRequest & { userId: string }): Promise<Page<Member>> {
      const pk = personKeys.membership(query.userId, '').gsi2pk;
      return queryPartitions(access, [{ index: 'gsi2', pk }], query, (item) => readRecord(format, item));
    },

    remove(projectId: string, userId: string): Promise<boolean> {
      return deleteRecord(access, keys.member(projectId, userId));
    },
  };
}
