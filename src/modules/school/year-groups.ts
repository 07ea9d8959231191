/** The years of a primary school in England, in order, with the key stage that the filter's levels and the policy speak of. */
export const yearGroups = [
  { code: 'n', label: 'Nursery', keyStage: 'eyfs' },
  { code: 'r', label: 'Reception', keyStage: 'eyfs' },
  { code: '1', label: 'Year 1', keyStage: 'ks1' },
  { code: '2', label: 'Year 2', keyStage: 'ks1' },
  { code: '3', label: 'Year 3', keyStage: 'ks2' },
  { code: '4', label: 'Year 4', keyStage: 'ks2' },
  { code: '5', label: 'Year 5', keyStage: 'ks2' },
  { code: '6', label: 'Year 6', keyStage: 'ks2' },
] as const;

export type YearGroupCode = (typeof yearGroups)[number]['code'];
export type KeyStage = (typeof yearGroups)[number]['keyStage'];

export const yearGroupCodes: readonly YearGroupCode[] = yearGroups.map((year) => year.code);

/** As people see them. */
export const keyStageLabels: Readonly<Record<KeyStage, string>> = {
  eyfs: 'Early years',
  ks1: 'Key stage 1',
  ks2: 'Key stage 2',
};

/** The year group of a code; undefined for anything else. */
export function yearGroupOf(code: string | null): (typeof yearGroups)[number] | undefined {
  return yearGroups.find((year) => year.code === code);
}
