import { type Context, text } from '../framework/index.ts';
import { type OperationsClient, operationsClient, opsAddress } from '../operations/index.ts';

export const referenceArgument = text({
  summary: 'what the buyer quotes, or `tix flags list` shows',
  required: true,
  pattern: /^[\w-]{1,64}$/,
  expected: 'the reference of a flag',
});

/** The flags of an event, at the operations API of the service that keeps them. */
export function flagsAt(
  ctx: Context,
  input: { readonly event: string; readonly ops: string | undefined; readonly state: string },
): Pick<OperationsClient, 'flags' | 'flag' | 'clearFlag'> {
  return operationsClient(input.event, () => opsAddress(ctx, input));
}
