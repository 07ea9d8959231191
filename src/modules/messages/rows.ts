import { tables } from '../../platform/db/scoped-tables.ts';

/** The table of the messages module, as migration 0012 makes it. */
export interface MessageTables {
  mail_choice: {
    readonly person_id: string;
    readonly school_id: string;
    /** `16:00`, in Europe/London. */
    readonly at_time: string;
    readonly days: string;
    /** Topics turned off, with commas between. */
    readonly off_topics: string;
    readonly version: number;
  };
}

export const owned = tables<MessageTables>('mail_choice');
