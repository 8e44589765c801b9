import Bell from 'lucide-react/icons/bell';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import Trash from 'lucide-react/icons/trash-2';
import { useState } from 'react';
import { Avatar } from './avatar.tsx';
import { Badge } from './badge.tsx';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { Card } from './card.tsx';
import { CommandPalette } from './command-palette.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Dialog } from './dialog.tsx';
import { Drawer } from './drawer.tsx';
import { EmptyState } from './empty-state.tsx';
import { ErrorState } from './error-state.tsx';
import { IconButton } from './icon-button.tsx';
import { KeyHint } from './key-hint.tsx';
import { Link } from './link.tsx';
import { LinkButton } from './link-button.tsx';
import { Menu } from './menu.tsx';
import { ProgressBar } from './progress-bar.tsx';
import { Section } from './section.tsx';
import { Skeleton } from './skeleton.tsx';
import { Status } from './status.tsx';
import { TextField } from './text-field.tsx';
import { showToast } from './toast.tsx';

const tones = ['neutral', 'accent', 'info', 'success', 'warning', 'danger'] as const;
const entries = [
  { id: 'edit', label: 'Edit agenda', icon: Pencil, keys: 'E' },
  { id: 'remind', label: 'Remind both', description: 'One mail each, today', icon: Bell },
  { id: 'remove', label: 'Remove meeting', icon: Trash, isDangerous: true },
];

export function GalleryButtons() {
  const [isLoading, setLoading] = useState(false);
  return (
    <Section title="Acting" description="Buttons do, links go.">
      <Card>
        <div className="flex flex-col gap-4">
          <div className="flex flex-wrap items-center gap-2">
            <Button variant="primary" icon={Plus}>
              New program
            </Button>
            <Button>Save draft</Button>
            <Button variant="quiet">Cancel</Button>
            <Button variant="danger" icon={Trash}>
              Erase person
            </Button>
            <LinkButton href="#link-button">Open report</LinkButton>
            <Link href="#link">A link in words</Link>
          </div>
          <div className="flex flex-wrap items-center gap-2">
            <Button variant="primary" isLoading={isLoading} onPress={() => setLoading(!isLoading)}>
              {isLoading ? 'Publishing' : 'Press to load'}
            </Button>
            <Button variant="primary" isLoading>
              Always loading
            </Button>
            <Button isDisabled>Not now</Button>
            <Button disabledReason="Two steps are still open: Questions and Matching.">Launch</Button>
            <Button size="small">Small</Button>
            <Button keys="Mod+Enter">With keys</Button>
            <IconButton icon={Pencil} label="Edit" />
            <IconButton icon={Bell} label="Notify" variant="secondary" />
            <Menu label="Meeting" entries={entries}>
              <IconButton icon={Ellipsis} label="More about the meeting" variant="secondary" />
            </Menu>
            <KeyHint keys="Mod+K" />
          </div>
        </div>
      </Card>
    </Section>
  );
}

