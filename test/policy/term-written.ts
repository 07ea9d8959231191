/** How the term's registers are written down. */

export type Who = 'head' | 'deputyHead' | 'lead' | 'dsl' | 'technician' | 'office' | 'teacher';

export interface Written {
  readonly on: string;
  readonly register: string;
  readonly by: Who;
  readonly with: Readonly<Record<string, string | readonly string[]>>;
  readonly agreed?: { readonly on: string; readonly by: Who };
  readonly closed?: { readonly on: string; readonly with: Readonly<Record<string, string | readonly string[]>> };
}
