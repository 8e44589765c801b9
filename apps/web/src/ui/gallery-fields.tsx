import GraduationCap from 'lucide-react/icons/graduation-cap';
import Mail from 'lucide-react/icons/mail';
import Users from 'lucide-react/icons/users';
import { useState } from 'react';
import { Button } from './button.tsx';
import { Card } from './card.tsx';
import { Checkbox } from './checkbox.tsx';
import { CheckboxGroup } from './checkbox-group.tsx';
import { ComboBox } from './combo-box.tsx';
import { DateField } from './date-field.tsx';
import { DatePicker } from './date-picker.tsx';
import { FileDrop } from './file-drop.tsx';
import { FilterBar } from './filter-bar.tsx';
import { FilterChip } from './filter-chip.tsx';
import { Form } from './form.tsx';
import { NumberField } from './number-field.tsx';
import { RadioGroup } from './radio-group.tsx';
import { SearchField } from './search-field.tsx';
import { Section } from './section.tsx';
import { Select } from './select.tsx';
import { Switch } from './switch.tsx';
import { TagField } from './tag-field.tsx';
import { TextArea } from './text-area.tsx';
import { TextField } from './text-field.tsx';
import { DateTimeField, TimeField } from './time-field.tsx';

const skills = ['Negotiation', 'Public speaking', 'SQL', 'Hiring', 'Strategy', 'Coaching', 'Writing'].map(
  (label) => ({
    id: label.toLowerCase(),
    label,
  }),
);
const zones = [
  { id: 'madrid', label: 'Madrid', description: 'UTC+1' },
  { id: 'seoul', label: 'Seoul', description: 'UTC+9' },
  { id: 'lima', label: 'Lima', description: 'UTC−5', isDisabled: true },
] as const;
const days = [
  { id: 'monday', label: 'Monday' },
  { id: 'wednesday', label: 'Wednesday' },
  { id: 'friday', label: 'Friday' },
] as const;

export function GalleryFields() {
  const [chosen, setChosen] = useState(['sql', 'hiring']);
  const [zone, setZone] = useState<string | null>('madrid');
  const [skill, setSkill] = useState<string | null>(null);
  const [day, setDay] = useState<string | null>('2026-11-23');
  const [role, setRole] = useState<'mentee' | 'mentor'>('mentee');
  const [words, setWords] = useState('I would like to lead a team within two years.');
  return (
    <Section title="Fields" description="Label above, help below, errors say what to do.">
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title="Writing" level={3}>
          <div className="flex flex-col gap-4">
            <TextField label="Program name" defaultValue="Career growth 2027" />
            <TextField
              label="Work mail"
              icon={Mail}
              isLeftToRight
              type="email"
              defaultValue="ana@example"
              error="This address has no ending such as .com. Check it and try again."
            />
            <TextArea
              label="What would you like to reach?"
              description="One sentence is enough."
              seenBy="Your coordinator and your mentor see this."
              maxLength={60}
              value={words}
              onChange={setWords}
            />
            <NumberField
              label="Places"
              description="How many mentees at a time."
              defaultValue={2}
              minValue={0}
              maxValue={5}
            />
            <TextField label="Pronouns" isOptional placeholder="she/her" />
            <TextField label="Employee number" isDisabled defaultValue="10442" />
            <TextField label="Manager" isReadOnly defaultValue="Dana Okafor" />
          </div>
        </Card>
        <Card title="Choosing" level={3}>
          <div className="flex flex-col gap-4">
            <Select label="Time zone" choices={zones} value={zone} onChange={setZone} />
            <Select
              label="Format"
              choices={zones}
              value={null}
              error="Choose a format before you continue."
              description="It decides who meets whom."
            />
            <ComboBox label="Main skill" choices={skills} value={skill} onChange={setSkill} />
            <TagField
              label="Skills you want"
              description="Up to four. Type to find one."
              choices={skills}
              value={chosen}
              onChange={setChosen}
              limit={4}
            />
            <CheckboxGroup label="Days that suit you" choices={days} defaultValue={['monday']} layout="row" />
            <Checkbox description="You can change it at any time.">
              I agree to the way the data are used.
            </Checkbox>
            <Checkbox isIndeterminate>Some of the rows</Checkbox>
            <Switch defaultSelected description="Two mails a week at most.">
              Reminders by mail
            </Switch>
            <RadioGroup label="How useful was it?" choices={days} defaultValue="monday" layout="row" />
          </div>
        </Card>
        <Card title="Dates" level={3}>
          <div className="flex flex-col gap-4">
            <DatePicker label="Start" value={day} onChange={setDay} min="2026-11-10" />
            <DateField label="First working day" value={day} onChange={setDay} />
            <TimeField label="Not before" defaultValue="09:00" />
            <DateTimeField label="Meeting" defaultValue="2026-11-23T14:00" />
          </div>
        </Card>
        <Card title="Cards and files" level={3}>
          <div className="flex flex-col gap-4">
            <RadioGroup
              label="Take part as"
              layout="cards"
              value={role}
              onChange={setRole}
              choices={[
                {
                  id: 'mentee',
                  label: 'Mentee',
                  description: 'You set the goals and prepare each meeting.',
                  icon: GraduationCap,
                },
                {
                  id: 'mentor',
                  label: 'Mentor',
                  description: 'You listen, ask and open doors.',
                  icon: Users,
                },
              ]}
            />
            <FileDrop
              label="Drop a CSV or Excel file here"
              hint="Up to 20 MB. You see every change before it happens."
              accept={['.csv', 'text/csv']}
              onFile={() => {}}
            />
          </div>
        </Card>
        <Card title="A form with problems" level={3} className="lg:col-span-2">
          <Form
            label="A form with problems"
            onSubmit={() => {}}
            problems={[
              { field: 'gallery-mail', message: 'Write a mail address.' },
              { field: 'gallery-goal', message: 'Write one goal.' },
            ]}
            onGoTo={(field) => document.querySelector<HTMLElement>(`[name=${field}]`)?.focus()}
            actions={
              <>
                <Button>Save draft</Button>
                <Button variant="primary" type="submit">
                  Send enrolment
                </Button>
              </>
            }
          >
            <TextField label="Mail" name="gallery-mail" error="Write a mail address." />
            <TextField label="Goal" name="gallery-goal" error="Write one goal." />
          </Form>
        </Card>
      </div>
    </Section>
  );
}

export function GalleryFilters() {
  const [states, setStates] = useState<('monday' | 'wednesday' | 'friday')[]>(['monday']);
  return (
    <FilterBar label="Filter people" onClear={states.length > 0 ? () => setStates([]) : undefined}>
      <SearchField label="Search people" className="w-56" />
      <FilterChip label="Day" choices={days} value={states} onChange={setStates} />
      <FilterChip label="Zone" choices={zones} value={[]} onChange={() => {}} isSingle />
    </FilterBar>
  );
}
