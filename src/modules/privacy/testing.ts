import type { World } from '../../../test/support/world.ts';
import type { PersonActor } from '../../platform/access/access.ts';
import { asId } from '../../platform/ids/ids.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { worked } from '../people/testing.ts';
import { makeHoldRecord, makeReleaseHold } from './commands/holds.ts';
import { makeSignDeletion } from './commands/sign-deletion.ts';
import { retentionQueries } from './queries/retention-queries.ts';
import { makeGather, recordRequest, signCopy } from './subject/commands.ts';
import { decidePiece, markWords } from './subject/piece-commands.ts';
import { beforeSigningCopy, seePiece } from './subject/queries.ts';

/** The rows of a table, as the database has them: to see what is gone. */
export async function tableRows(world: World, table: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return world.store.reading.selectFrom(table).selectAll().execute();
}

/** Somebody who has shown lately that it is they. */
export const confirmed = (actor: PersonActor): PersonActor => ({
  ...actor,
  session: { id: 'test', confirmedLately: true },
});

/** A legal hold that `by` lays on a record that is past its time. */
export async function aHoldOn(
  world: World,
  by: PersonActor,
  record: { readonly code: string; readonly record: string },
): Promise<{ readonly release: (who: PersonActor) => Promise<void> }> {
  const review = schoolDay(world.clock.now()).add({ years: 1 }).toString();
  const given = { ...record, reason: 'A solicitor has written.', review };
  const id = worked(await world.runner.run(makeHoldRecord(world.parts), by, given));
  return {
    release: async (who) => {
      worked(await world.runner.run(makeReleaseHold(), who, { id }));
    },
  };
}

/** A list of incidents that the head has signed; it waits for a safeguarding lead. */
export async function aSignedBatch(world: World, head: PersonActor): Promise<string> {
  const { reviewClass } = retentionQueries(world.parts);
  const { list } = await world.runner.ask(reviewClass, head, { code: 'incidents' });
  const signed = await world.runner.run(makeSignDeletion(world.parts), confirmed(head), { code: 'incidents', list });
  return worked(signed).id;
}

/** A request for a copy of what is held about somebody, gathered by `by` and with a word marked; every piece given by `signs`, and signed, where asked. */
export async function aRequestForACopy(
  world: World,
  by: PersonActor,
  given: {
    readonly name: string;
    readonly brought: 'gathered' | 'decided' | 'signed';
    /** Who decides on the pieces and signs; `by` when left out. */
    readonly signs?: PersonActor;
  },
): Promise<{
  readonly id: string;
  readonly record: string;
  readonly incident: string;
  readonly word: string;
  /** What the forms of signing and of deciding on a piece carry. */
  readonly seen: (piece: string) => Promise<string>;
  readonly seenWhole: () => Promise<string>;
}> {
  const signer = confirmed(given.signs ?? by);
  const id = asId<'subject-request'>(
    worked(
      await world.runner.run(recordRequest, by, {
        name: given.name,
        as: 'parent',
        asker: 'The mother',
        identity: 'Known to the office.',
        received: '2026-11-20',
        wants: '',
      }),
    ),
  );
  worked(await world.runner.run(makeGather(world.parts), by, { id }));
  worked(await world.runner.run(markWords, by, { id, words: 'the red house', stands: 'other' }));
  const pieces = (await tableRows(world, 'subject_piece')).filter((row) => row['request_id'] === id);
  const seen = async (piece: string): Promise<string> =>
    (await world.runner.ask(seePiece, signer, { id, piece: asId<'subject-piece'>(piece) })).seen;
  const seenWhole = async (): Promise<string> => (await world.runner.ask(beforeSigningCopy, signer, { id })).seen ?? '';
  if (given.brought !== 'gathered') {
    for (const piece of pieces.map((row) => String(row['id']))) {
      const decided = { id, piece, decision: 'give', exemption: '', reason: '', seen: await seen(piece) };
      worked(await world.runner.run(decidePiece, signer, decided));
    }
    if (given.brought === 'signed') {
      worked(await world.runner.run(signCopy, signer, { id, seen: await seenWhole() }));
    }
  }
  const [word] = (await tableRows(world, 'subject_word')).filter((row) => row['request_id'] === id);
  const ofModule = (module: string): string =>
    pieces.filter((row) => row['module'] === module).map((row) => String(row['id']))[0] ?? '';
  return {
    id,
    record: ofModule('people'),
    incident: ofModule('incidents'),
    word: String(word?.['id']),
    seen,
    seenWhole,
  };
}