export function GalleryStates() {
  return (
    <Section title="Words and states" description="Icon and word, never colour alone.">
      <div className="grid gap-4 lg:grid-cols-2">
        <Card title="Status, badge, avatar" level={3}>
          <div className="flex flex-col gap-3">
            <div className="flex flex-wrap gap-2">
              {tones.map((tone) => (
                <Status key={tone} tone={tone}>
                  {tone}
                </Status>
              ))}
            </div>
            <div className="flex flex-wrap gap-3">
              {tones.map((tone) => (
                <Status key={tone} tone={tone} look="plain">
                  {tone}
                </Status>
              ))}
            </div>
            <div className="flex flex-wrap gap-2">
              {tones.map((tone) => (
                <Badge key={tone} tone={tone}>
                  {tone}
                </Badge>
              ))}
            </div>
            <div className="flex flex-wrap items-center gap-2">
              {['Ana Ruiz', 'Omar Haddad', 'Łukasz Nowak', 'ليلى منصور', 'Jun'].map((name) => (
                <Avatar key={name} name={name} />
              ))}
              <Avatar name="Ana Ruiz" size="small" />
              <Avatar name="Ana Ruiz" size="large" />
            </div>
          </div>
        </Card>
        <Card title="Banners" level={3}>
          <div className="flex flex-col gap-2">
            <Banner title="Enrolment closes on Friday">Eleven invited people have not answered.</Banner>
            <Banner tone="success">All 24 pairings are published.</Banner>
            <Banner tone="warning" actions={<Button size="small">Review</Button>}>
              Three people cannot be matched.
            </Banner>
            <Banner tone="danger" title="The import stopped" onDismiss={() => {}}>
              Nothing was saved. Line 14 has two mail addresses.
            </Banner>
          </div>
        </Card>
        <Card title="Waiting" level={3}>
          <div className="flex flex-col gap-4">
            <ProgressBar label="Importing" value={240} max={500} valueText="240 of 500 rows" />
            <ProgressBar label="Matching" />
            <div className="flex flex-col gap-2">
              <Skeleton className="h-4 w-2/3" />
              <Skeleton />
              <Skeleton className="h-4 w-4/5" />
            </div>
          </div>
        </Card>
        <Card title="Error" level={3}>
          <ErrorState title="The people could not be loaded" onRetry={() => {}} requestId="0192-7fa3">
            Nothing was changed. Try again in a moment.
          </ErrorState>
        </Card>
        <Card className="lg:col-span-2">
          <EmptyState title="No meetings yet" action={<Button variant="primary">Propose a time</Button>}>
            Meetings of this pairing will stand here. Three times suit you both this week.
          </EmptyState>
        </Card>
      </div>
    </Section>
  );
}

export function GalleryLayers() {
  const [open, setOpen] = useState<'dialog' | 'confirm' | 'drawer' | 'palette' | null>(null);
  const close = () => setOpen(null);
  return (
    <Section title="Layers" description="The focus goes in and returns to the opener.">
      <Card>
        <div className="flex flex-wrap gap-2">
          <Button onPress={() => setOpen('dialog')}>Dialog</Button>
          <Button onPress={() => setOpen('confirm')}>Confirmation</Button>
          <Button onPress={() => setOpen('drawer')}>Drawer</Button>
          <Button keys="Mod+K" onPress={() => setOpen('palette')}>
            Palette
          </Button>
          <Button
            onPress={() =>
              showToast({ title: 'Pairing locked', description: 'Ana and Omar', onUndo: () => {} })
            }
          >
            Toast
          </Button>
          <Button onPress={() => showToast({ title: 'The pairing was not locked', tone: 'danger' })}>
            Failure
          </Button>
        </div>
        <Dialog
          isOpen={open === 'dialog'}
          onClose={close}
          title="Propose a time"
          description="Both calendars are free at these times."
          footer={
            <>
              <Button onPress={close}>Cancel</Button>
              <Button variant="primary" onPress={close}>
                Send invitation
              </Button>
            </>
          }
        >
          <TextField label="Subject" defaultValue="First meeting" />
        </Dialog>
        <ConfirmDialog
          isOpen={open === 'confirm'}
          onClose={close}
          onConfirm={close}
          title="Publish 118 pairings?"
          confirmLabel="Publish 118 pairings"
        >
          <p>236 people get a mail in their language at 9:00 in their own zone.</p>
          <p>Four people stay without a partner and are told so.</p>
        </ConfirmDialog>
        <Drawer isOpen={open === 'drawer'} onClose={close} title="Ana Ruiz">
          <p>Data engineer in Madrid, two hours a month.</p>
        </Drawer>
        <CommandPalette
          isOpen={open === 'palette'}
          onClose={close}
          label="Search and commands"
          placeholder="Search people, programs, actions"
          onChoose={(id) => showToast({ title: `Chosen: ${id}`, tone: 'info' })}
          groups={[
            {
              id: 'actions',
              label: 'Actions',
              commands: entries.map(({ id, label, icon }) => ({ id, label, icon })),
            },
            {
              id: 'people',
              label: 'People',
              commands: [
                { id: 'ana', label: 'Ana Ruiz', hint: 'Data engineer' },
                { id: 'omar', label: 'Omar Haddad', hint: 'Head of research' },
              ],
            },
          ]}
        />
      </Card>
    </Section>
  );
}
