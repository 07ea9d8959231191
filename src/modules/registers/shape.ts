import type { PostKind } from '../people/index.ts';
import type { Area } from '../policy/index.ts';
import type { ControlKind } from '../module.ts';

/**
 * A register is data: one shape, from which its form, list, record, history, print-out, CSV, import, retention and evidence follow. Ours are typed constants in
 * `declared/`; a school's own has the same shape, made on a page. `check-shape.ts` says what is wrong with one that somebody else wrote.
 */

/** Who may do something in a register: a role or post by its code, or everybody who works here. */
export type Grantee = PostKind['code'];

/**
 * What a field takes. Dates are school days. `person` and `people` are adults of the school, `pupil` and `pupils` its pupils: their names are
 * typed and must be found; somebody from outside (an engineer, a visitor) is a `line`. `yes-no` is kept as 'yes' or 'no'. `address` is of the web.
 */
export type FieldKind =
  | { readonly type: 'line' | 'words' | 'date' | 'time' | 'yes-no' | 'address' | 'e-mail' | 'phone' }
  | { readonly type: 'number'; readonly from: number; readonly to: number; readonly unit?: string }
  | { readonly type: 'choice' | 'choices'; readonly options: readonly Option[] }
  | { readonly type: 'person' | 'people' | 'pupil' | 'pupils' | 'class' | 'year-group' | 'year-groups' };

export interface Option {
  readonly code: string;
  readonly label: string;
}

/** One column of a register. */
export interface Field {
  /** Lower-case letters, digits and hyphens; never changed once there are entries. */
  readonly code: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly required: boolean;
  readonly hint?: string;
  /** Words about a person, or what would help somebody harm the school: sealed at rest, and not searched by the database. */
  readonly sealed?: true;
  /** The clause that names this column; left out where it is our addition. */
  readonly clause?: string;
  /** No longer asked for. What stands in it is still shown, printed and exported: a field is retired, never taken out. */
  readonly retired?: true;
}

/** What has to be recorded before an entry counts as finished: a loan's return, a phone's handing out, an action's outcome. */
export interface Closing {
  /** What an open entry is called, and a closed one: "Out", "Returned". */
  readonly open: string;
  readonly closed: string;
  /** The button: "Record the return". */
  readonly act: string;
  /** Filled in when it is closed. */
  readonly fields: readonly Field[];
}

/** An entry that somebody has to agree to before it counts. */
export interface Approval {
  /** Who decides: these, or whom the policy's setting names (the head where it names nobody who works here). Nobody decides on what they asked for themselves. */
  readonly by: readonly Grantee[] | { readonly setting: string };
  /** What is being agreed to, as a question: "May this phone come on site?" */
  readonly question: string;
}

/** What a setting of the policy changes about a register. */
export interface Rule {
  readonly setting: string;
  /** Values of the setting for which this holds. */
  readonly is: readonly string[];
  /** `closed`: no entry can be added, and `says` is told. `needs`: these fields become required. `must`: the field must have this value. `tells`: `says` stands above the form. */
  readonly then:
    | { readonly what: 'closed' | 'tells' }
    | { readonly what: 'needs'; readonly fields: readonly string[] }
    | { readonly what: 'must'; readonly field: string; readonly be: string };
  /** For the person at the form; the clause that set it is added. */
  readonly says: string;
}

