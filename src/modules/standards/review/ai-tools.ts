import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { entriesIn, type KnownEntry } from '../../registers/index.ts';

/** Registers in which an AI tool can stand. */
const registers = ['contracts', 'software', 'cloud-services', 'hardware'] as const;

/** Whether an entry says of itself that it is an AI tool: in one of its choices. What a tool is called is not guessed at. */
export function isAiTool(entry: Pick<KnownEntry, 'values'>): boolean {
  return Object.entries(entry.values).some(
    ([field, value]) => value === 'ai-tool' || (field === 'uses-ai' && value === 'yes'),
  );
}

/** The AI tools in the registers, in the order in which they were recorded. */
export async function aiTools(db: ReadHandle): Promise<readonly KnownEntry[]> {
  return (await entriesIn(db, registers)).filter(isAiTool);
}
