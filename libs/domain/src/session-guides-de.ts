import type { Guide, GuideKey } from './session-guides-en.ts';

export const guidesDe: Readonly<Record<GuideKey, Guide>> = {
  'first-meeting': {
    title: 'Erstes Treffen',
    guide:
      'Lernen Sie einander kennen, bevor Sie etwas planen. Jede Seite erzählt, welcher Weg hierher geführt hat, auch die Umwege.\n\n- **Mentee:** Was hat Sie zur Teilnahme bewogen, und was wäre ein gutes Ergebnis?\n- **Mentorin oder Mentor:** Was können Sie bieten, und was nicht?\n\nLegen Sie dann fest, wie Sie zusammenarbeiten: wie oft Sie sich treffen, wer einlädt, was unter Ihnen bleibt.',
    agenda: [
      'Wie wir hierher gekommen sind',
      'Wann es sich für beide gelohnt hat',
      'Wie oft wir uns treffen und wer einlädt',
      'Was unter uns bleibt',
    ],
  },
  goals: {
    title: 'Die Ziele stehen',
    guide:
      'Machen Sie aus Wünschen ein bis drei Ziele. Unter ein gutes Ziel lässt sich ein Strich ziehen: Man sieht, ob es erreicht ist.\n\n- Fragen Sie: *Woran würde es jemand anderes merken?*\n- Geben Sie jedem Ziel einen Tag und einen ersten Schritt binnen zwei Wochen.\n- Ein Ziel darf vom Lernen handeln statt vom Ergebnis.',
    agenda: [
      'Was soll am Ende anders sein?',
      'Ein bis drei Ziele, je mit Maß und Tag',
      'Der erste Schritt zu jedem Ziel',
      'Wie die Mentorin oder der Mentor dabei hilft',
    ],
  },
  halfway: {
    title: 'Halbzeit: Was gelingt, was nicht?',
    guide:
      'Treten Sie von den Themen zurück und schauen Sie auf die Zusammenarbeit. Offenheit ist jetzt mehr wert als Freundlichkeit am Ende.\n\n- Jede Seite nennt **etwas, das bleiben soll**, und **etwas, das sich ändern soll**.\n- Gehen Sie die Ziele durch: Welche zählen noch, welche können weg?\n- Wenn es nicht passt, sagen Sie es; ein Wechsel ist niemandes Schuld.',
    agenda: [
      'Was bleibt und was sich ändert, von jeder Seite eines',
      'Die Ziele: erreicht, unterwegs, gestrichen',
      'Was wir von der zweiten Hälfte wollen',
    ],
  },
  closing: {
    title: 'Abschlusstreffen',
    guide:
      'Beenden Sie es bewusst, statt es ausklingen zu lassen. Blicken Sie mit Beispielen zurück, danken Sie einander und entscheiden Sie, was aus dem Kontakt wird.\n\n- Was können Sie jetzt, was am Anfang nicht ging?\n- Was hat die Mentorin oder der Mentor gelernt?\n- Möchten Sie in Verbindung bleiben, und wie oft?',
    agenda: [
      'Was erreicht ist, je mit einem Beispiel',
      'Was jede Seite mitnimmt',
      'Der nächste Schritt der oder des Mentee',
      'Ob und wie wir in Verbindung bleiben',
    ],
  },
  'welcome-coffee': {
    title: 'Willkommenskaffee',
    guide:
      'Machen Sie die ersten Tage leichter. Keine Folien: zeigen, herumgehen, vorstellen.\n\n- Wo etwas ist: Räume, Kanäle, wen man wonach fragt.\n- Die Regeln, die niemand aufgeschrieben hat.\n- Fragen Sie, was noch unklar ist, und sagen Sie, dass jede Frage willkommen ist.',
    agenda: ['Wo etwas ist und wen man fragt', 'Ungeschriebene Regeln', 'Offene Fragen der ersten Tage'],
  },
  'three-people': {
    title: 'Drei Menschen zum Kennenlernen',
    guide:
      'Ein Netz von dreien ist mehr wert als eine Liste von dreißig. Wählen Sie Kolleginnen und Kollegen außerhalb des eigenen Teams, die im ersten Jahr wichtig werden.\n\n- Stellen Sie sie persönlich vor oder mit einer kurzen Nachricht.\n- Sagen Sie, *warum* die beiden einander kennen sollten.',
    agenda: ['Wer wichtig wird, und wofür', 'Drei Vorstellungen: Wer schreibt wann', 'Wie die Arbeit läuft'],
  },
  'ninety-days': {
    title: 'Rückblick nach 90 Tagen',
    guide:
      'Wer neu ist, sieht noch, was andere nicht mehr bemerken. Sammeln Sie es, bevor es zur Gewohnheit wird.\n\n- Was hat überrascht, im Guten wie im Schlechten?\n- Was würden Sie der nächsten neuen Person am ersten Tag sagen?\n- Was fehlt noch?',
    agenda: [
      'Was mich überrascht hat',
      'Rat für die nächste neue Person',
      'Was noch fehlt und wer helfen kann',
    ],
  },
  'other-seat': {
    title: 'Ein Tag auf dem anderen Stuhl',
    guide:
      'Begleiten Sie einander je einen halben Tag, in Terminen, die wirklich stattfinden. Zusehen, Notizen machen, nichts erklären.\n\n- Danach erzählt jede Seite, was sie überrascht hat.\n- Fragen Sie: *Was tue ich aus Gewohnheit, das Ihre Arbeit schwerer macht?*',
    agenda: [
      'Was uns überrascht hat',
      'Eine Gewohnheit, die sich ändern soll',
      'Was wir als Nächstes sehen wollen',
    ],
  },
  'what-will-change': {
    title: 'Was wird sich ändern?',
    guide:
      'Zuhören zählt, wenn etwas folgt. Die Führungskraft nennt eine Entscheidung, eine Regel oder eine Gewohnheit, die aus diesen Gesprächen kam, und sagt, wann andere es merken.\n\n- Die andere Seite sagt, ob es so gemeint war.\n- Vereinbaren Sie, was Sie anderen davon erzählen.',
    agenda: [
      'Eine Entscheidung aus diesen Gesprächen',
      'Wann und woran andere es merken',
      'Was wir weitersagen und was nicht',
    ],
  },
  strengths: {
    title: 'Stärken und blinde Flecken',
    guide:
      'Sie haben einander einige Wochen erlebt: Nutzen Sie es. Sprechen Sie von Situationen, nicht vom Charakter.\n\n- Jede Seite nennt **zwei Stärken** der anderen, mit Beispiel.\n- Dann **einen blinden Fleck**: was Sie sahen, was es bewirkte, was Sie versuchen würden.\n- Danken, nachfragen, nicht verteidigen.',
    agenda: [
      'Zwei Stärken jeder Seite, mit Beispiel',
      'Ein blinder Fleck jeder Seite',
      'Was wir bis zum nächsten Treffen versuchen',
    ],
  },
  'lead-small': {
    title: 'Etwas Kleines führen',
    guide:
      'Führen lernt man durch Führen. Wählen Sie eine Aufgabe von zwei bis sechs Wochen, die andere braucht: einen Workshop, eine Übergabe, eine Entscheidung über Teams hinweg.\n\n- **Vorher:** Woran erkennt man den Erfolg, wer muss gewonnen werden?\n- **Unterwegs:** ein kurzes Gespräch, wenn es schwierig wird.\n- **Danach:** Was würden Sie wieder so machen, was anders?',
    agenda: [
      'Welche Aufgabe, und warum diese',
      'Wer gewonnen werden muss',
      'Was schiefgehen kann',
      'Wann wir zurückblicken',
    ],
  },
  'next-step': {
    title: 'Abschlusstreffen',
    guide:
      'Machen Sie aus dem Gelernten einen nächsten Schritt, von dem andere wissen.\n\n- Welche Rolle, welches Projekt, welche Weiterbildung folgt, und bis wann?\n- Wer entscheidet darüber, und was muss diese Person sehen?\n- Die Mentorin oder der Mentor sagt, mit wem sie oder er spricht, wenn Sie einverstanden sind.',
    agenda: [
      'Was erreicht ist, mit Beispielen',
      'Der nächste Schritt und sein Tag',
      'Wer davon wissen soll und wer es sagt',
      'Ob und wie wir in Verbindung bleiben',
    ],
  },
  'circle-agreement': {
    title: 'Vereinbarung des Kreises',
    guide:
      'Ein Kreis gelingt, wenn alle sich trauen zu sprechen. Nehmen Sie das erste Treffen füreinander und dafür, wie Sie reden.\n\n- Alle sagen, wer sie sind und was sie sich erhoffen, je zwei Minuten.\n- Schreiben Sie drei oder vier Regeln auf, die erste zur Vertraulichkeit.\n- Entscheiden Sie, wer das nächste Thema mitbringt; wechseln Sie sich ab.',
    agenda: [
      'Runde: wer ich bin und was ich erhoffe',
      'Unsere Regeln und was hier bleibt',
      'Themen der nächsten Treffen',
      'Wer das nächste mitbringt',
    ],
  },
  'circle-halfway': {
    title: 'Halbzeit im Kreis',
    guide:
      'Fragen Sie den ganzen Kreis, nicht nur die Lautesten. Alle schreiben zwei Minuten lang, dann geht es reihum.\n\n- Wovon wollen wir **mehr**, wovon **weniger**?\n- Wer hatte noch kein eigenes Thema?',
    agenda: [
      'Zwei Minuten schreiben: mehr davon, weniger davon',
      'Reihum, ohne Diskussion',
      'Was wir ab dem nächsten Treffen ändern',
    ],
  },
  'circle-closing': {
    title: 'Abschluss des Kreises',
    guide:
      'Enden Sie gemeinsam. Alle sagen, was sie mitnehmen und was sie zurückgeben.\n\n- Ein Satz an den Kreis, einer an die Person, deren Worte am meisten halfen.\n- Entscheiden Sie, ob der Kreis von selbst weitergeht und wer zum nächsten Treffen einlädt.',
    agenda: ['Was jede und jeder mitnimmt', 'Dank', 'Geht der Kreis weiter, und wie?'],
  },
  'peer-first': {
    title: 'Erstes Treffen',
    guide:
      'Lernen Sie einander kennen, bevor Sie etwas planen. Sie sind gleichgestellt: Beide lernen, beide geben.\n\n- Jede Seite sagt, was sie lernen möchte und was ein gutes Ergebnis wäre.\n- Jede Seite sagt, was sie weitergeben kann und was nicht.\n\nVereinbaren Sie dann, wie Sie arbeiten: wie oft Sie sich treffen, wer einlädt, wie Sie die Zeit teilen.',
    agenda: [
      'Wie wir jeweils hierhergekommen sind',
      'Was jede Seite lernen möchte und weitergeben kann',
      'Wie oft wir uns treffen und wie wir die Zeit teilen',
      'Was unter uns bleibt',
    ],
  },
  'peer-halfway': {
    title: 'Halbzeit: Ist es ausgewogen?',
    guide:
      'Treten Sie von den Themen zurück und sehen Sie auf die gemeinsame Arbeit. Offenheit jetzt ist mehr wert als Freundlichkeit am Ende.\n\n- Jede Seite nennt **etwas, das bleiben**, und **etwas, das sich ändern soll**.\n- Fragen Sie, ob Geben und Nehmen ausgewogen sind, und für wen nicht.\n- Wenn es nicht passt, sagen Sie es; ein Wechsel ist niemandes Schuld.',
    agenda: [
      'Von jeder Seite: was bleiben und was sich ändern soll',
      'Geben und Nehmen: Sind sie ausgewogen?',
      'Was wir von der zweiten Hälfte wollen',
    ],
  },
  'peer-closing': {
    title: 'Abschlusstreffen',
    guide:
      'Enden Sie bewusst, statt es auslaufen zu lassen. Blicken Sie mit Beispielen zurück, danken Sie einander und entscheiden Sie, was aus dem Kontakt wird.\n\n- Was kann jede Seite jetzt, was sie am Anfang nicht konnte?\n- An wen könnten Sie es weitergeben?\n- Möchten Sie in Kontakt bleiben, und wie oft?',
    agenda: [
      'Was jede Seite gelernt hat, mit einem Beispiel',
      'Der nächste Schritt von beiden',
      'Ob und wie wir in Kontakt bleiben',
    ],
  },
  conversation: {
    title: 'Das Gespräch',
    guide:
      'Ein Gespräch, eine Frage. Es gelingt, wenn beide die Frage vorher kennen.\n\n- **Mentee:** Schreiben Sie die Frage in einem Satz und senden Sie sie am Tag davor. Erzählen Sie, was Sie versucht haben.\n- **Mentorin oder Mentor:** Erzählen Sie, was Sie taten, was schiefging, was Sie heute tun würden.\n- Lassen Sie die letzten fünf Minuten für einen nächsten Schritt.',
    agenda: [
      'Die Frage und was versucht wurde',
      'Wie es der anderen Seite damit ging',
      'Ein nächster Schritt',
    ],
  },
};