/** What a register shows about the clauses it keeps. Entries that were struck out, refused or wait for approval do not count. */
export type Shows =
  /** There is an entry, and the newest is not older than so many days. */
  | { readonly kind: 'kept-up'; readonly days: number }
  /** Every entry has all required columns that clauses name, and none is missing its closing for longer than so many days. What is left open by choice (`required: false`) is no gap. */
  | { readonly kind: 'complete'; readonly openDays?: number }
  /** No entry's day in this field has passed while the entry is open: renewals, returns, ends. It is the field of `due`, where there is one. Other registers' due days may count as well. */
  | { readonly kind: 'nothing-overdue'; readonly field: string; readonly also?: readonly AlsoDue[] }
  /** Every entry was approved no later than the day it is about (`about`), and none that waits is about a day that has come. */
  | { readonly kind: 'all-approved' }
  /** Each of these people or groups is named in an entry of the last so many days. `where` narrows entries to those whose choice field has the value. */
  | {
      readonly kind: 'covers';
      readonly who: 'staff' | 'governors' | 'technicians' | 'lead' | 'dsl' | 'year-groups' | 'pupils';
      readonly field: string;
      readonly days: number;
      readonly where?: { readonly field: string; readonly is: string };
    }
  /** Each year group is named, in this field, in an entry of each half term of the school year that is over. */
  | { readonly kind: 'each-half-term'; readonly field: string }
  /** An entry with this value in a choice or yes-no field, not older than so many days; of several values, one entry with each. */
  | { readonly kind: 'has'; readonly field: string; readonly is: string | readonly string[]; readonly days: number }
  /** Every entry (of those that `where` narrows to; of a register with a closing, every open one) has this value in a choice or yes-no field: what leaves school is encrypted. */
  | {
      readonly kind: 'each';
      readonly field: string;
      readonly is: string;
      readonly where?: { readonly field: string; readonly is: string };
    }
  /** From one moment to another no more than so many hours passed, and none runs longer open: the 72 hours of a breach. A missing time counts as the safer end of its day. */
  | { readonly kind: 'in-time'; readonly from: Moment; readonly to: Moment; readonly hours: number };

/** The due day of another register, of all its entries or of those that `where` narrows to. */
export interface AlsoDue {
  readonly register: string;
  readonly where?: { readonly field: string; readonly is: string };
}

/** A moment in an entry: a date field, and a time field where there is one. */
export interface Moment {
  readonly date: string;
  readonly time?: string;
}

/** A control that a register gives; what it shows is always somebody's word, so its evidence is self-reported at best. */
export interface RegisterControl {
  readonly code: string;
  readonly kind: ControlKind;
  readonly title: string;
  /** One sentence for the policy pages: what in the register makes a clause true. */
  readonly makesTrue: string;
  readonly shows: Shows;
}

/** How long entries are kept, and what the time counts from. */
export interface Keeping {
  readonly years: number;
  /** The setting of the policy that says how many years instead; `years` is what it says where nobody set it. */
  readonly setting?: string;
  readonly from: 'recorded' | 'closed' | { readonly field: string };
  readonly signedBy: Grantee;
  /** Where the period comes from: a clause id, a law, or "our choice: …". */
  readonly source: string;
}

export interface RegisterShape {
  /** As in its address: `/registers/hardware`. */
  readonly code: string;
  readonly title: string;
  /** One entry, with its article: "a device". */
  readonly one: string;
  /** What it is for, in one sentence that a new member of the office understands. */
  readonly purpose: string;
  readonly area: Area;
  /** A page below the register's address that shows the entries in another way than the list: "coverage", and what its link says. */
  readonly alsoAs?: { readonly path: string; readonly says: string };
  /** What nobody may do here, whatever the policy says: it stands above every form of the register and on each entry. */
  readonly warning?: string;
  readonly fields: readonly Field[];
  /** Codes of the fields whose values name an entry in lists; the first ones that fit. None of them is sealed, unless all of the register is. */
  readonly named: readonly string[];
  /** Every school has some of these: that none is recorded is a gap, and not a school in which nothing happened. */
  readonly always?: true;
  /** The date field an entry is about, for its place in the list; the day of recording where it is left out. */
  readonly about?: string;
  /** The date field by which an open entry has to be closed (or renewed, where entries are not closed), and what is then said at home: "not returned in time". */
  readonly due?: { readonly field: string; readonly says: string };
  /** Who adds entries: `staff` is everybody who works here. They correct and close their own, and everybody's where they may read the register too. */
  readonly add: readonly Grantee[];
  /** Who reads all of it. The head reads every register that is not restricted; who may only add sees what they added. */
  readonly read: readonly Grantee[];
  readonly closing?: Closing;
  readonly approval?: Approval;
  readonly rules?: readonly Rule[];
  /** Whether files can be added to an entry: receipts, contracts, certificates. */
  readonly files: boolean;
  /** Everything in it is sealed, it is in no count for others, and looking at it is recorded: low-level concerns about staff. */
  readonly restricted?: true;
  readonly keep: Keeping;
  /** The first is usually `register-<code>`; without one of that code, one that asks for an entry in the last year is made. */
  readonly controls: readonly RegisterControl[];
}
