import { useText } from '../../lib/i18n.tsx';
import { useProgramFrame } from '../../shell/cohort.ts';
import { TabLinks } from '../../ui/tab-links.tsx';

const views = ['schedule', 'sent', 'summaries'] as const;
type View = (typeof views)[number];

/** The views of a program's messages. */
export function MessageTabs({ current }: { current: View }) {
  const t = useText();
  const { hrefOf } = useProgramFrame();
  const href = (view: View) => {
    const url = new URL(hrefOf('messages'), location.origin);
    if (view !== 'schedule') url.pathname += `/${view}`;
    return `${url.pathname}${url.search}`;
  };
  return (
    <TabLinks
      label={t('mails.views')}
      current={href(current)}
      links={views.map((view) => ({ href: href(view), label: t(`mails.view.${view}`) }))}
    />
  );
}
