/** Sentences about screenplays: their card, their text beside the canvas, new drafts. English and German side by side. */
const SCRIPT = {
  'card.script.plain': ['Plain text', 'Reiner Text'],
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
  'card.script.drop': ['or drop it here: Fountain, Final Draft, plain text', 'oder hier ablegen: Fountain, Final Draft, reiner Text'],
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
  'script.noScript': [
    '“{name}” is no screenplay: Fountain, Final Draft (.fdx) or plain text can be dropped here.',
    '„{name}“ ist kein Drehbuch: Fountain, Final Draft (.fdx) oder reiner Text können hier abgelegt werden.'
  ],
  'script.dropHere': ['Drop the screenplay: a script card stands here', 'Drehbuch ablegen: hier entsteht eine Drehbuchkarte'],
  'script.dropOnCard': ['Drop it as the new draft of “{name}”', 'Als neue Fassung von „{name}“ ablegen'],
  'script.filmOnly': [
    'A screenplay stands on the film’s own level; go out to it and drop it there.',
    'Ein Drehbuch steht auf der Ebene des Films; bitte dort ablegen.'
  ],
  'script.add': ['Bring a screenplay', 'Drehbuch bringen']
};

/** @typedef {Record<keyof typeof SCRIPT, string>} Sentences */

/** @param {0 | 1} place @returns {Sentences} */
const column = (place) => /** @type {any} */ (Object.fromEntries(Object.entries(SCRIPT).map(([key, words]) => [key, words[place]])));

export const scriptInEnglish = column(0);
export const scriptInGerman = column(1);
