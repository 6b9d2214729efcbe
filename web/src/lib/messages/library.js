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
