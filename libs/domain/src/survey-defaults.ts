import type { Survey, SurveyKind, SurveyMoment, SurveyQuestion } from './survey.ts';
import { locales } from './vocabulary.ts';
import type { Format, Locale, UnequalSide } from './vocabulary.ts';

/** A question in every language: label, then the options in the same order. */
interface Said {
  key: string;
  kind: SurveyKind;
  required: boolean;
  askedOf?: UnequalSide;
  words: Record<Locale, { label: string; options?: string[] }>;
}

const connected: Said = {
  key: 'connected',
  kind: 'scale',
  required: true,
  words: {
    en: { label: 'I feel well connected in the organisation.' },
    de: { label: 'Ich fühle mich in der Organisation gut vernetzt.' },
    ar: { label: 'أشعر بأن لي صلات جيدة داخل المؤسسة.' },
  },
};
const direction: Said = {
  key: 'direction',
  kind: 'scale',
  required: true,
  words: {
    en: { label: 'I know what I want to work on next.' },
    de: { label: 'Ich weiß, woran ich als Nächstes arbeiten will.' },
    ar: { label: 'أعرف ما أريد العمل عليه في المرحلة القادمة.' },
  },
};
const confidence: Said = {
  key: 'confidence',
  kind: 'scale',
  required: true,
  words: {
    en: { label: 'I am confident that I can develop here as I want to.' },
    de: { label: 'Ich bin zuversichtlich, dass ich mich hier so entwickeln kann, wie ich möchte.' },
    ar: { label: 'أثق بأنني أستطيع أن أتطور هنا كما أريد.' },
  },
};

const fitFor = (isCircle: boolean): Said => ({
  key: 'fit',
  kind: 'scale',
  required: true,
  words: isCircle
    ? {
        en: { label: 'Is this the right circle for you?' },
        de: { label: 'Ist das der richtige Kreis für Sie?' },
        ar: { label: 'هل هذه هي الحلقة المناسبة لك؟' },
      }
    : {
        en: { label: 'Is this the right partner for you?' },
        de: { label: 'Passt diese Person zu Ihnen?' },
        ar: { label: 'هل هذا هو الشريك المناسب لك؟' },
      },
});
const fitNote: Said = {
  key: 'note',
  kind: 'text',
  required: false,
  words: {
    en: { label: 'What should your coordinator know?' },
    de: { label: 'Was sollte Ihre Koordination wissen?' },
    ar: { label: 'ما الذي ينبغي أن يعرفه المنسق؟' },
  },
};

const worth: Said = {
  key: 'worth',
  kind: 'scale',
  required: true,
  words: {
    en: { label: 'Mentoring is worth the time it takes me.' },
    de: { label: 'Mentoring ist die Zeit wert, die es mich kostet.' },
    ar: { label: 'الإرشاد يستحق الوقت الذي أمنحه له.' },
  },
};
const helps: Said = {
  key: 'helps',
  kind: 'choices',
  required: false,
  words: {
    en: {
      label: 'What works well so far?',
      options: [
        'We meet regularly',
        'We trust each other',
        'We have clear goals',
        'I have time for it',
        'The guides help',
      ],
    },
    de: {
      label: 'Was läuft bisher gut?',
      options: [
        'Wir treffen uns regelmäßig',
        'Wir vertrauen einander',
        'Wir haben klare Ziele',
        'Ich habe Zeit dafür',
        'Die Leitfäden helfen',
      ],
    },
    ar: {
      label: 'ما الذي يسير جيدًا حتى الآن؟',
      options: ['نلتقي بانتظام', 'نثق ببعضنا', 'أهدافنا واضحة', 'لدي وقت لذلك', 'الأدلة مفيدة'],
    },
  },
};
const improve: Said = {
  key: 'improve',
  kind: 'text',
  required: false,
  words: {
    en: { label: 'What should change in the second half?' },
    de: { label: 'Was sollte sich in der zweiten Hälfte ändern?' },
    ar: { label: 'ما الذي ينبغي أن يتغير في النصف الثاني؟' },
  },
};

const satisfied: Said = {
  key: 'satisfied',
  kind: 'scale',
  required: true,
  words: {
    en: { label: 'I am satisfied with this program.' },
    de: { label: 'Ich bin mit diesem Programm zufrieden.' },
    ar: { label: 'أنا راضٍ عن هذا البرنامج.' },
  },
};
const recommend: Said = {
  key: 'recommend',
  kind: 'nps',
  required: true,
  words: {
    en: { label: 'How likely are you to recommend this program to a colleague?' },
    de: { label: 'Wie wahrscheinlich empfehlen Sie dieses Programm weiter?' },
    ar: { label: 'ما مدى احتمال أن توصي زميلًا بهذا البرنامج؟' },
  },
};
const takeAway: Said = {
  key: 'take-away',
  kind: 'text',
  required: false,
  words: {
    en: { label: 'What do you take away?' },
    de: { label: 'Was nehmen Sie mit?' },
    ar: { label: 'ما الذي خرجت به من هذه التجربة؟' },
  },
};

