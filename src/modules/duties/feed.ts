import { createHash } from 'node:crypto';

import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { asId, type PersonId } from '../../platform/ids/ids.ts';
import { dutyTables } from './rows.ts';

/** A person's calendar address: `/calendar/<token>.ics`. Whoever has it reads the titles and days of that person's duties, and nothing else. */

/** 256 bits, as `ids.secret` writes them. */
export const TOKEN_BYTES = 32;
export const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

/** What is kept of a token. It has 256 random bits, so a plain hash cannot be searched backwards. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(`schoolgate-calendar\0${token}`).digest('base64url');
}

export interface Feed {
  readonly id: string;
  readonly person: PersonId;
  readonly madeAt: string;
}

/** The feed that a person has in use; undefined when there is none. */
export async function feedOf(db: ReadHandle, person: PersonId): Promise<Feed | undefined> {
  const row = await dutyTables
    .read(db)
    .select('duty_feed')
    .where('person_id', '=', person)
    .where('ended_at', 'is', null)
    .select(['id', 'person_id', 'made_at'])
    .orderBy('made_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : { id: row.id, person: asId(row.person_id), madeAt: row.made_at };
}

/** The feed of a token that still holds. */
export async function feedOfToken(db: ReadHandle, token: string): Promise<Feed | undefined> {
  const row = await dutyTables
    .read(db)
    .select('duty_feed')
    .where('token_hash', '=', tokenHash(token))
    .where('ended_at', 'is', null)
    .select(['id', 'person_id', 'made_at'])
    .executeTakeFirst();
  return row === undefined ? undefined : { id: row.id, person: asId(row.person_id), madeAt: row.made_at };
}
