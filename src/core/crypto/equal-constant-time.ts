/** Whether the two are equal, in a time that depends on the length of `expected` only. */
export function equalConstantTime(given: string, expected: string): boolean {
  let difference = given.length ^ expected.length;
  // Past the end of `given` charCodeAt is NaN, which ^ takes for 0; the lengths have differed already then.
  for (let i = 0; i < expected.length; i++) difference |= given.charCodeAt(i) ^ expected.charCodeAt(i);
  return difference === 0;
}