const applied: Said = {
  key: 'applied',
  kind: 'choice',
  required: true,
  words: {
    en: {
      label: 'Have you used at work what you took away?',
      options: ['Often', 'Once or twice', 'Not yet'],
    },
    de: {
      label: 'Haben Sie bei der Arbeit genutzt, was Sie mitnehmen?',
      options: ['Oft', 'Ein- oder zweimal', 'Noch nicht'],
    },
    ar: { label: 'هل استخدمت في عملك ما خرجت به؟', options: ['كثيرًا', 'مرة أو مرتين', 'ليس بعد'] },
  },
};
const inTouch: Said = {
  key: 'in-touch',
  kind: 'choice',
  required: true,
  words: {
    en: { label: 'Are you still in touch?', options: ['Yes, we meet', 'Now and then', 'No'] },
    de: { label: 'Haben Sie noch Kontakt?', options: ['Ja, wir treffen uns', 'Hin und wieder', 'Nein'] },
    ar: { label: 'هل ما زلتما على تواصل؟', options: ['نعم، نلتقي', 'من حين إلى آخر', 'لا'] },
  },
};
/** Peers come back, or not: they have no side to change. */
const againAsPeer: Said = {
  key: 'again',
  kind: 'choice',
  required: true,
  words: {
    en: { label: 'Would you take part again?', options: ['Yes', 'Perhaps', 'Not for now'] },
    de: { label: 'Würden Sie wieder teilnehmen?', options: ['Ja', 'Vielleicht', 'Vorerst nicht'] },
    ar: { label: 'هل تشارك مرة أخرى؟', options: ['نعم', 'ربما', 'ليس الآن'] },
  },
};
const worthOfPeers: Said = {
  key: 'worth',
  kind: 'scale',
  required: true,
  words: {
    en: { label: 'Our meetings are worth the time they take me.' },
    de: { label: 'Unsere Treffen sind die Zeit wert, die sie mich kosten.' },
    ar: { label: 'لقاءاتنا تستحق الوقت الذي أمنحه لها.' },
  },
};
const again: Said = {
  key: 'again',
  kind: 'choices',
  required: true,
  words: {
    en: { label: 'Would you take part again?', options: ['As a mentor', 'As a mentee', 'Not for now'] },
    de: {
      label: 'Würden Sie wieder teilnehmen?',
      options: ['Als Mentorin oder Mentor', 'Als Mentee', 'Vorerst nicht'],
    },
    ar: { label: 'هل تشارك مرة أخرى؟', options: ['مرشدًا', 'متدرّبًا', 'ليس الآن'] },
  },
};
const missing: Said = {
  key: 'missing',
  kind: 'text',
  required: false,
  words: {
    en: { label: 'What would have helped you more?' },
    de: { label: 'Was hätte Ihnen mehr geholfen?' },
    ar: { label: 'ما الذي كان سيفيدك أكثر؟' },
  },
};

/**
 * The surveys a program has until somebody changes them: complete in every language, the words of `locale` first. The same
 * three statements at start and end let a change be measured, so those two are kept with names; the others are anonymous.
 */
export function defaultSurveys(format: Format, locale: Locale): Survey[] {
  const survey = (
    moment: SurveyMoment,
    isOn: boolean,
    isAnonymous: boolean,
    questions: readonly Said[],
  ): Survey => ({
    moment,
    isOn,
    isAnonymous,
    audience: 'both',
    questions: questions.map((one) => spoken(one, locale)),
  });
  return [
    survey('start', true, false, [connected, direction, confidence]),
    survey('fit', true, false, [fitFor(format === 'circle'), fitNote]),
    survey('middle', format !== 'flash', true, [format === 'peer' ? worthOfPeers : worth, helps, improve]),
    survey('end', true, false, [connected, direction, confidence, satisfied, recommend, takeAway]),
    survey('after-7', false, true, [applied]),
    survey('after-14', false, true, [inTouch]),
    survey('after-21', true, true, [format === 'peer' ? againAsPeer : again, missing]),
  ];
}

function spoken({ key, kind, required, askedOf = undefined, words }: Said, locale: Locale): SurveyQuestion {
  const { label, options = [] } = words[locale];
  return {
    key,
    kind,
    label,
    help: '',
    options,
    required,
    askedOf: askedOf ?? 'both',
    texts: Object.fromEntries(
      locales
        .filter((other) => other !== locale)
        .map((other) => [
          other,
          { label: words[other].label, help: '', options: words[other].options ?? [] },
        ]),
    ),
  };
}
