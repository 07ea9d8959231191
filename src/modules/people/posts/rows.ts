import { tables } from '../../../platform/db/scoped-tables.ts';

/** Posts without rights and covers, as migration 0013 makes them. `until_day` is the first day that no longer counts. */
export interface PostTables {
  post_holder: {
    readonly id: string;
    readonly school_id: string;
    readonly post: string;
    readonly person_id: string;
    readonly from_day: string;
    readonly until_day: string | null;
  };
  post_cover: {
    readonly id: string;
    readonly school_id: string;
    readonly role: string;
    /** The row of person_role that gives the cover the role. */
    readonly role_id: string;
    readonly holder_id: string;
    readonly person_id: string;
    readonly from_day: string;
    readonly until_day: string;
    readonly named_by: string;
    readonly named_at: string;
    readonly ended_at: string | null;
    readonly ended_by: string | null;
  };
}

export const postTables = tables<PostTables>('post_holder', 'post_cover');
