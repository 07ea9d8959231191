import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { ModuleParts, PieceBlock, PolicyPiece } from '../module.ts';

/** A piece of the policy document with its content. */
export interface ShownPiece {
  readonly code: PolicyPiece['code'];
  readonly title: string;
  readonly blocks: readonly PieceBlock[];
}

/** What the modules add to the policy document and its public pages. */
export async function policyPieces(db: ReadHandle, parts: Pick<ModuleParts, 'whole'>): Promise<readonly ShownPiece[]> {
  const pieces = parts.whole().flatMap((module) => module.pieces ?? []);
  return Promise.all(pieces.map(async ({ code, title, content }) => ({ code, title, blocks: await content(db) })));
}
