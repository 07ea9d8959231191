import type { RegisterShape } from '../shape.ts';
import { assets } from './assets.ts';
import { equipment } from './equipment.ts';
import { phones } from './phones.ts';
import { softwareAndContracts } from './software-and-contracts.ts';

/** The registers that every school has, area by area. */
export const declaredRegisters: readonly RegisterShape[] = [
  ...assets,
  ...softwareAndContracts,
  ...equipment,
  ...phones,
];
