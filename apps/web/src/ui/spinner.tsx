import LoaderCircle from 'lucide-react/icons/loader-circle';
import { Icon } from './icon.tsx';

export function Spinner() {
  return <Icon of={LoaderCircle} className="animate-spin" />;
}
