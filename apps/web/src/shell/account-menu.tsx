import { lazy } from 'react';
import { buttonStyle } from '../ui/button-style.ts';
import { AccountFace, accountButton, type AccountMenuProps } from './account-face.tsx';
import { Later } from './later.tsx';

const Choice = lazy(() => import('./account-choice.tsx'));

/** My settings, language, look, keys, and the way out. */
export function AccountMenu(props: AccountMenuProps) {
  const plain = (
    <span className={buttonStyle('quiet', 'medium', accountButton[props.look])}>
      <AccountFace look={props.look} />
    </span>
  );
  return (
    <Later plain={plain}>
      <Choice {...props} />
    </Later>
  );
}
