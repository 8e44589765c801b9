import Calendar from 'lucide-react/icons/calendar';
import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import {
  Button,
  Calendar as AriaCalendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  DateInput,
  DatePicker as AriaDatePicker,
  DateSegment,
  Group,
  Popover,
} from 'react-aria-components/DatePicker';
import { Dialog, Heading } from 'react-aria-components/Dialog';
import { cx } from './cx.ts';
import type { DatePickerProps } from './date-picker.tsx';
import { segmentStyle } from './date-style.ts';
import { dayFrom } from './day-value.ts';
import { controlStyle } from './control-style.ts';
import { FieldLabel, fieldStyle, splitWords } from './field.tsx';
import { FieldNotes } from './field-notes.tsx';
import { Icon } from './icon.tsx';
import { floatStyle } from './list-style.ts';

const turn =
  'inline-flex size-8 items-center justify-center rounded-md hover:bg-hover data-disabled:opacity-40';
const cell =
  'flex size-8 cursor-default items-center justify-center rounded-md text-dense tabular-nums outline-none pointer-coarse:size-10 ' +
  'data-hovered:bg-hover data-outside-month:invisible data-unavailable:line-through data-disabled:text-muted data-disabled:opacity-50 ' +
  'data-today:font-semibold data-today:text-accent-text data-selected:bg-accent data-selected:text-on-accent ' +
  'data-focus-visible:outline-2 data-focus-visible:outline-offset-1 data-focus-visible:outline-ring';

export default function DatePickerControl(props: DatePickerProps) {
  const [words, { value, onChange, min, max, ...aria }] = splitWords(props);
  const minValue = dayFrom(min);
  const maxValue = dayFrom(max);
  return (
    <AriaDatePicker
      validationBehavior="aria"
      shouldForceLeadingZeros
      {...aria}
      value={dayFrom(value)}
      onChange={(day) => onChange(day ? day.toString().slice(0, 10) : null)}
      {...(minValue && { minValue })}
      {...(maxValue && { maxValue })}
      isInvalid={words.error !== undefined}
      className={cx(fieldStyle, words.className)}
    >
      <FieldLabel {...words} />
      <Group className={cx(controlStyle, 'flex h-control max-w-64 items-center ps-3 pe-1')}>
        <DateInput className="flex min-w-0 flex-1 items-center">
          {(segment) => <DateSegment segment={segment} className={segmentStyle} />}
        </DateInput>
        <Button className="inline-flex size-7 items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-text">
          <Icon of={Calendar} />
        </Button>
      </Group>
      <FieldNotes {...words} />
      <Popover offset={4} className={floatStyle}>
        <Dialog className="p-3 outline-none">
          <AriaCalendar>
            <header className="flex items-center gap-1 pb-2">
              <Button slot="previous" className={turn}>
                <Icon of={ChevronLeft} isMirrored />
              </Button>
              <Heading className="flex-1 text-center text-body font-semibold" />
              <Button slot="next" className={turn}>
                <Icon of={ChevronRight} isMirrored />
              </Button>
            </header>
            <CalendarGrid weekdayStyle="short">
              <CalendarGridHeader>
                {(day) => (
                  <CalendarHeaderCell className="size-8 text-caption font-medium text-muted">
                    {day}
                  </CalendarHeaderCell>
                )}
              </CalendarGridHeader>
              <CalendarGridBody>{(date) => <CalendarCell date={date} className={cell} />}</CalendarGridBody>
            </CalendarGrid>
          </AriaCalendar>
        </Dialog>
      </Popover>
    </AriaDatePicker>
  );
}
