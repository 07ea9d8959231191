import type { RegisterShape } from '../shape.ts';
import { access } from './access.ts';
import { assets } from './assets.ts';
import { cctv } from './cctv.ts';
import { equipment } from './equipment.ts';
import { filteringAndMonitoring } from './filtering-and-monitoring.ts';
import { personalInformation } from './personal-information.ts';
import { phones } from './phones.ts';
import { security } from './security.ts';
import { softwareAndContracts } from './software-and-contracts.ts';
import { staff } from './staff.ts';
import { teaching } from './teaching.ts';

/** The registers that every school has, area by area. */
export const declaredRegisters: readonly RegisterShape[] = [
  ...assets,
  ...softwareAndContracts,
  ...equipment,
  ...phones,
  ...personalInformation,
  ...access,
  ...security,
  ...cctv,
  ...filteringAndMonitoring,
  ...teaching,
  ...staff,
];
