import type { Migration } from '../src/platform/db/migrations.ts';

/**
 * Policy packs of format 2: several controls for a clause, guidance, what a clause says about settings, contradictions inside a pack, and
 * who looked at how the policy stands. Of an edition that was
 * loaded before, `controls` stays empty and the one control of the old column counts.
 */
export const migration: Migration = {
  name: '0019-policy-packs',
  statements: [
    `alter table policy_clause add column ref text`,
    `alter table policy_clause add column controls text`,
    `alter table policy_clause add column guidance text`,
    `alter table policy_clause add column settings text`,
    `alter table policy_setting add column why text`,
    `create table policy_contradiction (
      school_id text not null, id text not null, pack_id text not null, setting text not null, sides text not null, taken text not null,
      found_at text not null, resolved_at text, resolved_by text, chosen text, reason text,
      primary key (school_id, id))`,
    `create unique index policy_contradiction_setting on policy_contradiction (school_id, pack_id, setting)`,
    `create trigger policy_contradiction_no_delete before delete on policy_contradiction
      begin select raise(abort, 'a record is deleted only by an approved deletion warrant, and never under a legal hold')
      where not exists (
        select 1 from deletion_warrant_row r join deletion_warrant w on w.school_id = r.school_id and w.id = r.warrant_id
        where w.state = 'executing' and r.school_id = old.school_id and r.table_name = 'policy_contradiction' and r.row_id = old.id)
      or exists (
        select 1 from legal_hold h
        where h.school_id = old.school_id and h.table_name = 'policy_contradiction' and h.row_id = old.id and h.released_at is null); end`,
    `create table policy_check (
      school_id text not null, id text not null, pack_id text not null, checked_at text not null, checked_by text not null,
      total integer not null, enforced integer not null, evidenced integer not null, shown integer not null, not_covered integer not null,
      kept integer not null, not_kept integer not null, overdue integer not null, remark text not null,
      primary key (school_id, id))`,
    `create index policy_check_at on policy_check (school_id, checked_at)`,
    `create trigger policy_check_no_delete before delete on policy_check
      begin select raise(abort, 'a record is deleted only by an approved deletion warrant, and never under a legal hold')
      where not exists (
        select 1 from deletion_warrant_row r join deletion_warrant w on w.school_id = r.school_id and w.id = r.warrant_id
        where w.state = 'executing' and r.school_id = old.school_id and r.table_name = 'policy_check' and r.row_id = old.id)
      or exists (
        select 1 from legal_hold h
        where h.school_id = old.school_id and h.table_name = 'policy_check' and h.row_id = old.id and h.released_at is null); end`,
  ],
};
