-- Each side says for itself how a meeting went: that it was put off, and who was not there, are answers of their own.

alter table meetings drop constraint meetings_state;
alter table meetings add constraint meetings_state check (state in ('planned', 'held', 'missed', 'moved', 'cancelled'));

alter table meeting_answers drop constraint meeting_answers_answer;
alter table meeting_answers add constraint meeting_answers_answer
  check (answer in ('held', 'moved', 'not-held', 'absent', 'alone'));

alter table identity.act_links drop constraint act_links_act;
alter table identity.act_links add constraint act_links_act check (act in ('accept-pairing', 'attend-meeting', 'confirm-meeting',
  'answer-check-in', 'answer-survey', 'answer-request', 'approve-enrolment', 'take-seat', 'stop-mails'));
