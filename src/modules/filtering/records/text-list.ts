import { z } from 'zod';

const listSchema = z.array(z.string());

/** A list of words as a column keeps it: JSON. Throws when the column holds anything else: it is ours alone. */
export function textList(column: string): readonly string[] {
  return listSchema.parse(JSON.parse(column));
}

const portsSchema = z.array(z.int());

/** A list of numbers as a column keeps it. */
export function numberList(column: string): readonly number[] {
  return portsSchema.parse(JSON.parse(column));
}
