import type { DutyShape } from '../duty.ts';
import { filtering } from './filtering.ts';
import { governance } from './governance.ts';
import { infrastructure } from './infrastructure.ts';
import { publishing } from './publishing.ts';
import { teaching } from './teaching.ts';

/** The duties that every school has, by what they are about. */
export const dutyGroups = [
  { title: 'Keeping the policy', duties: governance },
  { title: 'Filtering and monitoring', duties: filtering },
  { title: 'Network and equipment', duties: infrastructure },
  { title: 'Teaching, training and parents', duties: teaching },
  { title: 'Pictures, website and records', duties: publishing },
] as const;

export const declaredDuties: readonly DutyShape[] = dutyGroups.flatMap((group) => group.duties);

/** The duty of a code; undefined for one that this version does not know. */
export function dutyOf(code: string): DutyShape | undefined {
  return declaredDuties.find((duty) => duty.code === code);
}
