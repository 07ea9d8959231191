import type { RegisterShape } from '../shape.ts';
import { assets } from './assets.ts';

/** The registers that every school has, area by area. */
export const declaredRegisters: readonly RegisterShape[] = [...assets];
