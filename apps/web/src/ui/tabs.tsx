import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs';
import { tabStyle, TabCount } from './tab-style.tsx';

export type TabItem<Id extends string> = { id: Id; label: string; count?: number; content: ReactNode };

export type TabsProps<Id extends string> = {
  label: string;
  tabs: readonly TabItem<Id>[];
  /** Keep it in the query string, so that back and links work. */
  selected: Id;
  onSelect: (id: Id) => void;
};

/** Views of one thing within a page. Between pages use `TabLinks`. */
export function Tabs<Id extends string>({ label, tabs, selected, onSelect }: TabsProps<Id>) {
  return (
    <AriaTabs
      selectedKey={selected}
      onSelectionChange={(key) => {
        const chosen = tabs.find(({ id }) => id === key);
        if (chosen) onSelect(chosen.id);
      }}
    >
      <TabList aria-label={label} className="flex gap-1 overflow-x-auto border-b">
        {tabs.map(({ id, label: word, count }) => (
          <Tab key={id} id={id} className={tabStyle}>
            {word}
            <TabCount count={count} />
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id, content }) => (
        <TabPanel key={id} id={id} className="pt-4 outline-offset-4">
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
