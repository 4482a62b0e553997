/**
 * States something that only a bug can make false. Callers never catch it: it ends the request or the command as a bug (exit code 70).
 *
 * @throws Error named `InvariantViolation` when `condition` is false.
 */
export function invariant(condition: unknown, message: string): asserts condition {
  if (condition) return;
  const error = new Error(message);
  error.name = 'InvariantViolation';
  throw error;
}
