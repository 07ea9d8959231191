import type { Actor } from '../access/access.ts';
import type { PersonId, SchoolId } from '../ids/ids.ts';
import type { ViewModel } from './pages.ts';

/** What a public route gets. */
export interface Visit {
  /** Path parameters, query and form together, as raw input for a command or query. */
  readonly raw: Readonly<Record<string, unknown>>;
  readonly method: 'GET' | 'POST';
  /** Address of the browser. */
  readonly address: string;
  /** The browser's own name, for the list of devices. */
  readonly device: string;
  /** Who is signed in, when somebody is. */
  readonly actor: Actor | undefined;
  /** Id of this request, for the actor a public route acts as. */
  readonly request: string;
  readonly now: Temporal.Instant;
}

export type Answer =
  | {
      readonly show: string;
      readonly model: ViewModel;
      readonly errors?: readonly { field: string; message: string }[];
      readonly status?: number;
    }
  | {
      readonly to: string;
      readonly notice?: string;
      readonly signIn?: { readonly school: SchoolId; readonly person: PersonId };
      readonly signOut?: true;
    }
  | { readonly json: unknown; readonly status: number };

/** A route that anybody may ask for. `why` says why that is safe; it is printed in docs/reference/routes.md. */
export interface PublicRoute {
  readonly path: string;
  readonly methods: readonly ('GET' | 'POST')[];
  readonly why: string;
  readonly handle: (visit: Visit) => Promise<Answer>;
}
