import { Suspense, type ReactNode } from 'react';
import { useIdle } from '../ui/use-idle.ts';

/** Shows the plain look of a control at once and the control itself a moment later, when its code is there. */
export function Later({ plain, children }: { plain: ReactNode; children: ReactNode }) {
  const isIdle = useIdle();
  return isIdle ? <Suspense fallback={plain}>{children}</Suspense> : plain;
}
