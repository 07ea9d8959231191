/** A number in what a child printed as JSON. Throws when it is not there. */
export function number(said: unknown, name: string): number {
  const value: unknown =
    typeof said === 'object' && said !== null ? Object.entries(said).find(([key]) => key === name)?.[1] : undefined;
  if (typeof value !== 'number') throw new Error(`no ${name} in ${JSON.stringify(said)}`);
  return value;
}
