/** Sentences of the library, of uploads, and of where an asset is used, in English and German side by side. */
const LIBRARY = {
  'usage.bar': ['Where {name} is used', 'Wo {name} verwendet wird'],
  'usage.shots.one': ['1 shot', '1 Einstellung'],
  'usage.shots.other': ['{count} shots', '{count} Einstellungen'],
  'usage.scenes.one': ['1 scene', '1 Szene'],
  'usage.scenes.other': ['{count} scenes', '{count} Szenen'],
  'usage.in': ['Used in {shots}, {scenes}', 'Verwendet in {shots}, {scenes}'],
  'usage.inShots': ['Used in {shots}', 'Verwendet in {shots}'],
  'usage.placed': ['Stands on the canvas, no shot uses it yet', 'Steht auf der Leinwand, noch ohne Einstellung'],
  'usage.unused': ['Not used in this film yet', 'In diesem Film noch nicht verwendet'],
  'usage.only': ['Show only dependents', 'Nur Abhängige zeigen'],
  'usage.previous': ['Previous one that uses it', 'Zurück zur vorigen Verwendung'],
  'usage.next': ['Next one that uses it', 'Weiter zur nächsten Verwendung'],
  'usage.place': ['{at} of {count}', '{at} von {count}'],
  'usage.end': ['Stop showing where it is used', 'Verwendung nicht mehr zeigen'],
  'usage.part.source': ['Stands for {name}', 'Steht für {name}'],
  'usage.part.direct': ['Uses {name}', 'Verwendet {name}'],
  'usage.part.used': ['Is made with {name} by what it is wired to', 'Entsteht mit {name} durch das, womit es verbunden ist'],
  'usage.part.holds': ['Contains what uses {name}', 'Enthält, was {name} verwendet'],
  'usage.others': ['{person} looks where {name} is used', '{person} sieht, wo {name} verwendet wird'],
  'usage.look': ['Look too', 'Auch ansehen'],
  'usage.said': ['{name}: {words}', '{name}: {words}'],
  'usage.ended': ['Where it is used is no longer shown', 'Die Verwendung wird nicht mehr gezeigt'],
  'say.wired.one': ['{name} is wired to one card', '{name} ist mit einer Karte verbunden'],
  'say.wired.other': ['{name} is wired to {count} cards', '{name} ist mit {count} Karten verbunden'],
  'library.search': ['Search the library', 'Bibliothek durchsuchen'],
  'library.found': ['What was found', 'Gefundenes'],
  'library.nothing': ['Nothing in the library fits “{query}”.', 'Nichts in der Bibliothek passt zu „{query}“.'],
  'library.page': ['Open the whole library', 'Die ganze Bibliothek öffnen'],
  'library.edit': ['{name}', '{name}'],
  'library.name': ['Name', 'Name'],
  'library.save': ['Save', 'Speichern'],
  'library.saving': ['Saving…', 'Wird gespeichert …'],
  'library.saved': ['Saved. Every canvas shows it.', 'Gespeichert. Jede Leinwand zeigt es.'],
  'library.unsaved': ['Not saved yet', 'Noch nicht gespeichert'],
  'library.discard': ['Discard', 'Verwerfen'],
  'library.shots': ['Shots', 'Einstellungen'],
  'library.scenes': ['Scenes', 'Szenen'],
  'library.takes': ['Takes', 'Takes'],
  'library.seconds': ['On screen', 'Im Bild'],
  'library.minutes': ['{minutes} min', '{minutes} min'],
  'library.impact': ['What changing {name} does', 'Was die Änderung von {name} bewirkt'],
  'library.impactStale.one': ['One shot has a take that becomes stale.', 'Eine Einstellung hat einen Take, der veraltet.'],
  'library.impactStale.other': ['{count} shots have a take that becomes stale.', '{count} Einstellungen haben einen Take, der veraltet.'],
  'library.impactTime': ['To make them anew takes about {time}.', 'Sie neu zu erzeugen dauert etwa {time}.'],
  'library.hitTake': ['take {number} becomes stale', 'Take {number} veraltet'],
  'library.hitNone': ['no take yet', 'noch kein Take'],
  'library.thenStale': ['Save, leave them stale', 'Speichern, veraltet lassen'],
  'library.thenRegenerate.one': ['Save and regenerate 1 shot', 'Speichern und 1 Einstellung neu erzeugen'],
  'library.thenRegenerate.other': ['Save and regenerate {count} shots', 'Speichern und {count} Einstellungen neu erzeugen'],
  'library.all': ['Everything', 'Alles'],
  'library.whose': ['Project', 'Projekt'],
  'library.facets': ['What is shown', 'Was gezeigt wird'],
  'library.tags': ['Tags', 'Schlagwörter'],
  'library.toCanvas': ['Open the canvas', 'Leinwand öffnen'],
  'library.sort': ['Order', 'Reihenfolge'],
  'library.sort.name': ['By name', 'Nach Name'],
  'library.sort.newest': ['Newest first', 'Neueste zuerst'],
  'library.sort.changed': ['Last changed first', 'Zuletzt geändert zuerst'],
  'library.sort.kind': ['By kind', 'Nach Art'],
  'library.count.one': ['1 asset', '1 Eintrag'],
  'library.count.other': ['{count} assets', '{count} Einträge'],
  'library.chosen.one': ['1 chosen', '1 gewählt'],
  'library.chosen.other': ['{count} chosen', '{count} gewählt'],
  'library.details': ['Details', 'Details'],
  'library.choose': [
    'Choose something to see what it is and where it is used.',
    'Etwas wählen, um zu sehen, was es ist und wo es verwendet wird.'
  ],
  'library.empty': ['This library is empty', 'Diese Bibliothek ist leer'],
  'library.emptyLead': [
    'Break a script down on the canvas: its characters and places come here by themselves.',
    'Ein Drehbuch auf der Leinwand aufteilen: Figuren und Orte kommen von selbst hierher.'
  ],
  'library.noFit': ['Nothing fits', 'Nichts passt'],
  'library.noFitLead': ['Other words, or another kind, may find it.', 'Andere Wörter oder eine andere Art finden es vielleicht.'],
  'library.reset': ['Show everything', 'Alles zeigen'],
  'library.offline': [
    'The server cannot be reached. This is what was here last; it is asked again when the line is back.',
    'Der Server ist nicht erreichbar. Das ist der letzte Stand; sobald die Leitung steht, wird neu gefragt.'
  ],
  'command.usage.node': ['Show where it is used', 'Zeigen, wo es verwendet wird'],
  'command.usage.next': ['Go to the next use', 'Zur nächsten Verwendung'],
  'command.usage.previous': ['Go to the use before', 'Zur vorigen Verwendung'],
  'command.usage.only': ['Show only dependents', 'Nur Abhängige zeigen'],
  'why.noAsset': ['This card stands for no asset of the library.', 'Diese Karte steht für nichts aus der Bibliothek.'],
  'why.noUsage': [
    'Nothing shows where it is used: choose an asset first.',
    'Gerade wird keine Verwendung gezeigt: zuerst etwas aus der Bibliothek wählen.'
  ]
};

/** @typedef {Record<keyof typeof LIBRARY, string>} Sentences */

/** @param {0 | 1} place @returns {Sentences} */
const column = (place) => /** @type {any} */ (Object.fromEntries(Object.entries(LIBRARY).map(([key, words]) => [key, words[place]])));

export const libraryInEnglish = column(0);
export const libraryInGerman = column(1);
