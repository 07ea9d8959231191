import type { World } from '../../../test/support/world.ts';
import type { PersonActor } from '../../platform/access/access.ts';
import { worked } from '../people/testing.ts';
import { makeSignDeletion } from './commands/sign-deletion.ts';
import { retentionQueries } from './queries/retention-queries.ts';
import { makeGather, recordRequest, signCopy } from './subject/commands.ts';
import { decidePiece, markWords } from './subject/piece-commands.ts';

/** The rows of a table, as the database has them: to see what is gone. */
export async function tableRows(world: World, table: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return world.store.reading.selectFrom(table).selectAll().execute();
}

/** Somebody who has shown lately that it is they. */
export const confirmed = (actor: PersonActor): PersonActor => ({
  ...actor,
  session: { id: 'test', confirmedLately: true },
});

/** A list of incidents that the head has signed; it waits for a safeguarding lead. */
export async function aSignedBatch(world: World, head: PersonActor): Promise<string> {
  const { reviewClass } = retentionQueries(world.parts);
  const { list } = await world.runner.ask(reviewClass, head, { code: 'incidents' });
  const signed = await world.runner.run(makeSignDeletion(world.parts), confirmed(head), { code: 'incidents', list });
  return worked(signed).id;
}

/** A request for a copy of what is held about a pupil, gathered and with a word marked; every piece given and signed where asked. */
export async function aRequestForACopy(
  world: World,
  head: PersonActor,
  given: { readonly name: string; readonly brought: 'gathered' | 'decided' | 'signed' },
): Promise<{ readonly id: string; readonly record: string; readonly incident: string; readonly word: string }> {
  const id = worked(
    await world.runner.run(recordRequest, head, {
      name: given.name,
      as: 'parent',
      asker: 'The mother',
      identity: 'Known to the office.',
      received: '2026-11-20',
      wants: '',
    }),
  );
  worked(await world.runner.run(makeGather(world.parts), head, { id }));
  worked(await world.runner.run(markWords, head, { id, words: 'the red house', stands: 'other' }));
  const pieces = (await tableRows(world, 'subject_piece')).filter((row) => row['request_id'] === id);
  if (given.brought !== 'gathered') {
    for (const piece of pieces) {
      const decided = { id, piece: String(piece['id']), decision: 'give', exemption: '', reason: '' };
      worked(await world.runner.run(decidePiece, head, decided));
    }
    if (given.brought === 'signed') worked(await world.runner.run(signCopy, confirmed(head), { id }));
  }
  const [word] = (await tableRows(world, 'subject_word')).filter((row) => row['request_id'] === id);
  const ofModule = (module: string): string =>
    pieces.filter((row) => row['module'] === module).map((row) => String(row['id']))[0] ?? '';
  return { id, record: ofModule('people'), incident: ofModule('incidents'), word: String(word?.['id']) };
}
