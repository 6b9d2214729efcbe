/** Sentences of the inspector and its controls; in English and German. */
export const INSPECTOR = {
  'camera.space': ['Camera space', 'Kameraraum'],
  'camera.move': ['Camera move', 'Kamerabewegung'],
  'camera.far': ['How far', 'Wie weit'],
  'camera.amount': ['How far the camera goes', 'Wie weit die Kamera geht'],

  'tags.fromScene': ['from scene', 'aus der Szene'],
  'tags.inherited': ['{names}: from the scene', '{names}: aus der Szene'],

  'inspector.title': ['Inspector', 'Inspektor'],
  'inspector.mixed': ['mixed', 'verschieden'],
  'inspector.mixedText': [
    'These differ. What is written here goes into all of them.',
    'Diese unterscheiden sich. Was hier steht, gilt dann für alle.'
  ],
  'inspector.search': ['Search fields', 'Felder suchen'],
  'inspector.searchClear': ['Clear the search', 'Suche leeren'],
  'inspector.notFound': ['No field is called “{text}”.', 'Kein Feld heißt „{text}“.'],
  'inspector.fieldMenu': ['More for {title}', 'Mehr zu {title}'],
  'inspector.copyValue': ['Copy the value', 'Wert kopieren'],
  'inspector.pasteValue': ['Paste a value', 'Wert einfügen'],
  'inspector.reset': ['Back to the default', 'Zurück zur Vorgabe'],
  'inspector.resetTo': ['Changed. Back to the default: {value}', 'Geändert. Zurück zur Vorgabe: {value}'],
  'inspector.resetField': ['{title} back to the default', '{title} zurück zur Vorgabe'],
  'inspector.notPasted': [
    'Nothing was pasted: what is in the clipboard is no value for {title}. Copy one from a field of the same kind.',
    'Nichts wurde eingefügt: In der Zwischenablage liegt kein Wert für {title}. Kopieren Sie einen aus einem Feld derselben Art.'
  ],
  'inspector.changedMany': ['Change {count} cards', '{count} Karten ändern'],
  'inspector.card': ['This card', 'Diese Karte'],
  'inspector.bypass': ['Bypass: hand the inputs on as if it were not there', 'Umgehen: Eingänge weitergeben, als wäre sie nicht da'],
  'inspector.mute': ['Mute: hand nothing on', 'Stumm: nichts weitergeben'],
  'inspector.collapse': ['Collapse the card', 'Karte einklappen'],
  'inspector.color': ['Colour of the card', 'Farbe der Karte'],
  'inspector.note': ['Note', 'Notiz'],
  'inspector.notePlaceholder': ['A note for everybody here', 'Eine Notiz für alle hier'],

  'tier.time': ['Time', 'Zeit'],
  'tier.memory': ['Memory', 'Speicher'],
  'tier.gigabytes': ['{count} GB', '{count} GB'],
  'tier.cpu': ['CPU', 'CPU'],

  'curve.title': ['Curve of the easing', 'Kurve des Verlaufs'],
  'curve.first': ['First handle', 'Erster Anfasser'],
  'curve.second': ['Second handle', 'Zweiter Anfasser'],

  'list.add': ['Add an element', 'Element hinzufügen'],
  'list.none': ['The list is empty.', 'Die Liste ist leer.'],
  'list.element': ['Element {number}', 'Element {number}'],
  'list.remove': ['Remove element {number}', 'Element {number} entfernen'],

  'values.none': [
    'The workflow names no settings. Add them by name.',
    'Der Workflow nennt keine Einstellungen. Fügen Sie sie mit Namen hinzu.'
  ],

  'color.add': ['Add a colour', 'Farbe hinzufügen'],
  'color.numbered': ['Colour {number}', 'Farbe {number}'],

  'inspector.commas': ['Separate by commas', 'Durch Kommas trennen'],
  'inspector.frames': ['{count} frames', '{count} Bilder'],
  'inspector.unknown': [
    'This node type is not installed here. The node and its data are kept as they are.',
    'Diese Art von Karte ist hier nicht installiert. Die Karte und ihre Daten bleiben, wie sie sind.'
  ],
  'inspector.selected': ['{count} selected', '{count} ausgewählt'],
  'inspector.nothingShared': ['These differ in every field.', 'Diese unterscheiden sich in jedem Feld.'],
  'inspector.generate.one': ['Generate 1 shot', '{count} Einstellung generieren'],
  'inspector.generate.other': ['Generate {count} shots', '{count} Einstellungen generieren'],
  'inspector.delete': ['Delete {count}', '{count} löschen'],
  'inspector.node': ['Node', 'Karte'],
  'inspector.quality': ['Quality', 'Qualität'],
  'inspector.serverSet': ['Set by the server', 'Vom Server gesetzt'],
  'inspector.on': ['On', 'An'],
  'inspector.off': ['Off', 'Aus'],
  'inspector.nothing': ['Nothing noted', 'Nichts vermerkt'],
  'inspector.factName': ['Name', 'Name'],
  'inspector.factValue': ['Value of {name}', 'Wert von {name}'],
  'inspector.factAdd': ['Add', 'Hinzufügen'],
  'inspector.remove': ['Remove {name}', '{name} entfernen'],
  'inspector.tagAdd': ['Add to {title}', 'Zu {title} hinzufügen'],

  'timecode.seconds': ['seconds', 'Sekunden'],
  'timecode.frames': ['frames', 'Bildern'],
  'timecode.timecode': ['timecode', 'Timecode'],
  'timecode.turn': ['Show in {form}', 'In {form} zeigen'],

  'seed.title': ['Seed', 'Seed'],
  'seed.another': ['Another seed', 'Ein anderer Seed'],
  'seed.lock': ['Lock the seed', 'Seed festhalten'],
  'seed.locked': ['Locked: every take is made with this seed', 'Fest: Jeder Take entsteht mit diesem Seed'],
  'seed.unlocked': ['Unlocked: each take may vary', 'Frei: Jeder Take darf anders ausfallen'],

  'choice.search': ['Search', 'Suchen'],
  'choice.none': ['Nothing is called “{text}”.', 'Nichts heißt „{text}“.'],

  'color.none': ['None', 'Keine'],
  'color.hex': ['Hex digits', 'Hexadezimal'],
  'color.pick': ['Pick any colour', 'Beliebige Farbe wählen'],
  'color.film': ['In this film', 'In diesem Film'],
  'color.marks': ['Marks', 'Marken'],
  'color.clear': ['No colour', 'Ohne Farbe'],

  'field.here.one': ['{names} is here', '{names} ist hier'],
  'field.here.other': ['{names} are here', '{names} sind hier'],
  'field.others': ['Also writing here: {names}', 'Hier schreiben auch: {names}'],
  'field.full': [
    '{label} takes {limit} characters. The last {lost} of what you pasted are not in it; the clipboard still holds them.',
    '{label} nimmt {limit} Zeichen auf. Die letzten {lost} des eingefügten Textes fehlen; in der Zwischenablage stehen sie noch.'
  ]
};
