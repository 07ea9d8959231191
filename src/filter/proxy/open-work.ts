import type { Asking, Judge } from './judge.ts';
import type { Decision } from '../engine/decision.ts';
import type { Identity } from '../identity/identify.ts';

/** A tunnel or a request under way. */
export interface OpenPiece {
  readonly kind: 'tunnel' | 'request';
  /** Every host it stands for: of a tunnel also the server name in its hello. */
  readonly askings: readonly Asking[];
  /** Whether a time limit has passed; called every `againMs`. */
  overdue(nowMonotonicMs: number): boolean;
  /** Ends it at once. `refused` is what refuses it now, undefined when it was only too slow or the proxy stops. */
  end(refused: { readonly asking: Asking; readonly decision: Decision; readonly identity: Identity } | undefined): void;
}

/** Everything under way in this thread, so that a new ruleset, an end time or a sign-out reaches it. */
export interface OpenWork {
  add(piece: OpenPiece): void;
  remove(piece: OpenPiece): void;
  /** Decides each piece again and ends those that are refused now or too slow. What is still allowed is not touched. */
  again(): void;
  /** Ends everything. */
  endAll(): void;
  tunnels(): number;
}

export function openWork(judge: Judge, monotonicMs: () => number): OpenWork {
  const pieces = new Set<OpenPiece>();
  let tunnels = 0;
  const remove = (piece: OpenPiece): void => {
    if (pieces.delete(piece) && piece.kind === 'tunnel') tunnels--;
  };
  return {
    add(piece) {
      pieces.add(piece);
      if (piece.kind === 'tunnel') tunnels++;
    },
    remove,
    again() {
      const now = monotonicMs();
      for (const piece of pieces) {
        const refusal = firstRefusal(piece, judge);
        if (refusal !== undefined) {
          remove(piece);
          piece.end(refusal === 'unknown' ? undefined : refusal);
        } else if (piece.overdue(now)) {
          remove(piece);
          piece.end(undefined);
        }
      }
    },
    endAll() {
      for (const piece of pieces) {
        remove(piece);
        piece.end(undefined);
      }
    },
    tunnels: () => tunnels,
  };
}

function firstRefusal(
  piece: OpenPiece,
  judge: Judge,
): { asking: Asking; decision: Decision; identity: Identity } | 'unknown' | undefined {
  for (const asking of piece.askings) {
    const now = judge.again(asking);
    if (now.kind === 'blocked') return { asking, decision: now.decision, identity: now.identity };
    // The credential has been taken back meanwhile.
    if (now.kind !== 'allowed') return 'unknown';
  }
  return undefined;
}
