import { useEffect } from 'react';
import { goTo } from '../shell/index.ts';
import { Loading } from './loading.tsx';

/** Goes elsewhere as soon as it is shown, leaving no step to come back to. */
export function Redirect({ to }: { readonly to: string }) {
  useEffect(() => goTo(to, 'replace'), [to]);
  return <Loading />;
}
