import type { Locale } from './vocabulary.ts';

export type GoalPlanKey =
  'talk' | 'project' | 'network' | 'next-role' | 'settle-in' | 'other-view' | 'delegate' | 'one-change';

interface Words {
  title: string;
  measure: string;
  steps: string[];
}

/** Ithaca's goals to start from, in every language of the product; the steps of one are as many in each. */
export const goalPlanWords: Readonly<Record<GoalPlanKey, Record<Locale, Words>>> = {
  talk: {
    en: {
      title: 'Give a talk to my department',
      measure: 'Twenty minutes before at least ten people, and feedback from two',
      steps: ['Choose a topic and three points', 'Try it on my mentor', 'Give the talk'],
    },
    de: {
      title: 'Vor meiner Abteilung vortragen',
      measure: 'Zwanzig Minuten vor mindestens zehn Personen, Feedback von zweien',
      steps: ['Thema und drei Punkte wählen', 'Vor meinem Gegenüber proben', 'Den Vortrag halten'],
    },
    ar: {
      title: 'إلقاء عرض أمام قسمي',
      measure: 'عشرون دقيقة أمام عشرة أشخاص على الأقل، وملاحظات من اثنين',
      steps: ['اختيار الموضوع وثلاث نقاط', 'تجربته أمام مرشدي', 'إلقاء العرض'],
    },
  },
  project: {
    en: {
      title: 'Lead a project across two teams',
      measure: 'Delivered, and both teams would do it again',
      steps: ['Agree on the result with both teams', 'Run the first review', 'Look back together'],
    },
    de: {
      title: 'Ein Projekt über zwei Teams leiten',
      measure: 'Geliefert, und beide Teams würden es wieder tun',
      steps: [
        'Das Ergebnis mit beiden Teams vereinbaren',
        'Die erste Durchsicht leiten',
        'Gemeinsam zurückblicken',
      ],
    },
    ar: {
      title: 'قيادة مشروع بين فريقين',
      measure: 'أُنجز، ويرغب الفريقان في تكراره',
      steps: ['الاتفاق على النتيجة مع الفريقين', 'إدارة أول مراجعة', 'المراجعة معًا'],
    },
  },
  network: {
    en: {
      title: 'Know five people outside my unit',
      measure: 'One conversation with each, and one follow-up',
      steps: ['List whom I would like to know', 'Ask for two introductions', 'Hold all five conversations'],
    },
    de: {
      title: 'Fünf Personen außerhalb meines Bereichs kennen',
      measure: 'Ein Gespräch mit jeder und ein zweites danach',
      steps: [
        'Aufschreiben, wen ich kennenlernen möchte',
        'Um zwei Empfehlungen bitten',
        'Alle fünf Gespräche führen',
      ],
    },
    ar: {
      title: 'معرفة خمسة أشخاص خارج وحدتي',
      measure: 'حديث مع كل منهم ومتابعة واحدة',
      steps: ['كتابة من أودّ معرفتهم', 'طلب تعريفين', 'إجراء الأحاديث الخمسة'],
    },
  },
  'next-role': {
    en: {
      title: 'Be ready for my next role',
      measure: 'I can show three of the things the role asks for, and its manager knows of it',
      steps: [
        'Describe the role I want and what it asks for',
        'Name what I have and what I lack',
        'Do one piece of work that the role would do',
        'Ask two people who saw it for feedback',
        'Speak with somebody who fills such roles',
      ],
    },
    de: {
      title: 'Bereit sein für meine nächste Rolle',
      measure: 'Drei ihrer Anforderungen kann ich belegen, und die zuständige Führungskraft weiß davon',
      steps: [
        'Die gewünschte Rolle und ihre Anforderungen beschreiben',
        'Benennen, was ich mitbringe und was fehlt',
        'Eine Aufgabe übernehmen, die zu der Rolle gehört',
        'Zwei Beteiligte um Feedback bitten',
        'Mit jemandem sprechen, der solche Rollen besetzt',
      ],
    },
    ar: {
      title: 'الاستعداد لدوري القادم',
      measure: 'أستطيع إثبات ثلاثة من متطلبات الدور، ومديره على علم بذلك',
      steps: [
        'وصف الدور الذي أريده ومتطلباته',
        'تحديد ما لديّ وما ينقصني',
        'إنجاز عمل واحد من أعمال ذلك الدور',
        'طلب ملاحظات من شخصين شاهداه',
        'الحديث مع من يعيّن في مثل هذه الأدوار',
      ],
    },
  },
  'settle-in': {
    en: {
      title: 'Find my feet in 90 days',
      measure: 'I do my usual work alone, and know whom to ask about the rest',
      steps: [
        'Meet everybody I work with daily',
        'Finish a first piece of work with help',
        'Finish one alone',
        'Look back: what works, what I still miss',
      ],
    },
    de: {
      title: 'In 90 Tagen gut ankommen',
      measure: 'Meine üblichen Aufgaben erledige ich allein; für den Rest weiß ich, wen ich frage',
      steps: [
        'Alle kennenlernen, mit denen ich täglich arbeite',
        'Eine erste Aufgabe mit Hilfe abschließen',
        'Eine allein abschließen',
        'Zurückblicken: was gelingt, was noch fehlt',
      ],
    },
    ar: {
      title: 'الاستقرار في العمل خلال 90 يومًا',
      measure: 'أنجز عملي المعتاد وحدي، وأعرف من أسأل عن الباقي',
      steps: [
        'لقاء كل من أعمل معهم يوميًا',
        'إنجاز أول مهمة بمساعدة',
        'إنجاز مهمة وحدي',
        'المراجعة: ما الذي ينجح وما الذي ينقصني',
      ],
    },
  },
  'other-view': {
    en: {
      title: 'See our work through other eyes',
      measure: 'One decision of mine came out differently because of it',
      steps: [
        'Name a decision that touches people unlike me',
        'Watch or try what they do for a day',
        'Tell my team what I will do differently',
      ],
    },
    de: {
      title: 'Unsere Arbeit mit anderen Augen sehen',
      measure: 'Eine meiner Entscheidungen fiel deshalb anders aus',
      steps: [
        'Eine Entscheidung wählen, die andere Menschen als mich betrifft',
        'Einen Tag lang zusehen oder mitmachen',
        'Meinem Team sagen, was ich anders machen werde',
      ],
    },
    ar: {
      title: 'رؤية عملنا بعيون أخرى',
      measure: 'تغيّر أحد قراراتي بسبب ذلك',
      steps: [
        'اختيار قرار يمسّ أشخاصًا يختلفون عني',
        'مشاهدة ما يفعلونه أو تجربته ليوم واحد',
        'إخبار فريقي بما سأفعله على نحو مختلف',
      ],
    },
  },
  delegate: {
    en: {
      title: 'Hand over one of my tasks for good',
      measure: 'Somebody else has done it twice without asking me',
      steps: [
        'Choose the task and the person, and say why',
        'Do it once together',
        'Let it be done, and answer questions only',
        'Agree on what they decide alone from now on',
      ],
    },
    de: {
      title: 'Eine meiner Aufgaben dauerhaft abgeben',
      measure: 'Jemand anderes hat sie zweimal erledigt, ohne mich zu fragen',
      steps: [
        'Aufgabe und Person wählen und sagen, warum',
        'Sie einmal gemeinsam erledigen',
        'Machen lassen und nur Fragen beantworten',
        'Vereinbaren, was künftig allein entschieden wird',
      ],
    },
    ar: {
      title: 'تسليم إحدى مهامي نهائيًا',
      measure: 'أنجزها شخص آخر مرتين دون سؤالي',
      steps: [
        'اختيار المهمة والشخص وذكر السبب',
        'إنجازها مرة معًا',
        'تركها له والإجابة عن الأسئلة فقط',
        'الاتفاق على ما يقرره وحده من الآن',
      ],
    },
  },
  'one-change': {
    en: {
      title: 'Try one thing from our conversation',
      measure: 'I have tried it twice, and can say what it changed',
      steps: ['Write down the one thing', 'Try it twice'],
    },
    de: {
      title: 'Eine Sache aus unserem Gespräch ausprobieren',
      measure: 'Zweimal versucht, und ich kann sagen, was es geändert hat',
      steps: ['Die eine Sache aufschreiben', 'Sie zweimal ausprobieren'],
    },
    ar: {
      title: 'تجربة أمر واحد من حديثنا',
      measure: 'جربته مرتين وأستطيع أن أقول ما الذي غيّره',
      steps: ['كتابة هذا الأمر', 'تجربته مرتين'],
    },
  },
};
