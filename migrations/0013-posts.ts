import type { Migration } from '../src/platform/db/migrations.ts';

/**
 * Posts that carry no rights in Schoolgate, with who holds each from and until when; and covers: who stands in for whom in which role. What a
 * cover may do comes from a row of person_role with the cover's dates (`role_id`), and ends with it. `until_day` is the first day that no
 * longer counts.
 */
export const migration: Migration = {
  name: '0013-posts',
  statements: [
    `create table post_holder (
      id text primary key, school_id text not null, post text not null, person_id text not null, from_day text not null,
      until_day text)`,
    `create index post_holder_post on post_holder (school_id, post, from_day)`,
    `create table post_cover (
      id text primary key, school_id text not null, role text not null, role_id text not null, holder_id text not null,
      person_id text not null, from_day text not null, until_day text not null, named_by text not null, named_at text not null,
      ended_at text, ended_by text)`,
    `create index post_cover_holder on post_cover (school_id, holder_id, until_day)`,
    `create index post_cover_person on post_cover (school_id, person_id, until_day)`,
  ],
};
