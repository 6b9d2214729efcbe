/** Sentences about screenplays: their card, their text beside the canvas, new drafts. English and German side by side. */
export const SCRIPT = {
  'card.script.plain': ['Plain text', 'Reiner Text'],
  'card.script.pdf': ['PDF, review', 'PDF, prüfen'],
  'card.script.look': [
    'Read off printed pages: look through it before you break it down.',
    'Von gedruckten Seiten gelesen: vor dem Auflösen bitte durchsehen.'
  ],
  'card.script.breaking': ['Breaking down', 'Wird aufgelöst'],
  'card.script.done': ['On the canvas', 'Auf der Leinwand'],
  'card.script.read': ['Read', 'Gelesen'],
  'card.script.newDraft': ['New draft', 'Neue Fassung'],
  'card.script.halted': ['Stopped', 'Angehalten'],
  'card.script.reading': ['Reading the scenes', 'Szenen werden gelesen'],
  'card.script.progress': ['{done} of {total}', '{done} von {total}'],
  'card.script.stopped': [
    'Stopped on its way: {done} of {total} scenes stand. Break down again to go on.',
    'Auf halbem Weg angehalten: {done} von {total} Szenen stehen. Erneut auflösen, um fortzufahren.'
  ],
  'card.script.silent': [
    'Nothing has been heard for a while. What stands stays; break down again to go on.',
    'Seit einer Weile kommt nichts mehr. Was da ist, bleibt; erneut auflösen, um fortzufahren.'
  ],
  'card.script.stand.one': ['{count} scene stands on the canvas.', '{count} Szene steht auf der Leinwand.'],
  'card.script.stand.other': ['{count} scenes stand on the canvas.', '{count} Szenen stehen auf der Leinwand.'],
  'card.script.next': ['Next: put its scenes and shots on the canvas.', 'Als Nächstes: Szenen und Einstellungen auf die Leinwand.'],
  'card.script.again': ['Break down again: brings back scenes that were removed', 'Erneut auflösen: holt entfernte Szenen zurück'],
  'card.script.go': ['Break Down to Shots', 'In Einstellungen auflösen'],
  'card.script.goOn': ['Go on breaking down', 'Weiter auflösen'],
  'card.script.cancel': ['Cancel', 'Abbrechen'],
  'card.script.cancelling': ['Ends after this scene', 'Endet nach dieser Szene'],
  'card.script.text': ['Read the script', 'Drehbuch lesen'],
  'card.script.review': ['Review the new draft', 'Neue Fassung ansehen'],
  'card.script.differ.one': ['{count} scene of the new draft differs from the canvas.', '{count} Szene der neuen Fassung weicht ab.'],
  'card.script.differ.other': ['{count} scenes of the new draft differ from the canvas.', '{count} Szenen der neuen Fassung weichen ab.'],
  'card.script.density': ['Shots a page', 'Einstellungen pro Seite'],
  'card.script.few': ['Few', 'Wenige'],
  'card.script.normal': ['Normal', 'Normal'],
  'card.script.many': ['Many', 'Viele'],
  'card.script.means': ['{each} a page · about {all} shots', '{each} pro Seite · etwa {all} Einstellungen'],
  'card.script.ask': [
    'A screenplay becomes scenes, numbered shots, people and places on this canvas.',
    'Aus einem Drehbuch werden Szenen, nummerierte Einstellungen, Menschen und Orte.'
  ],
  'card.script.choose': ['Choose a script', 'Drehbuch wählen'],
  'card.script.uploading': ['Reading {name}…', '{name} wird gelesen …'],
  'card.script.drop': ['or drop it here: Fountain, Final Draft, text, PDF', 'oder hier ablegen: Fountain, Final Draft, Text, PDF'],
  'card.script.reimport': ['Bring a new draft', 'Neue Fassung bringen'],
  'card.script.scenes': ['scenes', 'Szenen'],
  'card.script.pages': ['pages', 'Seiten'],
  'card.script.people': ['people', 'Menschen'],
  'card.script.places': ['places', 'Orte'],
  'card.script.peopleOf': ['People of the script', 'Menschen des Drehbuchs'],
  'card.script.placesOf': ['Places of the script', 'Orte des Drehbuchs'],
  'card.script.nobody': ['Nobody speaks', 'Niemand spricht'],
  'card.script.nowhere': ['No places', 'Keine Orte'],
  'card.script.dismiss': ['Dismiss', 'Verwerfen'],

  'script.offline': [
    'There is no connection to the server. Bring the script when it is back; nothing was changed.',
    'Keine Verbindung zum Server. Das Drehbuch bitte danach bringen; nichts wurde geändert.'
  ],
  'script.tooLarge': [
    '“{name}” is larger than 10 MB; that is no screenplay this reader takes.',
    '„{name}“ ist größer als 10 MB; so groß ist kein Drehbuch, das hier gelesen wird.'
  ],
  'script.dropHere': ['Drop the screenplay: a script card stands here', 'Drehbuch ablegen: hier entsteht eine Drehbuchkarte'],
  'script.dropOnCard': ['Drop it as the new draft of “{name}”', 'Als neue Fassung von „{name}“ ablegen'],
  'script.filmOnly': [
    'A screenplay stands on the film’s own level; go out to it and drop it there.',
    'Ein Drehbuch steht auf der Ebene des Films; bitte dort ablegen.'
  ],

  'script.title': ['Script', 'Drehbuch'],
  'script.text': ['Text of the script', 'Text des Drehbuchs'],
  'script.loading': ['Opening the script…', 'Drehbuch wird geöffnet …'],
  'script.close': ['Close the script', 'Drehbuch schließen'],
  'script.search': ['Search the script', 'Im Drehbuch suchen'],
  'script.hit': ['{at} of {count}', '{at} von {count}'],
  'script.noHit': ['none', 'nichts'],
  'script.nextHit': ['Next place found', 'Nächste Fundstelle'],
  'script.previousHit': ['Place found before', 'Vorige Fundstelle'],
  'script.scenes': ['Scenes of the script', 'Szenen des Drehbuchs'],
  'script.sceneCount.one': ['{count} scene', '{count} Szene'],
  'script.sceneCount.other': ['{count} scenes', '{count} Szenen'],
  'script.noShots': ['no shots', 'leer'],
  'script.toScene': ['To this scene on the canvas', 'Zu dieser Szene auf der Leinwand'],
  'script.toShot': ['To {name} on the canvas', 'Zu {name} auf der Leinwand'],
  'script.made': ['has a take', 'hat einen Take'],
  'script.changedShot': ['its lines changed with the last draft', 'ihre Zeilen hat die letzte Fassung geändert'],
  'script.bare': ['no shot', 'ohne Bild'],
  'script.bareLine': ['(no shot covers this line)', '(keine Einstellung zeigt diese Zeile)'],
  'script.covered': ['{percent} % covered', '{percent} % abgedeckt'],
  'script.coveredLines': ['{covered} of {all} lines', '{covered} von {all} Zeilen'],
  'script.gaps.one': ['{count} gap', '{count} Lücke'],
  'script.gaps.other': ['{count} gaps', '{count} Lücken'],
  'script.nextGap': ['Next lines without a shot', 'Nächste Zeilen ohne Einstellung'],
  'script.previousGap': ['Lines without a shot before', 'Vorige Zeilen ohne Einstellung'],
  'script.allCovered': ['A shot covers every line.', 'Jede Zeile hat eine Einstellung.'],
  'script.notBroken': [
    'Break the script down, and each shot has its line down this margin.',
    'Nach dem Auflösen läuft am Rand für jede Einstellung eine Linie.'
  ],
  'script.lines.one': ['Line {from}', 'Zeile {from}'],
  'script.lines.other': ['Lines {from} to {to}', 'Zeilen {from} bis {to}'],

  'draft.title': ['New draft of {name}', 'Neue Fassung von {name}'],
  'draft.loading': ['Both drafts are being compared…', 'Beide Fassungen werden verglichen …'],
  'draft.figures': ['What becomes of the scenes', 'Was aus den Szenen wird'],
  'draft.scenes': ['Scenes of the new draft', 'Szenen der neuen Fassung'],
  'draft.scene': ['Scene {number}', 'Szene {number}'],
  'draft.changed': ['changed', 'geändert'],
  'draft.new': ['new', 'neu'],
  'draft.omitted': ['omitted', 'gestrichen'],
  'draft.moved': ['moved', 'verschoben'],
  'draft.kept': ['unchanged', 'unverändert'],
  'draft.omittedScene': ['OMITTED ({heading})', 'OMITTED ({heading})'],
  'draft.shots.kept.one': ['{count} shot stays as it is', '{count} Einstellung bleibt, wie sie ist'],
  'draft.shots.kept.other': ['{count} shots stay as they are', '{count} Einstellungen bleiben, wie sie sind'],
  'draft.shots.changed.one': ['{count} has other words now', '{count} hat nun andere Worte'],
  'draft.shots.changed.other': ['{count} have other words now', '{count} haben nun andere Worte'],
  'draft.shots.gone.one': ['{count} loses its lines and stays, marked', '{count} verliert ihre Zeilen und bleibt, markiert'],
  'draft.shots.gone.other': ['{count} lose their lines and stay, marked', '{count} verlieren ihre Zeilen und bleiben, markiert'],
  'draft.shots.new.one': ['{count} is new', '{count} ist neu'],
  'draft.shots.new.other': ['{count} are new', '{count} sind neu'],
  'draft.written.one': [
    'In {count} scene somebody wrote what the draft changes as well. It is named there.',
    'In {count} Szene hat jemand geschrieben, was auch die Fassung ändert. Dort steht, was.'
  ],
  'draft.written.other': [
    'In {count} scenes somebody wrote what the draft changes as well. It is named there.',
    'In {count} Szenen hat jemand geschrieben, was auch die Fassung ändert. Dort steht, was.'
  ],
  'draft.someWrote': ['somebody wrote here', 'hier hat jemand geschrieben'],
  'draft.overwrites': [
    '{field}: “{text}” was written here, and the draft writes over it.',
    '{field}: „{text}“ steht hier, und die Fassung schreibt darüber.'
  ],
  'draft.was': ['It was', 'Bisher'],
  'draft.isNew': [
    'This scene comes onto the canvas with shots of its own.',
    'Diese Szene kommt mit eigenen Einstellungen auf die Leinwand.'
  ],
  'draft.isOmitted': [
    'It is set aside on the frame “Omitted”, muted, with its shots and takes; nothing is deleted.',
    'Sie kommt stumm auf den Rahmen „Omitted“, mit Einstellungen und Takes; nichts wird gelöscht.'
  ],
  'draft.isMoved': [
    'It stands in another place of the film. Its number, shots and takes go with it.',
    'Sie steht an anderer Stelle des Films. Nummer, Einstellungen und Takes gehen mit.'
  ],
  'draft.isKept': ['Word for word as it was.', 'Wort für Wort wie bisher.'],
  'draft.inserted': ['new:', 'neu:'],
  'draft.deleted': ['gone:', 'weg:'],
  'draft.cut': ['More of this scene differs than is shown here.', 'In dieser Szene weicht mehr ab, als hier steht.'],
  'draft.nothing': ['Every scene stands on the canvas as it is in this draft.', 'Jede Szene steht auf der Leinwand wie in dieser Fassung.'],
  'draft.safe': [
    'No shot and no take is deleted. One undo takes all of it back.',
    'Keine Einstellung, kein Take geht verloren. Ein Rückgängig nimmt alles zurück.'
  ],
  'draft.there': ['This draft is on the canvas now.', 'Diese Fassung steht jetzt auf der Leinwand.'],
  'draft.leave': ['Leave it for now', 'Vorerst lassen'],
  'draft.busy': ['Bringing it in…', 'Wird eingearbeitet …'],
  'draft.bring.one': ['Bring in {count} scene', '{count} Szene einarbeiten'],
  'draft.bring.other': ['Bring in {count} scenes', '{count} Szenen einarbeiten'],
  'draft.done.one': [
    'The new draft is on the canvas: {count} scene differs from before.',
    'Die neue Fassung steht auf der Leinwand: {count} Szene ist anders.'
  ],
  'draft.done.other': [
    'The new draft is on the canvas: {count} scenes differ from before.',
    'Die neue Fassung steht auf der Leinwand: {count} Szenen sind anders.'
  ],

  'rooms.script': ['Width of the script', 'Breite des Drehbuchs'],
  'command.film.script': ['Script beside the canvas', 'Drehbuch neben der Leinwand'],
  'command.film.lines': ['Show its lines in the script', 'Zeilen im Drehbuch zeigen'],
  'why.noScript': ['This film has no script yet.', 'Dieser Film hat noch kein Drehbuch.'],
  'why.noLines': ['It comes from no line of a script.', 'Das kommt aus keiner Zeile eines Drehbuchs.']
};
