import type { ChatChannel } from '@ithaca/contracts/chat-channels';
import type { MailText, ProgramMail } from '@ithaca/contracts/program-mails';
import type { SentMail } from '@ithaca/contracts/sent-mails';
import { describe, expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { answer, problem } from '../../testing/answers.ts';
import { programId, programOf } from '../../testing/program.ts';
import { render } from '../../testing/render.tsx';
import { signedIn } from '../../testing/session.ts';
import { CohortProvider } from '../../shell/cohort-frame.tsx';
import { ChatForm } from './chat.form.tsx';
import { MailArea } from './mail-area.tsx';
import SentPage from './sent.page.tsx';
import { WordingForm } from './wording.form.tsx';

const base = `/api/programs/${programId}`;

describe('the words of a message that differ by side', () => {
  const text: MailText = {
    kind: 'pairing-published',
    locale: 'en',
    standard: {
      subject: '{side, select, mentor {Meet your mentor} other {Meet your mentee}}: {partner}',
      body: 'Hello {name}.',
      button: 'See',
    },
    edited: null,
    variables: [
      { name: 'name', example: 'Robin' },
      { name: 'partner', example: 'Alex' },
      { name: 'side', example: 'mentor' },
    ],
    changedByName: null,
    changedAt: null,
    version: 0,
  };

  it('are written for each side apart, without braces of a choice, and saved as one', async () => {
    const place = `${base}/mails/pairing-published`;
    const saved = { ...text, version: 1 };
    const asked = answer({
      [`GET ${base}/mail-readers`]: { items: [] },
      [`POST ${place}/preview`]: { reader: null, locale: 'en', subject: 'S', text: 'T', html: '<p>T</p>' },
      [`PUT ${place}/texts/en`]: ({ body }: { body: unknown }) => ({ ...saved, edited: body }),
    });
    const { user } = render(
      <WordingForm
        place={{ programId, kind: 'pairing-published', locale: 'en' }}
        text={text}
        format="one-to-one"
        isReadOnly={false}
      />,
      { queryClient: signedIn() },
    );
    const subject = () => screen.getByLabelText<HTMLInputElement>('Subject');
    expect(subject().value).toBe('Meet your mentor: {partner}');
    expect(screen.queryByText('{side}')).toBeNull();
    await user.click(screen.getByRole('tab', { name: 'To mentors' }));
    expect(subject().value).toBe('Meet your mentee: {partner}');
    await user.clear(subject());
    await user.click(subject());
    await user.paste('A mentee for you');
    await user.click(screen.getByRole('button', { name: 'Save words' }));
    const put = asked.find(({ route }) => route.startsWith('PUT'));
    expect(put?.body).toEqual({
      subject: '{side, select, mentor {Meet your mentor: {partner}} other {A mentee for you}}',
      body: 'Hello {name}.',
      button: 'See',
    });
    await user.click(screen.getByRole('tab', { name: 'To mentees' }));
    expect(subject().value).toBe('Meet your mentor: {partner}');
  });
});

describe('a room for summaries', () => {
  const none: ChatChannel = {
    service: 'slack',
    state: 'none',
    host: null,
    locale: 'en',
    setUpByName: null,
    last: null,
    version: 0,
  };
  const path = `${base}/chat-channels/slack`;

  it('is set up by its address, which is refused beside its field and never comes back', async () => {
    const asked = answer({
      [`PUT ${path}`]: problem(422, 'chat.address-refused', {
        facts: { field: 'address', hosts: 'hooks.slack.com' },
      }),
    });
    const { user } = render(<ChatForm programId={programId} channel={none} isReadOnly={false} />, {
      queryClient: signedIn(),
    });
    const address = screen.getByLabelText<HTMLInputElement>('Address of the room');
    await user.click(address);
    await user.paste('https://example.com/x');
    await user.click(screen.getByRole('button', { name: 'Save room' }));
    await screen.findByText(/It lies at hooks\.slack\.com/);
    expect(address.getAttribute('aria-invalid')).toBe('true');
    expect(asked[0]?.body).toEqual({ address: 'https://example.com/x', locale: 'en', isOn: true });
    expect(asked[0]?.headers['if-match']).toBe('"0"');
  });

  it('says how the last message fared and why, and why nothing is sent any more', () => {
    answer({});
    const last = { isTest: false, at: '2026-03-02T08:45:00Z', status: 404, triedAgainAt: null };
    const channel: ChatChannel = {
      ...none,
      state: 'stopped',
      host: 'hooks.slack.com',
      setUpByName: 'Cora',
      last: { ...last, state: 'failed', problem: 'gone' },
      version: 3,
    };
    render(<ChatForm programId={programId} channel={channel} isReadOnly={false} />, {
      queryClient: signedIn(),
    });
    expect(screen.getByRole('status').textContent).toContain('The room or its address is gone. (404)');
    screen.getByText(/nothing is sent there any more/);
    expect(screen.getByLabelText<HTMLInputElement>('Address of the room').value).toBe('');
  });
});

describe('the messages about one part', () => {
  it('stand under their heading with how many there are, each leading to its words', () => {
    const mail: ProgramMail = {
      kind: 'meeting-moved',
      area: 'meeting',
      title: 'Your meeting moved',
      when: 'To the other side, when a meeting is moved',
      cause: 'answer',
      canBeStopped: true,
      texts: [{ locale: 'de', state: 'edited' }],
      sentLast30Days: 12,
    };
    render(<MailArea area="meeting" mails={[mail]} hrefOf={(kind) => `/messages/${kind}`} />);
    const part = screen.getByRole('group');
    within(part).getByRole('heading', { name: 'Meetings' });
    expect(part.textContent).toContain('1 message · 1 worded anew');
    const link = within(part).getByRole('link', { name: /Your meeting moved.*Deutsch.*12 sent in 30 days/ });
    expect(link.getAttribute('href')).toBe('/messages/meeting-moved');
  });
});

describe('what was sent', () => {
  const mail: SentMail = {
    id: '0190a000-0000-7000-8000-0000000000b1',
    kind: 'pairing-published',
    title: 'Meet your mentor',
    person: { id: '0190a000-0000-7000-8000-0000000000b2', displayName: 'Emil Lind' },
    toAddress: 'emil@northwind.example',
    locale: 'en',
    state: 'bounced',
    problem: '550 no such box',
    createdAt: '2026-11-02T08:00:00Z',
    sendAfter: null,
    sentAt: '2026-11-02T08:01:00Z',
    canBeSentAgain: true,
  };

  it('says how each mail fared, what came back, and sends one again', async () => {
    const asked = answer({
      [`GET ${base}/mails`]: { items: [] },
      [`GET ${base}/sent-mails`]: { items: [mail], nextCursor: null, failed: 0, bounced: 1, isPaused: true },
      [`POST ${base}/sent-mails/${mail.id}/again`]: null,
    });
    const { user } = render(
      <CohortProvider program={programOf()}>
        <SentPage />
      </CohortProvider>,
      { queryClient: signedIn({ grants: [{ role: 'coordinator', programId }] }) },
    );
    const line = within(await screen.findByRole('row', { name: /Emil Lind/ }));
    line.getByText('Came back');
    line.getByText('550 no such box');
    screen.getByText(/1 mail came back in the last 30 days/);
    await user.click(line.getByRole('button', { name: 'Send again to Emil Lind' }));
    await waitFor(() =>
      expect(asked.map(({ route }) => route)).toContain(`POST ${base}/sent-mails/${mail.id}/again`),
    );
  });
});
