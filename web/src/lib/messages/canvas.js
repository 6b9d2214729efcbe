/** Sentences of what lies on the canvas and what is done there by hand; in English and German. */
export const CANVAS = {
  'outline.title': ['Film outline', 'Gliederung des Films'],

  'generate.offline': [
    'There is no connection to the server. Your edits are kept and sent when it is back; then try again.',
    'Es besteht keine Verbindung zum Server. Ihre Änderungen bleiben erhalten und werden gesendet, sobald er da ist; versuchen Sie es dann wieder.'
  ],

  'socket.input': ['{title}, {type} input', '{title}, Eingang für {type}'],
  'socket.output': ['{title}, {type} output', '{title}, Ausgang für {type}'],

  'boundary.in': ['In', 'Hinein'],
  'boundary.out': ['Out', 'Hinaus'],
  'boundary.askIn': [
    'Wire a character, a place or a style to this card from outside, and it arrives here.',
    'Was außen an diese Karte angeschlossen wird, eine Figur, ein Ort, ein Stil, kommt hier an.'
  ],
  'boundary.askOut': [
    'Wire the last card here: what it makes is what this one makes.',
    'Die letzte Karte hier anschließen: was sie ergibt, ergibt auch diese.'
  ],
  'boundary.arrives': ['what arrives', 'was ankommt'],
  'boundary.handsUp': ['what it hands up', 'was weitergeht'],

  'tree.title': ['Project', 'Projekt'],
  'tree.film': ['Film', 'Film'],
  'tree.scenes.one': ['1 scene', '{count} Szene'],
  'tree.scenes.other': ['{count} scenes', '{count} Szenen'],
  'tree.shots.one': ['1 shot', '{count} Einstellung'],
  'tree.shots.other': ['{count} shots', '{count} Einstellungen'],
  'tree.takes.one': ['1 take', '{count} Take'],
  'tree.takes.other': ['{count} takes', '{count} Takes'],
  'tree.empty': ['empty', 'leer'],
  'tree.fold': ['Fold {title}', '{title} einklappen'],
  'tree.unfold': ['Unfold {title}', '{title} ausklappen'],
  'tree.ready': ['{ready} of {shots} shots have a take', '{ready} von {shots} Einstellungen haben einen Take'],
  'tree.next': [
    'Add a Script to the canvas and break it down: its scenes and shots appear here.',
    'Legen Sie ein Drehbuch auf die Leinwand und zerlegen Sie es: Seine Szenen und Einstellungen erscheinen hier.'
  ],

  'group.main': ['Fields', 'Felder'],
  'group.camera': ['Camera', 'Kamera'],
  'group.details': ['Details', 'Einzelheiten'],
  'group.server': ['Found by the server', 'Vom Server gefunden'],

  'layer.title': ['Layer', 'Ebene'],
  'layer.none': [
    'No layers yet. Wire clips or pictures to the Layers socket.',
    'Noch keine Ebenen. Verbinden Sie Clips oder Bilder mit dem Eingang „Ebenen“.'
  ],
  'layer.seen': ['Show {title}', '{title} zeigen'],
  'layer.up': ['Lift {title}', '{title} nach oben'],
  'layer.down': ['Lower {title}', '{title} nach unten'],
  'layer.blend': ['Blend mode', 'Mischmodus'],
  'layer.opacity': ['Opacity', 'Deckkraft'],
  'layer.x': ['X', 'X'],
  'layer.y': ['Y', 'Y'],
  'layer.scale': ['Scale', 'Größe'],
  'layer.rotation': ['Turn', 'Drehung'],
  'layer.mask': ['Mask', 'Maske'],
  'layer.noMask': ['No mask', 'Keine Maske'],

  'marker.add': ['Add a mark', 'Marke hinzufügen'],
  'marker.none': ['No marks yet.', 'Noch keine Marken.'],
  'marker.time': ['Time of mark {number}', 'Zeit der Marke {number}'],
  'marker.label': ['Name of mark {number}', 'Name der Marke {number}'],
  'marker.name': ['Name', 'Name'],
  'marker.remove': ['Remove mark {number}', 'Marke {number} entfernen'],

  'take.label': ['Take {number}', 'Take {number}'],
  'take.seed': ['seed {seed}', 'Seed {seed}'],
  'take.none': ['The clip plays here after the first take.', 'Nach dem ersten Take läuft der Clip hier.'],
  'take.generate': ['Generate', 'Generieren'],
  'take.again': ['Try again', 'Noch einmal'],
  'take.cancel': ['Cancel', 'Abbrechen'],
  'take.generating': ['Generating', 'Wird generiert'],
  'take.queued': ['Waits in the queue', 'Wartet in der Warteschlange'],
  'take.starting': ['Starting', 'Startet'],
  'take.failed': [
    'The take could not be made. Earlier takes are kept; try again.',
    'Der Take konnte nicht gemacht werden. Frühere Takes bleiben erhalten; versuchen Sie es noch einmal.'
  ],

  'follow.start': ['{name}, in {place}. Click to follow', '{name}, in {place}. Klicken, um zu folgen'],
  'follow.now': ['Following {name}', 'Sie folgen {name}'],
  'follow.stop': ['Stop following', 'Nicht mehr folgen'],
  'follow.left': ['{name} left. You are where they were last.', '{name} ist gegangen. Sie sind, wo sie zuletzt waren.'],

  'group.add': ['Add', 'Hinzufügen'],
  'group.select': ['Select and walk', 'Auswählen und gehen'],
  'group.edit': ['Edit', 'Bearbeiten'],
  'group.clipboard': ['Clipboard', 'Zwischenablage'],
  'group.wires': ['Wires', 'Kabel'],
  'group.arrange': ['Arrange', 'Anordnen'],
  'group.film': ['Takes', 'Takes'],
  'group.levels': ['Levels', 'Ebenen'],
  'group.view': ['View', 'Ansicht'],
  'group.history': ['History', 'Verlauf'],
  'group.help': ['Help', 'Hilfe'],
  'group.gestures': ['Mouse and pad', 'Maus und Touchpad'],

  'toolbar.title': ['Canvas', 'Leinwand'],
  'toolbar.add': ['Add', 'Hinzufügen'],
  'toolbar.frame': ['Frame', 'Ins Bild'],

  'add.title': ['Add a card', 'Karte hinzufügen'],
  'add.search': ['Search node types', 'Kartenarten suchen'],
  'add.placeholder': ['Add a card…', 'Karte hinzufügen …'],
  'add.none': ['Nothing of that name may stand here.', 'Nichts dieses Namens darf hier stehen.'],
  'add.fits': ['Only what fits the wire in your hand.', 'Nur, was zum Kabel in der Hand passt.'],

  'step.add': ['Add {title}', '{title} hinzufügen'],

  'switch.bypassed.on': ['Bypassed {count}', '{count} umgangen'],
  'switch.bypassed.off': ['Bypassed no longer: {count}', 'Nicht mehr umgangen: {count}'],
  'switch.muted.on': ['Muted {count}', '{count} stumm geschaltet'],
  'switch.muted.off': ['Muted no longer: {count}', 'Nicht mehr stumm: {count}'],
  'switch.collapsed.on': ['Collapsed {count}', '{count} eingeklappt'],
  'switch.collapsed.off': ['Collapsed no longer: {count}', 'Nicht mehr eingeklappt: {count}'],

  'say.unnamed': ['Unnamed', 'Ohne Namen'],
  'say.bypassed': ['bypassed', 'umgangen'],
  'say.muted': ['muted', 'stumm'],
  'say.in.one': ['{count} wire in', '{count} Kabel hinein'],
  'say.in.other': ['{count} wires in', '{count} Kabel hinein'],
  'say.out': ['{count} out', '{count} hinaus'],
  'say.state.idle': ['no take yet', 'noch kein Take'],
  'say.state.queued': ['in the queue', 'in der Warteschlange'],
  'say.state.generating': ['generating', 'wird generiert'],
  'say.state.success': ['success', 'fertig'],
  'say.state.error': ['failed', 'fehlgeschlagen'],
  'say.state.cancelled': ['stopped', 'angehalten'],
  'say.state.stale': ['stale: what it is made of has changed', 'veraltet: woraus er gemacht ist, hat sich geändert'],
  'say.noneThere': ['There is no card that way.', 'In dieser Richtung steht keine Karte.'],
  'say.selected.one': ['{count} card selected', '{count} Karte ausgewählt'],
  'say.selected.other': ['{count} cards selected', '{count} Karten ausgewählt'],
  'say.nothingSelected': ['Nothing selected', 'Nichts ausgewählt'],
  'say.letGo': ['Let go', 'Losgelassen'],
  'say.pasted.one': ['{count} card pasted', '{count} Karte eingefügt'],
  'say.pasted.other': ['{count} cards pasted', '{count} Karten eingefügt'],
  'say.laidOut.one': ['{count} card laid out', '{count} Karte geordnet'],
  'say.laidOut.other': ['{count} cards laid out', '{count} Karten geordnet'],
  'say.framed.one': ['Frame around {count} card', 'Rahmen um {count} Karte'],
  'say.framed.other': ['Frame around {count} cards', 'Rahmen um {count} Karten'],
  'say.subflow.one': ['Scene with {count} card', 'Szene mit {count} Karte'],
  'say.subflow.other': ['Scene with {count} cards', 'Szene mit {count} Karten'],
  'say.generating.one': ['{count} take started', '{count} Take begonnen'],
  'say.generating.other': ['{count} takes started', '{count} Takes begonnen'],
  'say.stopped.one': ['{count} take stopped', '{count} Take angehalten'],
  'say.stopped.other': ['{count} takes stopped', '{count} Takes angehalten'],
  'say.heldByOthers.one': ['{count} card stays: somebody else has it selected.', '{count} Karte bleibt: Jemand anders hat sie ausgewählt.'],
  'say.heldByOthers.other': [
    '{count} cards stay: somebody else has them selected.',
    '{count} Karten bleiben: Jemand anders hat sie ausgewählt.'
  ],
  'say.opened': ['{title} stands open', '{title} ist aufgeklappt'],
  'say.folded': ['{title} is folded away', '{title} ist zugeklappt'],
  'say.inside': ['Inside {title}', 'In {title}'],
  'say.minimapOn': ['Map shown', 'Karte der Ebene sichtbar'],
  'say.minimapOff': ['Map hidden', 'Karte der Ebene verborgen'],
  'say.placed': ['{name} stands on the canvas', '{name} steht auf der Leinwand'],
  'say.wire': ['Wire from {from} to {to}, {place} of {count}', 'Kabel von {from} nach {to}, {place} von {count}'],
  'say.wireNowhere': ['Wire from {from}: nothing here takes it', 'Kabel von {from}: Hier passt es nirgends'],
  'say.wired': ['Wired {from} to {to}', '{from} mit {to} verbunden'],
  'say.noSockets': ['This card has no sockets.', 'Diese Karte hat keine Buchsen.'],

  'wire.hand': ['{from} → {to} ({place} of {count})', '{from} → {to} ({place} von {count})'],
  'wire.keys': [
    '← → where to · ↑ ↓ from which socket · Enter connects · Esc lets go',
    '← → wohin · ↑ ↓ von welcher Buchse · Enter verbindet · Esc lässt los'
  ],

  'copy.done.one': ['Copied {count} card.', '{count} Karte kopiert.'],
  'copy.done.other': ['Copied {count} cards.', '{count} Karten kopiert.'],

  'paste.step.one': ['Paste {count} card', '{count} Karte einfügen'],
  'paste.step.other': ['Paste {count} cards', '{count} Karten einfügen'],
  'paste.refused': [
    'These may not stand on this level and were left out: {kinds}.',
    'Diese dürfen nicht auf dieser Ebene stehen und wurden weggelassen: {kinds}.'
  ],
  'paste.lost.one': [
    '{count} wire could not be kept: what it came from is not here.',
    '{count} Kabel ließ sich nicht behalten: Sein Anfang ist nicht hier.'
  ],
  'paste.lost.other': [
    '{count} wires could not be kept: what they came from is not here.',
    '{count} Kabel ließen sich nicht behalten: Ihr Anfang ist nicht hier.'
  ],
  'paste.empty': ['The clipboard holds no text and no cards.', 'Die Zwischenablage enthält weder Text noch Karten.'],
  'paste.cutOff': ['The note holds the first {count} characters of the text.', 'Die Notiz enthält die ersten {count} Zeichen des Textes.'],
  'paste.byKeys': [
    'This browser hands out the clipboard only to its own keys: press Ctrl+V, or ⌘V on a Mac.',
    'Dieser Browser gibt die Zwischenablage nur über seine eigenen Tasten heraus: Strg+V drücken, auf dem Mac ⌘V.'
  ],

  'frame.title': ['Frame', 'Rahmen'],
  'frame.step': ['Frame the selection', 'Auswahl einrahmen'],

  'subflow.title': ['NEW SCENE', 'NEUE SZENE'],
  'subflow.step': ['Make a scene of the selection', 'Aus der Auswahl eine Szene machen'],
  'subflow.outside': [
    'These may not stand inside a scene: {kinds}. Leave them out of the selection.',
    'Diese dürfen nicht in einer Szene stehen: {kinds}. Nehmen Sie sie aus der Auswahl.'
  ],
  'subflow.lost.one': [
    '{count} wire cannot cross into the scene and was cut. Undo brings it back.',
    '{count} Kabel kann nicht in die Szene führen und wurde getrennt. Rückgängig holt es zurück.'
  ],
  'subflow.lost.other': [
    '{count} wires cannot cross into the scene and were cut. Undo brings them back.',
    '{count} Kabel können nicht in die Szene führen und wurden getrennt. Rückgängig holt sie zurück.'
  ],

  'find.title': ['Find on all levels', 'Auf allen Ebenen suchen'],
  'find.placeholder': ['Titles, prompts, kinds…', 'Titel, Prompts, Arten …'],
  'find.none': ['No card of the film holds these words.', 'Keine Karte des Films enthält diese Wörter.'],
  'find.hint': ['Type what stands in a title or a prompt.', 'Tippen Sie, was in einem Titel oder Prompt steht.'],
  'find.count.one': ['{count} card', '{count} Karte'],
  'find.count.other': ['{count} cards', '{count} Karten'],

  'gesture.pan': ['Pan', 'Verschieben'],
  'gesture.pan.how': ['Space and drag · middle button · two fingers', 'Leertaste und ziehen · mittlere Taste · zwei Finger'],
  'gesture.zoom': ['Zoom', 'Zoomen'],
  'gesture.zoom.how': ['Wheel · pinch', 'Mausrad · zwei Finger spreizen'],
  'gesture.box': ['Select a box', 'Rechteck auswählen'],
  'gesture.box.how': ['Drag on empty canvas', 'Auf leerer Leinwand ziehen'],
  'gesture.more': ['Add to the selection', 'Zur Auswahl dazunehmen'],
  'gesture.more.how': ['Shift and click or drag', 'Umschalt und klicken oder ziehen'],
  'gesture.add': ['Add a card', 'Karte hinzufügen'],
  'gesture.add.how': ['Double-click on empty canvas', 'Doppelklick auf leere Leinwand'],
  'gesture.enter': ['Go into a scene or shot', 'In Szene oder Einstellung gehen'],
  'gesture.enter.how': ['Double-click on it', 'Doppelklick darauf'],
  'gesture.wire': ['Add what fits a wire', 'Hinzufügen, was an ein Kabel passt'],
  'gesture.wire.how': ['Drop the wire on empty canvas', 'Kabel auf leerer Leinwand loslassen'],
  'gesture.reroute': ['Add a reroute', 'Kabelpunkt setzen'],
  'gesture.reroute.how': ['Double-click on a wire', 'Doppelklick auf ein Kabel'],
  'gesture.insert': ['Insert into a wire', 'In ein Kabel einfügen'],
  'gesture.insert.how': ['Drop a card on it', 'Karte darauf fallen lassen'],
  'gesture.cut': ['Cut wires', 'Kabel durchtrennen'],
  'gesture.cut.how': [
    'Alt and drag across them · Ctrl and drag with the right button',
    'Alt und über sie ziehen · Strg und mit der rechten Taste ziehen'
  ],
  'gesture.asset': ['Use an asset', 'Etwas aus der Bibliothek verwenden'],
  'gesture.asset.how': [
    'Drag it from the library onto a card, a socket or empty canvas',
    'Auf eine Karte, einen Anschluss oder leere Leinwand ziehen'
  ],
  'gesture.follow': ['Follow somebody', 'Jemandem folgen'],
  'gesture.follow.how': ['Click their picture; any own pan ends it', 'Auf das Bild klicken; eigenes Verschieben beendet es'],

  'drawing.map': ['Map of the level: press or drag to go there', 'Karte der Ebene: drücken oder ziehen, um dorthin zu gehen'],

  'removal.card': ['Deleted {title}', '{title} gelöscht'],
  'removal.cards': ['Deleted {count} cards', '{count} Karten gelöscht'],
  'removal.scene': ['scene {title}', 'Szene {title}'],
  'removal.with': ['Deleted {title} with {count} cards in it', '{title} mit {count} Karten darin gelöscht'],
  'removal.withOne': ['Deleted {title} with the card in it', '{title} mit der Karte darin gelöscht'],
  'removal.wire': ['Deleted a wire', 'Eine Verbindung gelöscht'],
  'removal.wires': ['Deleted {count} wires', '{count} Verbindungen gelöscht'],
  'removal.undo': ['Undo', 'Rückgängig'],

  'wires.converts': ['converts', 'wandelt um'],
  'wires.into': ['Into {socket}', 'In {socket}'],
  'wires.putHere': ['Put {name} here', '{name} hier ablegen'],
  'wires.several': ['Several sockets fit: let go to choose', 'Mehrere Anschlüsse passen: loslassen und wählen'],
  'wires.noSocket': ['This card has no socket on that side.', 'Diese Karte hat auf dieser Seite keinen Anschluss.'],
  'wires.which': ['Into which socket?', 'In welchen Anschluss?'],
  'wires.moved': ['Moved a wire', 'Leitung umgesteckt'],
  'wires.insert': ['Insert {title}', '{title} einfügen'],
  'wires.inserted': ['Inserted {title}', '{title} eingefügt'],
  'wires.dotted': ['Added a dot to a wire', 'Punkt auf einer Leitung gesetzt'],
  'wires.close': ['Close', 'Schließen'],
  'wires.enter': ['Enter', 'Eingabe'],
  'wires.weight': ['Weight', 'Gewicht'],
  'wires.weightNumber': ['Weight, 0 to 1', 'Gewicht, 0 bis 1'],
  'wires.weightOf': ['Weight {weight} percent, change it', 'Gewicht {weight} Prozent, ändern'],
  'wires.order': ['Order of the wires', 'Reihenfolge der Leitungen'],
  'wires.ordered': ['Changed the order of wires', 'Reihenfolge der Leitungen geändert'],
  'wires.orderKeys': ['Alt and the arrow keys move one.', 'Alt und die Pfeiltasten verschieben eine.'],
  'wires.up': ['Move {title} up', '{title} nach oben'],
  'wires.down': ['Move {title} down', '{title} nach unten'],

  'levels.path': ['Level', 'Ebene'],
  'levels.scene': ['Scene {title}', 'Szene {title}'],
  'levels.into.one': ['Put the card into {title}', 'Die Karte nach {title} legen'],
  'levels.into.other': ['Put {count} cards into {title}', '{count} Karten nach {title} legen'],
  'levels.gone': ['That scene is gone.', 'Diese Szene gibt es nicht mehr.'],
  'levels.holdsNothing': ['{title} holds no other cards.', '{title} enthält keine anderen Karten.'],
  'levels.insideItself': ['A scene cannot stand inside itself.', 'Eine Szene kann nicht in sich selbst stehen.'],
  'levels.tooDeep': ['Levels go {count} deep at most.', 'Ebenen reichen höchstens {count} tief.'],
  'levels.not.project': ['{title} cards do not stand in the film itself.', 'Karten der Art „{title}“ stehen nicht im Film selbst.'],
  'levels.not.scene': ['{title} cards do not stand in a scene.', 'Karten der Art „{title}“ stehen nicht in einer Szene.'],
  'levels.not.shot': ['{title} cards do not stand in a shot.', 'Karten der Art „{title}“ stehen nicht in einer Einstellung.'],
  'levels.already': ['They stand there already.', 'Sie stehen schon dort.'],
  'levels.moved.one': ['Moved a card to {title}', 'Eine Karte nach {title} verschoben'],
  'levels.moved.other': ['Moved {count} cards to {title}', '{count} Karten nach {title} verschoben'],
  'levels.ordered': ['Changed the order', 'Reihenfolge geändert'],

  'tree.filter': ['Filter scenes and shots', 'Szenen und Einstellungen filtern'],
  'tree.nothing': ['No scene or shot has “{query}” in its name.', 'Keine Szene oder Einstellung hat „{query}“ im Namen.'],
  'tree.rename': ['New title of {title}', 'Neuer Titel von {title}'],
  'tree.chosen': ['chosen', 'gewählt']
};
