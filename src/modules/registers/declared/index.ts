import type { RegisterShape } from '../shape.ts';
import { access } from './access.ts';
import { assets } from './assets.ts';
import { callsAndRecordings } from './calls-and-recordings.ts';
import { cctv } from './cctv.ts';
import { concerns } from './concerns.ts';
import { equipment } from './equipment.ts';
import { filteringAndMonitoring } from './filtering-and-monitoring.ts';
import { governance } from './governance.ts';
import { parents } from './parents.ts';
import { personalInformation } from './personal-information.ts';
import { phones } from './phones.ts';
import { pictures } from './pictures.ts';
import { publishing } from './publishing.ts';
import { security } from './security.ts';
import { softwareAndContracts } from './software-and-contracts.ts';
import { staff } from './staff.ts';
import { teaching } from './teaching.ts';
import { visitorsAndCommunity } from './visitors-and-community.ts';

/** The registers that every school has, area by area. */
export const declaredRegisters: readonly RegisterShape[] = [
  ...assets,
  ...softwareAndContracts,
  ...equipment,
  ...phones,
  ...personalInformation,
  ...access,
  ...concerns,
  ...security,
  ...cctv,
  ...filteringAndMonitoring,
  ...visitorsAndCommunity,
  ...pictures,
  ...callsAndRecordings,
  ...publishing,
  ...parents,
  ...teaching,
  ...staff,
  ...governance,
];
