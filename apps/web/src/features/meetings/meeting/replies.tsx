import type { Meeting } from '@ithaca/contracts/meetings';
import { meetingReplies } from '@ithaca/domain/meeting';
import Check from 'lucide-react/icons/check';
import Circle from 'lucide-react/icons/circle';
import CircleHelp from 'lucide-react/icons/circle-help';
import X from 'lucide-react/icons/x';
import { useText } from '../../../lib/i18n.tsx';
import { useSession } from '../../../shell/session.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useReplyToMeeting, type Place } from '../meetings.queries.ts';

const looks = { coming: Check, maybe: CircleHelp, 'not-coming': X, open: Circle };
const colours = {
  coming: 'text-success',
  maybe: 'text-muted',
  'not-coming': 'text-danger',
  open: 'text-muted',
};

type RepliesProps = { place: Place; meeting: Meeting; off: string | undefined };

/** Who comes? Each side speaks for itself; the other is told by mail when somebody cannot. */
export function Replies({ place, meeting, off }: RepliesProps) {
  const t = useText();
  const { actor } = useSession();
  const reply = useReplyToMeeting(place);
  const own = meeting.members.find(({ personId }) => personId === actor.personId);
  return (
    <Card title={t('meetings.replies')}>
      <ul className="flex flex-col gap-1.5">
        {meeting.members.map(({ personId, displayName, reply: said }) => (
          <li key={personId} className="flex items-start gap-2 text-body">
            <Icon of={looks[said ?? 'open']} className={`mt-0.5 ${colours[said ?? 'open']}`} />
            <span>{t(`meetings.replies.${said ?? 'open'}`, { name: displayName })}</span>
          </li>
        ))}
      </ul>
      {own && (
        <div className="mt-3 flex flex-wrap gap-2">
          {meetingReplies
            .filter((one) => one !== own.reply)
            .map((one) => (
              <Button
                key={one}
                disabledReason={off}
                isLoading={reply.isPending && reply.variables === one}
                onPress={() => reply.mutate(one)}
              >
                {t(`meetings.replies.say.${one}`)}
              </Button>
            ))}
        </div>
      )}
    </Card>
  );
}
